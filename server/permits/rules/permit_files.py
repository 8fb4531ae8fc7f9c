"""Files of permits: surat tugas, cuti, FWA days, shift orders, one row per person. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.core.headers import folded
from server.people.rules.files import Cells, Habits, Remark, read_date
from server.people.rules.nip import check_nip
from server.people.rules.roster import remark_text as roster_text
from server.permits.rules.attendance import name_and_number, read_clock

LONG = timedelta(days=366)
LAST_MINUTE = time(23, 59)


class PermitField(StrEnum):
    """What is taken from a file of permits; the cell of the NIP may hold the name too."""

    NIP = "nip"
    NAME = "name"
    KIND = "kind"
    NUMBER = "number"
    DATED = "dated"
    SIGNER = "signer"
    FROM = "from_day"
    TO = "to_day"
    FROM_TIME = "from_time"
    TO_TIME = "to_time"
    PLACE = "place"
    PURPOSE = "purpose"


PERMIT_HABITS: Habits[PermitField] = Habits(
    {
        PermitField.NIP: ("NIP BARU", "NIP", "NAMA / NIP", "NIP NIPPPK", "NOMOR INDUK PEGAWAI"),
        PermitField.NAME: ("NAMA", "NAMA PEGAWAI", "NAMA LENGKAP"),
        PermitField.KIND: ("JENIS", "JENIS CUTI", "JENIS SURAT", "JENIS IZIN"),
        PermitField.NUMBER: ("NOMOR SURAT", "NOMOR", "NO SURAT", "NOMOR SK", "NOMOR SPT"),
        PermitField.DATED: ("TANGGAL SURAT", "TGL SURAT", "TANGGAL SK"),
        PermitField.SIGNER: ("PENANDA TANGAN", "PENANDATANGAN", "PEJABAT"),
        PermitField.FROM: ("TANGGAL MULAI", "MULAI", "TMT", "DARI TANGGAL", "DARI", "TANGGAL"),
        PermitField.TO: ("TANGGAL SELESAI", "SELESAI", "SAMPAI TANGGAL", "SAMPAI", "BERAKHIR"),
        PermitField.FROM_TIME: ("JAM MULAI", "DARI JAM", "PUKUL MULAI"),
        PermitField.TO_TIME: ("JAM SELESAI", "SAMPAI JAM", "PUKUL SELESAI"),
        PermitField.PLACE: ("TEMPAT", "TUJUAN", "LOKASI", "TEMPAT TUJUAN"),
        PermitField.PURPOSE: ("KEPERLUAN", "MAKSUD", "URAIAN", "KEGIATAN", "MAKSUD PERJALANAN"),
    },
    (PermitField.NIP, PermitField.FROM),
)
_KINDS: Mapping[str, str] = {
    "SURAT TUGAS": "surat_tugas", "SURAT PERINTAH TUGAS": "surat_tugas", "ST": "surat_tugas",
    "SPT": "surat_tugas", "SPPD": "sppd", "SPD": "sppd", "PERJALANAN DINAS": "sppd",
    "IZIN KELUAR": "izin_keluar", "IZIN KELUAR KANTOR": "izin_keluar",
    "UNDANGAN": "undangan", "DISPOSISI": "undangan",
    "CUTI TAHUNAN": "cuti_tahunan", "CUTI SAKIT": "cuti_sakit",
    "CUTI MELAHIRKAN": "cuti_melahirkan", "CUTI BERSALIN": "cuti_melahirkan",
    "CUTI ALASAN PENTING": "cuti_alasan_penting", "CUTI KARENA ALASAN PENTING": "cuti_alasan_penting",
    "CUTI BESAR": "cuti_besar",
    "FWA": "fwa", "WFA": "fwa", "WFH": "fwa", "KERJA FLEKSIBEL": "fwa",
    "SHIFT": "shift", "SIF": "shift", "JADWAL SIF": "shift", "PIKET": "shift",
    "DIKLAT": "diklat", "PELATIHAN": "diklat", "BIMTEK": "diklat",
}  # fmt: skip
_WORDS = {
    "employee_unknown": "NIP ini tidak ada di daftar pegawai",
    "kind_unknown": "jenis surat atau cuti tidak dikenal",
    "kind_missing": "jenis kosong; pilih jenis untuk baris tanpa jenis",
    "day_unreadable": "tanggal tidak terbaca",
    "time_unreadable": "jam tidak terbaca",
    "ends_before_start": "akhirnya sebelum mulainya",
    "permit_long": "berlaku lebih dari setahun; periksa lagi",
    "permit_repeated": "baris ini sama dengan baris sebelumnya",
    "permit_known": "sudah terdaftar; tidak didaftarkan lagi",
}


@dataclass(frozen=True, slots=True)
class PermitRow:
    """One permit of one person as a file has it; its moments are aware."""

    number: int
    nip: str
    name: str
    kind: str
    letter: str
    dated: date | None
    signer: str
    valid_from: datetime
    valid_to: datetime
    place: str
    purpose: str

    @property
    def same(self) -> tuple[str, str, str, datetime, datetime]:
        """Return what makes two rows the same permit."""
        return self.nip, self.kind, self.letter, self.valid_from, self.valid_to


def read_permits(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Mapping[PermitField, int],
    usual_kind: str | None,
    today: date,
    zone: str,
) -> tuple[list[PermitRow], list[Remark]]:
    """Return the sound rows and what is to be said about others; each row is checked by itself.

    Without hours a permit holds whole local days, without a last day its first one alone.
    """
    found: dict[tuple[object, ...], PermitRow] = {}
    remarks: list[Remark] = []
    for number, raw in rows:
        cells = Cells(raw, columns)
        row = _row(number, cells, usual_kind, today, ZoneInfo(zone))
        if isinstance(row, Remark):
            remarks.append(row)
        elif found.setdefault(row.same, row) is not row:
            remarks.append(Remark(number, "permit_repeated", row.nip))
        elif row.valid_to - row.valid_from > LONG:
            remarks.append(Remark(number, "permit_long", row.nip))
    return list(found.values()), remarks


def permit_text(code: str) -> str:
    """Return the words for a remark's code."""
    return _WORDS[code] if code in _WORDS else roster_text(code)


