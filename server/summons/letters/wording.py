"""Indonesian words for dates, numbers and states on paper, in one place.

Pure: standard library only. Dates follow Permendagri 1/2023 (tata naskah dinas): "30 November 2026",
times "pukul 09.00 WITA" with a full stop and the zone's short name, Friday is "Jumat".
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ZONES: Final = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
KINDS: Final = {
    "pns": "PNS",
    "cpns": "CPNS",
    "pppk": "PPPK",
    "pppk_part_time": "PPPK Paruh Waktu",
    "non_asn": "Pegawai non-ASN",
    "other_agency": "Instansi lain",
    "outsourced": "Tenaga alih daya",
    "village": "Perangkat desa",
    "military_police": "TNI/POLRI",
    "not_employee": "Bukan pegawai",
    "unknown": "Belum diketahui",
}
NOT_LISTED: Final = {
    "dismissed": "Temuan tidak dilanjutkan",
    "unconfirmed": "Temuan belum dikonfirmasi",
    "unidentified": "Tidak teridentifikasi",
    "not_employee": "Bukan pegawai",
    "other_agency": "Pegawai instansi lain",
    "outsourced": "Tenaga alih daya",
    "off_hours": "Di luar jam kerja",
    "pending_document": "Menunggu surat",
    "document_accepted": "Surat diterima",
    "excluded": "Dikeluarkan dari daftar",
    "cleared": "Nama dipulihkan",
}
BLANK_NUMBER: Final = "." * 32
BLANK_DATE: Final = "." * 28
MATTER_PNS: Final = (
    "Untuk diperiksa/dimintai keterangan sehubungan dengan dugaan pelanggaran disiplin terhadap "
    "ketentuan Pasal 4 huruf f Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai "
    "Negeri Sipil."
)
_UNITS: Final = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_PHYSICIAN: Final = re.compile(r"(?<!\w)(dr[gh]?\.)")
_CHANNEL: Final = re.compile(
    r"^(?:Telepon|Telp|Tel|Faksimile|Faks|Laman|Pos-el|Surel|Email|Situs)\b"
)
_NIP_LENGTH: Final = 18
_WORDS_END: Final = 1_000_000
_TEENS_END: Final = 20


def full_date(day: date) -> str:
    """Write a date: "30 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_and_date(day: date) -> str:
    """Write a date with its weekday: "Senin, 30 November 2026"."""
    return f"{weekday(day)}, {full_date(day)}"


def weekday(day: date) -> str:
    """Name the weekday: "Jumat", never "Jum'at"."""
    return DAYS[day.weekday()]


def local(moment: datetime, zone: str) -> datetime:
    """Bring an aware moment into the zone of the place; a naive one raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment on a letter needs its time zone")
    return moment.astimezone(ZoneInfo(zone))


def zone_word(zone: str) -> str:
    """Give the zone's short name (WIB, WITA, WIT); a zone outside Indonesia raises ValueError."""
    try:
        return ZONES[zone]
    except KeyError:
        raise ValueError(f"not an Indonesian time zone: {zone}") from None


def clock(moment: datetime, zone: str) -> str:
    """Write a time with its zone: "09.00 WITA"."""
    return f"{local(moment, zone):%H.%M} {zone_word(zone)}"


def hours(starts: datetime, until: datetime | None, zone: str) -> str:
    """Write when something begins and ends: "pukul 09.00 WIB s.d. selesai"."""
    if until is None:
        return f"pukul {clock(starts, zone)} s.d. selesai"
    return f"pukul {local(starts, zone):%H.%M} s.d. {clock(until, zone)}"


def deadline(moment: datetime, zone: str) -> str:
    """Write a deadline: "Kamis, 26 November 2026 pukul 16.00 WIB"."""
    return f"{day_and_date(local(moment, zone).date())} pukul {clock(moment, zone)}"


def short_moment(moment: datetime, zone: str) -> str:
    """Write a moment for a narrow column: "23-11-2026 09.05 WIB"."""
    return f"{local(moment, zone):%d-%m-%Y} {clock(moment, zone)}"


