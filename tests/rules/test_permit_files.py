"""Permits as files have them: kinds, days and hours, and what is wrong with a row."""

from datetime import UTC, date, datetime

from server.permits.rules import PERMIT_HABITS, read_permits

TODAY = date(2026, 11, 24)
BUDI, SITI = "198703122010011004", "199005212019032007"
NAMES = ("NAMA / NIP", "JENIS", "NOMOR SURAT", "TANGGAL MULAI", "SAMPAI", "JAM MULAI", "JAM SELESAI",
         "KEPERLUAN")  # fmt: skip


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


def rows(*lines: tuple[str, ...], usual: str | None = None, names: tuple[str, ...] = NAMES):  # type: ignore[no-untyped-def]  # noqa: ANN201
    columns = PERMIT_HABITS.choose(names, {})
    return read_permits(enumerate(lines, 2), columns, usual, TODAY, "Asia/Jakarta")


def test_hours_and_days_become_moments_of_the_place() -> None:
    found, remarks = rows(
        (f"BUDI\n{BUDI}", "SPT", "12/ST", "23-11-2026", "", "08.00", "12:00", "rapat"),
        (f"SITI\n{SITI}", "Cuti Tahunan", "", "23/11/2026", "25/11/2026", "", "", "alasan pribadi"),
    )
    assert remarks == []
    letter, leave = found
    assert (letter.kind, letter.valid_from, letter.valid_to) == (
        "surat_tugas",
        at(23, 8),
        at(23, 12),
    )
    assert (leave.kind, leave.letter, leave.valid_to) == ("cuti_tahunan", "", at(25, 23, 59))
    assert leave.valid_from == datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert (letter.purpose, leave.purpose) == ("rapat", "")  # the reason of a leave is not taken


def test_rows_that_cannot_be_taken_are_named_one_by_one() -> None:
    good = (BUDI, "FWA", "", "23-11-2026", "", "", "", "")
    _, remarks = rows(
        good,
        good,
        (BUDI, "Jalan-jalan", "", "23-11-2026", "", "", "", ""),
        (BUDI, "", "", "23-11-2026", "", "", "", ""),
        (BUDI, "FWA", "", "besok", "", "", "", ""),
        (BUDI, "FWA", "", "23-11-2026", "22-11-2026", "", "", ""),
        (BUDI, "FWA", "", "23-11-2026", "", "pagi", "", ""),
        (BUDI, "FWA", "", "23-11-2026", "23-12-2028", "", "", ""),
        ("3574010101010001", "FWA", "", "23-11-2026", "", "", "", ""),
    )
    assert [(one.row, one.code, one.rejected) for one in remarks] == [
        (3, "permit_repeated", False), (4, "kind_unknown", True), (5, "kind_missing", True),
        (6, "day_unreadable", True), (7, "ends_before_start", True), (8, "time_unreadable", True),
        (9, "permit_long", False), (10, "nik", True),
    ]  # fmt: skip


def test_a_list_without_kinds_takes_the_one_that_was_chosen() -> None:
    found, _ = rows((BUDI, "23-11-2026"), usual="fwa", names=("NIP", "TANGGAL"))
    assert [one.kind for one in found] == ["fwa"]