def _row(
    number: int, cells: Cells[PermitField], usual_kind: str | None, today: date, zone: ZoneInfo
) -> PermitRow | Remark:
    name, raw_nip = name_and_number(cells.raw(PermitField.NIP))
    name = cells.get(PermitField.NAME) or name
    nip = check_nip(raw_nip, today)
    said = cells.get(PermitField.KIND)
    kind = _KINDS.get(folded(said)) if said else usual_kind
    span = _span(cells, zone)
    wrong = (
        (str(nip.damage or nip.errors[0]), nip.nip[:40]) if nip.errors
        else ("kind_unknown" if said else "kind_missing", said[:60]) if kind is None
        else (span, cells.get(PermitField.FROM)[:40]) if isinstance(span, str)
        else None
    )  # fmt: skip
    if wrong is not None or kind is None or isinstance(span, str):
        code, what = wrong or ("kind_missing", "")
        return Remark(number, code, what, rejected=True, name=name)
    is_leave = kind.startswith("cuti")
    return PermitRow(
        number, nip.nip, name, kind,
        letter=cells.get(PermitField.NUMBER)[:120],
        dated=read_date(cells.get(PermitField.DATED))[0],
        signer=cells.get(PermitField.SIGNER)[:200],
        valid_from=span[0],
        valid_to=span[1],
        place=cells.get(PermitField.PLACE)[:300],
        # the reason of a leave may be one of health: it is not taken
        purpose="" if is_leave else cells.get(PermitField.PURPOSE)[:500],
    )  # fmt: skip


def _span(cells: Cells[PermitField], zone: ZoneInfo) -> tuple[datetime, datetime] | str:
    """Return from when to when a row holds, or the code of what is wrong with it."""
    first, _ = read_date(cells.get(PermitField.FROM))
    last = read_date(cells.get(PermitField.TO))[0] if cells.get(PermitField.TO) else first
    begins, sound = read_clock(cells.get(PermitField.FROM_TIME))
    ends, sound_too = read_clock(cells.get(PermitField.TO_TIME))
    if first is None or last is None:
        return "day_unreadable"
    if not (sound and sound_too):
        return "time_unreadable"
    since = datetime.combine(first, begins or time(), zone)
    until = datetime.combine(last, ends or LAST_MINUTE, zone)
    return (since, until) if since < until else "ends_before_start"
