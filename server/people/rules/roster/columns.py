"""Which column of a roster file holds what (domain.md §7: SIASN short and full exports)."""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum

from server.core.headers import folded


class Field(StrEnum):
    """What is taken from a roster file; every other column is dropped at the door."""

    NIP = "nip"
    NAME = "name"
    FRONT_TITLE = "front_title"
    BACK_TITLE = "back_title"
    STATUS = "status"
    TRIAL = "trial"
    STANDING = "standing"
    RANK = "rank"
    JOB = "job"
    UNIT = "unit"
    OPD = "opd"
    BORN = "born"
    SEX = "sex"


REQUIRED = (Field.NIP, Field.NAME, Field.OPD)
# The first name that a file has wins: the short export's, the full export's, then habits.
SYNONYMS: Mapping[Field, tuple[str, ...]] = {
    Field.NIP: ("NIP BARU", "NIP", "NIP/NI PPPK", "NIP NIPPPK", "NOMOR INDUK PEGAWAI"),
    Field.NAME: ("NAMA", "NAMA LENGKAP", "NAMA PEGAWAI", "NAMA ASN"),
    Field.FRONT_TITLE: ("GELAR DEPAN",),
    Field.BACK_TITLE: ("GELAR BELAKANG",),
    Field.STATUS: ("STATUS ASN", "STATUS KEPEGAWAIAN", "STATUS PEGAWAI", "JENIS ASN"),
    Field.TRIAL: ("STATUS CPNS PNS",),
    Field.STANDING: ("KEDUDUKAN HUKUM NAMA", "KEDUDUKAN HUKUM"),
    Field.RANK: ("GOL AKHIR NAMA", "GOL AKHIR", "GOLONGAN", "GOL RUANG", "PANGKAT GOLONGAN"),
    Field.JOB: ("JABATAN NAMA", "NAMA JABATAN", "JABATAN"),
    Field.UNIT: ("UNOR 2", "UNOR NAMA", "UNIT KERJA", "SUB UNIT", "UNIT ORGANISASI"),
    Field.OPD: ("UNOR 1", "UNOR INDUK NAMA", "OPD", "PERANGKAT DAERAH", "NAMA OPD", "SKPD"),
    Field.BORN: ("TANGGAL LAHIR", "TGL LAHIR"),
    Field.SEX: ("JENIS KELAMIN",),
}


class HeaderUnknown(ValueError):  # noqa: N818 - a question to the person who brought the file
    """Columns that must be there were not found; `missing` names them."""

    def __init__(self, missing: Sequence[Field]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


def vocabulary(mapping: Mapping[str, str]) -> list[str]:
    """Return every name of a column worth reading: the known ones, and those a person pointed at."""
    return [name for names in SYNONYMS.values() for name in names] + list(mapping.values())


def choose_columns(names: Sequence[str], mapping: Mapping[str, str]) -> dict[Field, int]:
    """Return where each field stands in `names`; `mapping` (field to name) goes before habit.

    Raises HeaderUnknown when NIP, name or OPD is not to be found.
    """
    places: dict[str, int] = {}
    for at, name in enumerate(names):
        places.setdefault(folded(name), at)
    found: dict[Field, int] = {}
    for field, habits in SYNONYMS.items():
        wanted = (mapping[field],) if field in mapping else habits
        for name in wanted:
            if folded(name) in places:
                found[field] = places[folded(name)]
                break
    if missing := [field for field in REQUIRED if field not in found]:
        raise HeaderUnknown(missing)
    return found


def same_headers(names: Sequence[str]) -> str:
    """Return what is equal for files with the same columns, to remember a mapping by."""
    return hashlib.sha256("\x1f".join(map(folded, names)).encode()).hexdigest()
