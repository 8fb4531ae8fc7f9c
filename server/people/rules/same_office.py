"""Which OPD a strange name in a file may mean: offered only where it is really close.

A wrong offer takes people to a wrong office for good, and most names share their first word. So what
an office is called after its kind decides ("Dinas" says nothing), its first word must agree, no word of the
shorter name may be missing in the longer one, and two OPDs that fit equally well are no offer.
"""

import re
from collections.abc import Hashable, Mapping
from typing import TypeVar

from rapidfuzz import fuzz

Office = TypeVar("Office", bound=Hashable)

SAME_WORD = 88  # of 100: a slip of the pen, but not "Pertanian" for "Pertanahan" (84)
SHORT = {
    "din": "dinas",
    "bag": "bagian",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "kab": "kabupaten",
}
# Different kinds are different offices, whatever they are called: a kecamatan is no kelurahan.
KINDS = frozenset({"dinas", "badan", "bagian", "kecamatan", "kelurahan", "sekretariat", "satuan"})
# What names of offices have in common without telling them apart.
TOWN = frozenset({"kota", "kabupaten", "provinsi"})
COMMON = TOWN | {"kantor", "pemerintah", "dan"}
JOINED = {"dinas": ("dinas", "dis", "din"), "badan": ("badan", "ba"), "": ()}  # Dishub, Dinkes


def closest(name: str, offices: Mapping[str, Office]) -> Office | None:
    """Return what the one office is that `name` may mean, of all names of offices; else None."""
    fits: dict[Office, float] = {}
    for other, office in offices.items():
        fits[office] = max(fits.get(office, 0), closeness(name, other))
    best = max(fits.values(), default=0)
    found = [office for office, value in fits.items() if value == best]
    return found[0] if best and len(found) == 1 else None


def closeness(name: str, other: str) -> float:
    """Say how close two names of offices are: 0 for different ones, 1 for the same words."""
    words, others = _words(name), _words(other)
    if _stands_for(words, others) or _stands_for(others, words):
        return 1
    (kind, core), (other_kind, other_core) = _parted(words), _parted(others)
    if kind and other_kind and kind != other_kind:
        return 0
    shorter, longer = sorted((core, other_core), key=len)
    if not shorter:
        return 0
    if not _same(core[0], other_core[0]):
        initials = _initials(longer)
        return (
            len(shorter[0]) / len(initials)
            if _short(shorter) and initials.startswith(shorter[0])
            else 0
        )
    if not all(any(_same(word, one) for one in longer) for word in shorter):
        return 0
    return len(shorter) / len(longer)


def _words(name: str) -> list[str]:
    return [SHORT.get(word, word) for word in re.findall(r"\w+", name.casefold())]


def _parted(words: list[str]) -> tuple[str, list[str]]:
    """Return the kind of an office and what tells it from others of its kind."""
    rest = [word for word in words if word not in COMMON]
    return (rest[0], rest[1:]) if rest and rest[0] in KINDS else ("", rest)


def _stands_for(words: list[str], others: list[str]) -> bool:
    """Say whether a single word is an abbreviation: BKPSDM, Dishub."""
    here = next((at for at, word in enumerate(words) if at and word in TOWN), len(words))
    told = [word for word in words[:here] if word not in COMMON]
    if len(told) != 1 or len(others) < 2:  # noqa: PLR2004 - a name of one word has no initials
        return False
    word, (kind, core) = told[0], _parted(others)
    if word == _initials([kind, *core]):
        return True
    ends = [word.removeprefix(one) for one in JOINED.get(kind, ()) if word.startswith(one)]
    return any(len(end) >= 3 and core and end in core[0] for end in ends)  # noqa: PLR2004 - "hub"


def _initials(words: list[str]) -> str:
    return "".join(word[:1] for word in words)


def _short(words: list[str]) -> bool:
    return len(words) == 1 and len(words[0]) in range(2, 6)


def _same(word: str, other: str) -> bool:
    return fuzz.ratio(word, other) >= SAME_WORD
