"""How the names of columns are compared: letter case, marks and spaces apart."""

import re
import unicodedata


def folded(name: str) -> str:
    """Return the form by which two names are the same: `Nip_Baru ` and `NIP BARU` meet."""
    text = unicodedata.normalize("NFKC", name).upper()
    return re.sub(r"[\W_]+", " ", text).strip()
