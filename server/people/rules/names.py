"""Names for matching only: the raw string is what is shown and printed.

Indonesian rosters glue titles to names, abbreviate Muhammad, Siti and Abdul, and mix spellings
(domain.md §2). A key lets two spellings meet; it never proves that two people are one.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

SAME_NAME = 0.88  # similarity from which two spellings are taken for one name

FRONT_TITLES = frozenset(
    "PROF DR DRS DRA DRG DRH IR H HJ KH APT NS TN NY BPK SDR SDRI BAPAK IBU".split()  # noqa: SIM905
)
BACK_TITLES = frozenset(
    "SH SE ST SKOM SIP SSOS SPD SPDI SPDSD SAG SP SPT SPI SHUT SKM SKEP SGZ SFARM SSI SSTP SSN SS "  # noqa: SIM905
    "SAP SAB SAK SPSI SIKOM SPDK SSIT STP STR STRKEB STRKES SSTPI STARS SEI SHI SKG SKED SKH "
    "MSI MM MH MKES MPD MPDI MT MAP MHUM MSC MA MKOM MKN MEC MBA MIP MP MSE MENG MAK MIKOM MPSI "
    "MKM MKEP MFARM MTP MURP MEIL PHD AMD AMDKEB AMDKEP AMDKOM AMDKL AMK AMAPD AMKG AMKL AMAK BA "
    "BSC BE NERS NS APT AKT CA CPA SPOG SPA SPB SPPD SPAN SPOT SPRAD SPKK SPM SPS SPJP SPP "
    "DEA DESS DR CH CHT CPI QIA CGCAE IPM IPU".split()
)
MUHAMMAD = frozenset(
    "MUH MOH MOCH MUCH MHD MUHD MUHAMMAD MUHAMAD MOHAMMAD MOHAMAD MOCHAMMAD MOCHAMAD "  # noqa: SIM905
    "MUCHAMMAD MUCHAMAD MUHAMMED MOHAMMED MOKHAMAD MOKHAMMAD".split()
)
OTHER_SPELLINGS = {
    "ACH": "AHMAD",
    "AKH": "AHMAD",
    "ACHMAD": "AHMAD",
    "AKHMAD": "AHMAD",
    "ABD": "ABDUL",
    "ABDOEL": "ABDUL",
    "SITTI": "SITI",
    "NOOR": "NUR",
    "NOR": "NUR",
    "NOER": "NUR",
}


@dataclass(frozen=True, slots=True)
class NameKeys:
    """The matching key of a name and the same key in new spelling (OE/U, TJ/C, DJ/J)."""

    key: str
    new_spelling: str

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the words of the key."""
        return tuple(self.key.split())

    @property
    def one_word(self) -> bool:
        """Say whether this is a one-word name, which never matches automatically."""
        return len(self.tokens) < 2  # noqa: PLR2004 - two words


def normalise_name(raw: str | None) -> str:
    """Return the matching key of a name; empty for no name."""
    return name_keys(raw).key


@lru_cache(maxsize=65536)
def name_keys(raw: str | None) -> NameKeys:
    """Return both keys of a name: upper case, no titles, one spelling, doubles collapsed."""
    text = unicodedata.normalize("NFKC", raw or "")
    text = re.sub("['`\u2018\u2019\u02bc]", "", text).upper()
    parts = [_stripped(_words(part)) for part in text.split(",")]
    words = next((part for part in parts if part), [])
    spelled = [
        _spelling(word, first=at == 0, last=at == len(words) - 1) for at, word in enumerate(words)
    ]
    key = " ".join(_folded(word) for word in spelled)
    modern = re.sub("DJ", "J", re.sub("TJ", "C", re.sub("OE", "U", " ".join(spelled))))
    return NameKeys(key, " ".join(_folded(word) for word in modern.split()))


def name_similarity(left: str | None, right: str | None) -> float:
    """Return how alike two names are, 0 to 1, over both keys, word order and initials aside."""
    ours, theirs = name_keys(left), name_keys(right)
    if not ours.key or not theirs.key:
        return 0.0
    return max(
        _ratio(ours.key, theirs.key),
        _ratio(ours.new_spelling, theirs.new_spelling),
    )


def names_agree(left: str | None, right: str | None) -> bool:
    """Say whether two names can be one person's: alike, or one a shorter form of the other.

    Used beside an exact NIP; it is far too weak to match anybody alone.
    """
    ours, theirs = set(name_keys(left).tokens), set(name_keys(right).tokens)
    if not ours or not theirs:
        return False
    return ours <= theirs or theirs <= ours or name_similarity(left, right) >= SAME_NAME


def _words(text: str) -> list[str]:
    """Split into words, keeping a dot at a word's end: `ST.` and `S.T.` are not the same."""
    return re.findall(r"[^\W_]+(?:[.\-][^\W_]+)*\.?", text)


def _bare(word: str) -> str:
    return word.replace(".", "").replace("-", "")


def _stripped(words: list[str]) -> list[str]:
    """Take titles off both ends, but never the last word left."""
    while len(words) > 1 and _bare(words[0]) in FRONT_TITLES:
        words = words[1:]
    while len(words) > 1:
        if _bare(words[-1]) in BACK_TITLES:
            words = words[:-1]
        elif len(words) > 2 and _split_title(words[-2:]):  # noqa: PLR2004 - a name must be left
            words = words[:-2]
        else:
            break
    whole = _bare(words[0]) if len(words) == 1 else ""
    # Behind a comma, or alone: nothing but titles is no name.
    return [] if whole in BACK_TITLES | FRONT_TITLES else words


def _split_title(pair: list[str]) -> bool:
    """Say whether two words are one title written apart (`M. SI`, `S. SOS`)."""
    return pair[0] in {"S.", "M.", "A.", "SP."} and _bare("".join(pair)) in BACK_TITLES


def _spelling(word: str, *, first: bool, last: bool) -> str:
    bare = _bare(word)
    if first and not last and word in {"M.", "M"}:
        return "MUHAMMAD"
    if not last and word in {"ST.", "ST"}:
        return "SITI"
    if bare in MUHAMMAD:
        return "MUHAMMAD"
    return OTHER_SPELLINGS.get(bare, re.sub("^NOOR", "NUR", bare))


def _folded(word: str) -> str:
    return re.sub(r"([A-Z])\1+", r"\1", re.sub("[CK]H", "H", word))


def _ratio(left: str, right: str) -> float:
    ours, theirs = left.split(), right.split()
    for at in range(min(len(ours), len(theirs))):
        if 1 in {len(ours[at]), len(theirs[at])} and ours[at][0] == theirs[at][0]:
            ours[at] = theirs[at] = max(ours[at], theirs[at], key=len)
    return fuzz.ratio(" ".join(sorted(ours)), " ".join(sorted(theirs))) / 100
