"""A generated roster for the phone's bench, and what fingers type for its people.

The slips below are made from the keyboard and from how names are written on lists; none of them
asks the rules by which the phone's index folds names, else it would be examined by its own word.
"""

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from server.demo.dice import Dice
from server.demo.names import make_names
from server.demo.offices import OFFICES

POOL = 4_000  # the demo's stems give no more without repeating themselves
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# how one clerk writes what another wrote otherwise: plain pairs, each way
SPELLINGS = (
    ("MUHAMMAD", "MOH."), ("MOH.", "MUHAMAD"), ("MOCHAMAD", "MOHAMMAD"), ("M.", "MUHAMMAD"),
    ("ACHMAD", "AHMAD"), ("AKHMAD", "ACHMAD"), ("AHMAD", "AKHMAD"), ("NOOR", "NUR"),
    ("NUR", "NOOR"), ("NOER", "NUR"), ("SITI", "ST."), ("ST.", "SITI"), ("ABD.", "ABDUL"),
    ("ABDUL", "ABD."), ("RAHMAN", "RACHMAN"), ("OE", "U"), ("DJ", "J"), ("TJ", "C"),
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What somebody types, and whom it means."""

    kind: str
    text: str
    nip: str


def roster(count: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return columns as phones ask for them (`by=nip`), sorted by NIP, and OPDs.

    Past POOL a name has a word more.
    """
    dice = Dice("bench roster")
    names = make_names(dice, "m", POOL // 2) + make_names(dice, "f", POOL // 2)
    opds = [
        {"id": str(UUID(int=at + 1)), "name": one.name, "short_name": one.short, "parent_id": None,
         "aliases": []}
        for at, one in enumerate(OFFICES)
    ]  # fmt: skip
    rows = sorted(
        (_nip(dice, at), _name(names, at), dice.pick([one["id"] for one in opds]))
        for at in range(count)
    )
    jobs = ("Pengadministrasi Perkantoran", "Penelaah Teknis Kebijakan", "Guru Ahli Pertama",
            "Perawat Terampil", "Pengelola Layanan Operasional")  # fmt: skip
    columns = {
        "columns": ["id", "nip", "name", "opd_id", "job", "kind", "rank", "unit"],
        "id": [None] * count,
        "nip": [nip for nip, _, _ in rows],
        "name": [name for _, name, _ in rows],
        "opd_id": [opd for _, _, opd in rows],
        "job": [dice.pick(jobs) for _ in rows],
        "kind": [dice.pick(("pns", "pns", "pppk", "pppk_part_time")) for _ in rows],
        "rank": [dice.pick(("II/c", "III/a", "III/b", "III/d", "IX", None)) for _ in rows],
        "unit": [None for _ in rows],
    }
    return columns, opds


def with_ids(columns: dict[str, Any]) -> dict[str, Any]:
    """Return the columns as a phone of before gets them: an id for everybody."""
    dice = Dice("bench ids")
    return {**columns, "id": [_id(dice) for _ in columns["nip"]]}


def packed(columns: dict[str, Any]) -> float:
    """Return what the roster weighs on the wire, in KB."""
    text = json.dumps(columns, separators=(",", ":"), ensure_ascii=False).encode()
    return len(gzip.compress(text, 6)) / 1024


def asked(columns: dict[str, Any], each: int) -> list[Asked]:
    """Return so many queries of each kind about people whose full name nobody shares."""
    dice = Dice("bench asked")
    held = Counter(columns["name"])
    alone = [at for at, name in enumerate(columns["name"]) if " " in name and held[name] == 1]
    found: list[Asked] = []
    for at in dice.shuffled(alone[: each * 20]):
        name, nip = columns["name"][at], columns["nip"][at]
        for kind, text in (("salah ketik", _slip(dice, name)), ("ejaan lain", _spelt(name)),
                           ("potongan NIP", nip[8:18]), ("salah berat", _worse(dice, name))):  # fmt: skip
            if text and sum(one.kind == kind for one in found) < each:
                found.append(Asked(kind, text.lower(), nip))
    return found


def _name(names: list[str], at: int) -> str:
    """Return the name of a row: later ones take the last word of another name too."""
    if at < POOL:
        return names[at]
    return f"{names[at % POOL]} {names[(at // POOL * 97 + at * 7) % POOL].split()[-1]}"


def _id(dice: Dice) -> str:
    """As random as the server's own: nothing of it can be packed."""
    return str(UUID(bytes=bytes(dice.below(256) for _ in range(16)), version=4))


def _nip(dice: Dice, at: int) -> str:
    born = date(1966, 1, 1) + timedelta(days=dice.below(12_000))
    since = f"{born.year + 24}{1 + dice.below(12):02d}"
    return f"{born:%Y%m%d}{since}{1 + dice.below(2)}{1 + at % 999:03d}"


def _slip(dice: Dice, name: str) -> str:
    """One finger beside its key, two letters swapped, or one left out, past the first letter."""
    at = 1 + dice.below(len(name) - 2)
    kind = dice.below(3)
    if kind == 0:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    row = next((row for row in ROWS if name[at].lower() in row), "")
    if not row:
        return name[:at] + name[at + 1 :]
    beside = row[max(0, row.index(name[at].lower()) - 1)]
    return name[:at] + beside.upper() + name[at + 1 :]


def _worse(dice: Dice, name: str) -> str:
    """What a hurried thumb makes of it: slips in two words, words swapped, one left out, a letter twice."""
    words = name.split(" ")
    kind = dice.below(4)
    if kind == 0:
        return " ".join(_slip(dice, word) if len(word) > 3 else word for word in words)
    if kind == 1:
        return _slip(dice, " ".join(words[1:] + words[:1]))
    if kind == 2:
        return _slip(dice, " ".join(words[:1] + words[2:] if len(words) > 2 else words))
    at = 1 + dice.below(len(name) - 2)
    return _slip(dice, name[:at] + name[at] + name[at:])


def _spelt(name: str) -> str | None:
    """Another spelling of one part of the name; None where there is none."""
    for one, other in SPELLINGS:
        words = name.split(" ")
        if one in words:
            return " ".join(other if word == one else word for word in words)
        if len(one) == 2 and one in name:
            return name.replace(one, other, 1)
    return None
