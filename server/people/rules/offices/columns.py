"""Which column of a list of OPDs holds what; whoever keeps such a list names them freely."""

from enum import StrEnum

from server.people.rules.files import Habits


class OpdField(StrEnum):
    """What is taken from a list of OPDs; every other column is dropped at the door."""

    NAME = "name"
    SHORT = "short_name"
    PARENT = "parent"
    ALIASES = "aliases"
    ADDRESS = "address"
    HEAD_TITLE = "head_title"
    HEAD_FORM = "head_form"
    HEAD = "head_nip"
    OFFICER = "officer_nip"
    SINCE = "valid_from"
    UNTIL = "valid_to"
    SCHEDULE = "schedule"
    PLACE = "office"
    LAT = "lat"
    LON = "lon"


OPD_HABITS: Habits[OpdField] = Habits(
    {
        OpdField.NAME: ("NAMA OPD", "NAMA PERANGKAT DAERAH", "PERANGKAT DAERAH", "NAMA UNIT",
                        "NAMA SKPD", "UNOR NAMA", "NAMA UNOR", "OPD", "SKPD", "NAMA"),
        OpdField.SHORT: ("SINGKATAN", "NAMA SINGKAT", "KODE OPD", "KODE", "AKRONIM"),
        OpdField.PARENT: ("OPD INDUK", "INDUK", "DI BAWAH", "UNOR INDUK NAMA", "UNIT INDUK"),
        OpdField.ALIASES: ("NAMA LAIN", "ALIAS", "NAMA LAMA", "NAMA DI SIASN"),
        OpdField.ADDRESS: ("ALAMAT", "ALAMAT KANTOR"),
        OpdField.HEAD_TITLE: ("JABATAN KEPALA", "NAMA JABATAN KEPALA", "JABATAN PIMPINAN"),
        OpdField.HEAD_FORM: ("KEDUDUKAN KEPALA", "STATUS KEPALA", "DEFINITIF/PLT", "PLT"),
        OpdField.HEAD: ("NIP KEPALA", "NIP KEPALA OPD", "NIP PIMPINAN"),
        OpdField.OFFICER: ("NIP PENGELOLA KEPEGAWAIAN", "NIP PENGELOLA"),
        OpdField.SINCE: ("BERLAKU SEJAK", "BERLAKU MULAI", "SEJAK", "TMT"),
        OpdField.UNTIL: ("BERLAKU SAMPAI", "SAMPAI", "BERAKHIR"),
        OpdField.SCHEDULE: ("JAM KERJA", "POLA JAM KERJA"),
        OpdField.PLACE: ("LETAK KANTOR", "KOORDINAT", "LINTANG, BUJUR", "LAT, LON"),
        OpdField.LAT: ("LINTANG", "LATITUDE", "LAT"),
        OpdField.LON: ("BUJUR", "LONGITUDE", "LON", "LNG"),
    },
    (OpdField.NAME,),
)  # fmt: skip
