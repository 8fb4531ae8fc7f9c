"""Whether everything is ready for a sidak day: facts in, rows with a sentence and what to do out. Pure.

The limits are ours: they leave a working day to put right what is named. What would lose or
falsify evidence, or would send teams out in vain, is `missing`; what can be lived with is `watch`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median

from server.archive.rules.facts import (
    Calendar,
    Facts,
    Office,
    Phone,
    Plan,
    Readiness,
    ReadyRow,
    Roster,
    age_words,
    row,
)
from server.archive.rules.machine import machine_rows

CLOCKS_AGREE = 5_000  # ms between server and database
PHONE_CLOCK = 120_000  # ms; beyond it a finding is flagged often enough to be a nuisance
SERVER_SUSPECT, FEW_PHONES = 60_000, 3  # so many phones at once are not wrong by chance
CONTACT_FRESH = timedelta(days=3)
ROSTER_FRESH = timedelta(days=35)  # SIASN is exported about once a month
NAMED = 4
READY, WATCH, MISSING = Readiness


def judged(facts: Facts) -> list[ReadyRow]:
    """Return every row, in the order in which somebody prepares a sidak."""
    return [
        _plan(facts.plan),
        _phones(facts),
        _clock(facts),
        _roster(facts.roster),
        _calendar(facts.calendar),
        _office(facts.office),
        *machine_rows(facts),
    ]


def worst(rows: Iterable[ReadyRow]) -> Readiness:
    """Return how the whole stands: as its worst row."""
    return max((row.state for row in rows), key=list(Readiness).index, default=READY)


def _plan(plan: Plan | None) -> ReadyRow:
    if plan is None:
        return row(
            "plan",
            MISSING,
            "Belum ada operasi yang direncanakan.",
            "Rencanakan operasi, tim, dan zonanya.",
        )
    says = f"{plan.name}, {plan.day}: {plan.teams} tim, {plan.members} orang, {plan.zones} zona."
    if plan.past:
        says += " Belum ditutup; operasi berikutnya belum direncanakan."
    lacking = [
        (MISSING, "" if plan.teams else "buat tim"),
        (MISSING, _of_teams("isi anggota", plan.without_members)),
        (MISSING, _of_teams("tunjuk koordinator", plan.without_coordinator)),
        (WATCH, _of_teams("beri zona", plan.without_zone)),
        (WATCH, "" if plan.order_number else "isi nomor SPT"),
    ]
    todo = [(state, words) for state, words in lacking if words]
    state = max((one for one, _ in todo), key=list(Readiness).index, default=READY)
    words = "; ".join(words for _, words in todo)
    found = row("plan", state, says, f"{words[:1].upper()}{words[1:]}." if words else "")
    return replace(found, title="Operasi berjalan") if plan.running else found


def _of_teams(what: str, numbers: Sequence[int]) -> str:
    return f"{what} tim {', '.join(map(str, numbers))}" if numbers else ""


def _phones(facts: Facts) -> ReadyRow:
    phones = facts.phones
    if not phones:
        return row(
            "phones",
            MISSING,
            "Belum ada petugas untuk diperiksa.",
            "Isi anggota tim operasi berikutnya dahulu.",
        )
    held = [one for one in phones if one.enrolled]
    told = [
        (f"{len(who)} {words} ({_names(who)})", todo)
        for words, who, todo in _behind(phones, held, facts.version)
        if who
    ]
    says = f"{len(held)} dari {len(phones)} petugas punya HP terdaftar"
    if not told:
        return row("phones", READY, f"{says}, semua terhubung dan terbaru.")
    todo = "; ".join(words for _, words in told)
    return row(
        "phones",
        WATCH if held else MISSING,
        f"{says}; {'; '.join(words for words, _ in told)}.",
        f"{todo[:1].upper()}{todo[1:]}.",
    )


def _behind(
    phones: Sequence[Phone], held: Sequence[Phone], version: str
) -> tuple[tuple[str, list[Phone], str], ...]:
    """Return what may be wrong, whose phones it concerns, and what to do."""
    return (
        (
            "belum punya HP terdaftar",
            [one for one in phones if not one.enrolled],
            "bagikan lembar QR atau minta petugas masuk di HP-nya",
        ),
        (
            "lama tidak terhubung",
            [one for one in held if _silent(one)],
            "minta petugas membuka Sidak di tempat bersinyal",
        ),
        (
            "versi lama",
            [one for one in held if one.version not in {None, version}],
            "buka Sidak di HP itu dan terima pembaruan",
        ),
        (
            "masih memuat kiriman",
            [one for one in held if one.unsent],
            "minta petugas menekan Kirim sekarang",
        ),
    )


def _silent(phone: Phone) -> bool:
    return phone.heard is None or phone.heard > CONTACT_FRESH


def _names(phones: Sequence[Phone]) -> str:
    more = len(phones) - NAMED
    return ", ".join(one.owner for one in phones[:NAMED]) + (f", +{more}" if more > 0 else "")


def _clock(facts: Facts) -> ReadyRow:
    if abs(facts.database_ms or 0) > CLOCKS_AGREE:
        apart = age_words(timedelta(milliseconds=facts.database_ms or 0))
        return row(
            "clock",
            MISSING,
            f"Jam server dan jam basis data berbeda {apart}.",
            "Nyalakan penyamaan waktu (NTP) di kedua mesin.",
        )
    told = [one for one in facts.phones if one.clock_ms is not None]
    middle = median([one.clock_ms or 0 for one in told]) if told else 0
    if len(told) >= FEW_PHONES and abs(middle) > SERVER_SUSPECT:
        apart = age_words(timedelta(milliseconds=middle))
        return row(
            "clock",
            MISSING,
            f"Jam server {'terlambat' if middle > 0 else 'lebih cepat'} sekitar {apart} "
            f"menurut {len(told)} HP.",
            "Periksa jam server: timedatectl, lalu nyalakan NTP.",
        )
    wrong = [one for one in told if abs(one.clock_ms or 0) > PHONE_CLOCK]
    if wrong:
        return row(
            "clock",
            WATCH,
            f"Jam {len(wrong)} HP meleset lebih dari dua menit ({_names(wrong)}).",
            "Nyalakan tanggal dan waktu otomatis di HP itu; temuannya tetap diterima "
            "dan diberi tanda.",
        )
    database = (
        "Basis data memakai jam server" if facts.database_ms is None else "Jam basis data cocok"
    )
    phones = f"jam {len(told)} HP cocok" if told else "belum ada HP yang memberitahukan jamnya"
    return row("clock", READY, f"{database}; {phones}.")


def _roster(roster: Roster) -> ReadyRow:
    if not roster.people:
        return row("roster", MISSING, "Daftar pegawai kosong.", "Impor ekspor SIASN.")
    people = f"{roster.people:,}".replace(",", ".")
    if roster.imported is None:
        age = (
            ""
            if roster.changed is None
            else f"; perubahan terakhir {age_words(roster.changed)} lalu"
        )
        return row(
            "roster",
            WATCH,
            f"{people} orang, belum pernah diimpor dari SIASN{age}.",
            "Impor ekspor SIASN terbaru.",
        )
    says = f"{people} orang, menurut impor {age_words(roster.imported)} lalu."
    if roster.imported > ROSTER_FRESH:
        return row("roster", WATCH, says, "Impor ekspor SIASN terbaru.")
    return row("roster", READY, says)


def _calendar(calendar: Calendar) -> ReadyRow:
    if calendar.empty_years:
        years = ", ".join(map(str, calendar.empty_years))
        return row(
            "calendar",
            MISSING,
            f"Hari libur {years} belum diisi.",
            "Isi hari libur dan cuti bersama: tanggal menghadap dihitung darinya.",
        )
    if calendar.provisional:
        return row(
            "calendar",
            WATCH,
            f"{calendar.provisional} hari libur yang akan datang masih perkiraan.",
            "Cocokkan dengan keputusan bersama yang terbaru.",
        )
    return row("calendar", READY, f"{calendar.days} hari libur dan cuti bersama terisi.")


def _office(office: Office) -> ReadyRow:
    if office.blank is None:
        return row("office", MISSING, "Kop surat belum diisi.", "Isi kop surat dan penanda tangan.")
    if office.unsigned:
        calls = "surat panggilan" in office.unsigned
        return row(
            "office",
            MISSING if calls else WATCH,
            f"Belum ada penanda tangan untuk {', '.join(office.unsigned)}.",
            "Tambahkan penanda tangannya di Kop surat.",
        )
    if office.blank:
        return row(
            "office", WATCH, f"Belum diisi: {', '.join(office.blank)}.", "Lengkapi di Kop surat."
        )
    return row("office", READY, "Kop surat dan penanda tangan lengkap.")