def row_moment(moment: datetime, zone: str, *, dated: bool) -> str:
    """Write when somebody was seen, in a row: "pukul 09.05 WIB", with its day where days differ."""
    at = f"pukul {clock(moment, zone)}"
    return f"{local(moment, zone):%d-%m-%Y} {at}" if dated else at


def capitals(text: str) -> str:
    """Write a heading in capitals, but a physician's title as it is spelled: "RSUD dr. CONTOH"."""
    parts = enumerate(_PHYSICIAN.split(text))
    return "".join(part if at % 2 else part.upper() for at, part in parts)


def in_sentence(contact: str) -> str:
    """Bring a line of the kop into a sentence: "telepon (0335) 000000, bkpsdm@…"."""
    parts = [one.strip() for one in re.split(r"\s[·•|]\s", contact)]
    return ", ".join(_CHANNEL.sub(lambda found: found[0].lower(), one) for one in parts if one)


def without_date(name: str, day: date) -> str:
    """Drop the date from the end of a name where the sentence names that day anyway."""
    month = MONTHS[day.month - 1]
    spoken = rf"0?{day.day} (?:{month}|{month[:3]}) {day.year}"
    written = rf"{day.day:02}([-/.]){day.month:02}(?:\1){day.year}|{day.isoformat()}|{spoken}"
    short = re.sub(rf"[\s,-]+(?:{written})$", "", name.strip(), flags=re.IGNORECASE)
    return short or name


def balanced(text: str, most: int) -> list[str]:
    """Break a heading into lines of about the same length, so that no word stands alone.

    `most` is how many characters fit on a line; a heading that fits stays whole.
    """
    words = text.split()
    if len(text) <= most or len(words) == 1:
        return [" ".join(words)]
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    first, rest = min(halves, key=lambda pair: max(map(len, pair)))
    return [*balanced(first, most), *balanced(rest, most)]


def nip(number: str) -> str:
    """Group 18 digits 8-6-1-3 as printed on letters; anything else stays, "" is "-"."""
    digits = number.replace(" ", "")
    if len(digits) == _NIP_LENGTH and digits.isdecimal():
        return " ".join((digits[:8], digits[8:14], digits[14], digits[15:]))
    return number.strip() or "-"


def nip_label(kind: str) -> str:
    """Name the number: PPPK carry an "NI PPPK", all others a "NIP" (PP 49/2018)."""
    return "NI PPPK" if kind in {"pppk", "pppk_part_time"} else "NIP"


def counted(number: int) -> str:
    """Write a count as letters do: "3 (tiga)"."""
    return f"{number} ({number_words(number)})"


def number_words(number: int) -> str:
    """Spell 0 to 999,999 in Indonesian; outside that range ValueError."""
    if not 0 <= number < _WORDS_END:
        raise ValueError(f"no words for {number}")
    return " ".join(_spell(number)) or _UNITS[0]


def _spell(number: int) -> list[str]:
    """Give the words of a number, none for zero."""
    if number == 0:
        return []
    if number < len(_UNITS):
        return [_UNITS[number]]
    steps = (
        (_TEENS_END, 10, "belas"),
        (100, 10, "puluh"),
        (1000, 100, "ratus"),
        (_WORDS_END, 1000, "ribu"),
    )
    limit, base, word = next(step for step in steps if number < step[0])
    if limit == _TEENS_END:
        return [_UNITS[number - base], word]
    head, tail = divmod(number, base)
    if head == 1:
        return [f"se{word}", *_spell(tail)]
    return [*_spell(head), word, *_spell(tail)]


def clean(text: str) -> str:
    """Make untrusted text safe for any paper: NFC, one line, no control or direction characters.

    Lone surrogates (from broken imports) become U+FFFD; marks that turn the reading direction or
    hide (Unicode Cc, Cf) are dropped, so that a name cannot show other letters than it holds.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category == "Cs":
            kept.append("\ufffd")
        elif character.isspace():
            kept.append(" ")
        elif category not in {"Cc", "Cf"}:
            kept.append(character)
    return " ".join("".join(kept).split())
