"""How the names of columns are compared: letter case, marks and spaces apart."""

import re
import unicodedata
from functools import lru_cache

_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(1 << 16)  # a list of 20,000 units asks for each of its names three times and more
def folded(name: str) -> str:
    """Return the form by which two names are the same: `Nip_Baru ` and `NIP BARU` meet."""
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return _BETWEEN.sub(" ", text.upper()).strip()
