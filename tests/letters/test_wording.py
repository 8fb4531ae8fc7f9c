from datetime import UTC, date, datetime

import pytest

from server.summons.letters import wording


def test_a_date_is_written_with_its_weekday() -> None:
    assert wording.day_and_date(date(2026, 11, 30)) == "Senin, 30 November 2026"


def test_friday_is_jumat() -> None:
    assert wording.weekday(date(2026, 11, 27)) == "Jumat"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Jakarta", "08.00 WIB"),
        ("Asia/Pontianak", "08.00 WIB"),
        ("Asia/Makassar", "09.00 WITA"),
        ("Asia/Jayapura", "10.00 WIT"),
    ],
)
def test_a_time_is_printed_in_the_zone_of_the_place(zone: str, written: str) -> None:
    assert wording.clock(datetime(2026, 11, 30, 1, 0, tzinfo=UTC), zone) == written


def test_the_day_follows_the_zone_not_utc() -> None:
    late = datetime(2026, 11, 29, 17, 30, tzinfo=UTC)
    assert wording.deadline(late, "Asia/Jakarta") == "Senin, 30 November 2026 pukul 00.30 WIB"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        wording.clock(datetime(2026, 11, 30, 1, 0), "Asia/Jakarta")  # noqa: DTZ001


def test_a_zone_outside_indonesia_is_refused() -> None:
    with pytest.raises(ValueError, match="Europe/Berlin"):
        wording.clock(datetime(2026, 11, 30, 1, 0, tzinfo=UTC), "Europe/Berlin")


def test_an_appointment_says_until_when() -> None:
    starts, until = (datetime(2026, 11, 30, hour, 0, tzinfo=UTC) for hour in (2, 4))
    assert wording.hours(starts, None, "Asia/Jakarta") == "pukul 09.00 WIB s.d. selesai"
    assert wording.hours(starts, until, "Asia/Jakarta") == "pukul 09.00 s.d. 11.00 WIB"


def test_a_nip_is_printed_8_6_1_3() -> None:
    assert wording.nip("198703122010011004") == "19870312 201001 1 004"
    assert wording.nip("131110468") == "131110468"
    assert wording.nip("") == "-"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (11, "sebelas"),
        (12, "dua belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (120, "seratus dua puluh"),
        (315, "tiga ratus lima belas"),
        (1000, "seribu"),
        (1998, "seribu sembilan ratus sembilan puluh delapan"),
        (20000, "dua puluh ribu"),
        (111111, "seratus sebelas ribu seratus sebelas"),
    ],
)
def test_counts_are_spelled(number: int, words: str) -> None:
    assert wording.number_words(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_what_no_letter_counts_has_no_words(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        wording.number_words(number)


def test_hidden_and_turning_characters_leave_a_text() -> None:
    assert wording.clean("BU\u202eDI\u200b \x00 SAN\ud800TOSO\n") == "BUDI SAN\ufffdTOSO"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Sidak 20-11-2026", "Sidak"),
        ("Sidak pasar, 20 November 2026", "Sidak pasar"),
        ("operasi disiplin 2026-11-20", "operasi disiplin"),
        ("Sidak 19-11-2026", "Sidak 19-11-2026"),
        ("20-11-2026", "20-11-2026"),
        ("Sidak 20-11-2026 (simulasi)", "Sidak 20-11-2026 (simulasi)"),
    ],
)
def test_a_sentence_that_names_the_day_says_it_once(name: str, kept: str) -> None:
    assert wording.without_date(name, date(2026, 11, 20)) == kept


def test_capitals_keep_a_physicians_title() -> None:
    assert wording.capitals("RSUD dr. Contoh Husada") == "RSUD dr. CONTOH HUSADA"
    assert wording.capitals("Puskesmas drg.Sari") == "PUSKESMAS drg.SARI"
    assert wording.capitals("Badan Sandr. Dr. Andi") == "BADAN SANDR. DR. ANDI"


def test_the_contact_of_the_kop_reads_as_part_of_a_sentence() -> None:
    kop = "Telepon (0335) 000000 · bkpsdm@kotacontoh.invalid"
    assert wording.in_sentence(kop) == "telepon (0335) 000000, bkpsdm@kotacontoh.invalid"
    assert wording.in_sentence("Bidang Disiplin, telepon 1") == "Bidang Disiplin, telepon 1"
