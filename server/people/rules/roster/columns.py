"""Which column of a roster file holds what (domain.md §7: SIASN short and full exports)."""

from collections.abc import Mapping
from enum import StrEnum

from server.people.rules.files import Habits


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
HABITS: Habits[Field] = Habits(SYNONYMS, REQUIRED)
