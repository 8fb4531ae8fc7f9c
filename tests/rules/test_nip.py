"""The 18 digits (domain.md §2)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.people.rules import check_nip, clean, is_nip, near_misses

TODAY = date(2026, 11, 23)
GOOD = "198703122010011004"


@pytest.mark.parametrize(
    ("raw", "family", "sex", "born", "appointed"),
    [
        (GOOD, "pns_or_cpns", "male", date(1987, 3, 12), date(2010, 1, 1)),
        ("19900521 201903 2 007", "pns_or_cpns", "female", date(1990, 5, 21), date(2019, 3, 1)),
        ("198804172022212031", "pppk_family", "female", date(1988, 4, 17), date(2022, 1, 1)),
        ("199205202025211187", "pppk_family", "male", date(1992, 5, 20), date(2025, 1, 1)),
    ],
)
def test_a_good_number_is_read(
    raw: str, family: str, sex: str, born: date, appointed: date
) -> None:
    found = check_nip(raw, TODAY)
    assert (found.family, found.sex, found.born, found.appointed) == (family, sex, born, appointed)
    assert found.ok
    assert not found.warnings


@pytest.mark.parametrize(
    ("raw", "errors", "damage"),
    [
        ("198713122010011004", ("impossible_birth_date",), None),
        ("198702302010011004", ("impossible_birth_date",), None),
        ("198703122010131004", ("not_a_month_nor_an_agreement",), None),
        ("198703122010013004", ("sex_digit",), None),
        ("198703122010011000", ("sequence_000",), "excel_float"),
        ("199903122010011004", ("appointed_too_young",), None),
        ("6371015203870003", ("not_18_digits",), "nik"),
        ("131110468", ("not_18_digits",), "old_nip"),
        ("198703122030011004", ("appointed_in_future",), None),
        ("1.98703E+17", ("not_digits",), "excel_float"),
        ("'1,98703e+17", ("not_digits",), "excel_float"),
        ("19870312201001100", ("not_18_digits",), "digit_missing"),
        ("1987031220100110044", ("not_18_digits",), "digit_too_many"),
        ("1987O3122010011004", ("not_digits",), "letters_for_digits"),
        ("l98703122010011004", ("not_digits",), "letters_for_digits"),
        ("", ("empty",), None),
        (None, ("empty",), None),
        ("-", ("empty",), None),
        ("tidak ada", ("not_digits",), None),
        ("000000000000000000", None, "excel_float"),
    ],
)
def test_a_bad_number_says_why(
    raw: str | None, errors: tuple[str, ...] | None, damage: str | None
) -> None:
    found = check_nip(raw, TODAY)
    assert not found.ok
    assert found.damage == damage
    if errors is not None:
        assert found.errors == errors


@pytest.mark.parametrize(
    "raw",
    [
        " 19870312 201001 1 004 ",
        "19870312\u00a0201001\u00a01\u00a0004",
        "19870312.201001.1.004",
        "19870312-201001-1-004",
        "19870312\u2013201001\u20131\u2013004",
        "'198703122010011004",
        "\u2019198703122010011004",
        "NIP. 198703122010011004",
        "NIP: 198703122010011004",
        "nip 198703122010011004",
        "N.I.P. 198703122010011004",
        "NIPPPK 198703122010011004",
        "NI PPPK. 198703122010011004",
        "\uff11\uff19\uff18703122010011004",
        "198703122010011004\u200b",
    ],
)
def test_what_stands_around_the_digits_goes(raw: str) -> None:
    assert clean(raw) == GOOD
    assert is_nip(raw)


def test_digits_that_a_spreadsheet_lost_are_not_made_up() -> None:
    for raw in ("1.98703E+17", "1,98703e17"):
        assert clean(f" '{raw}") == raw


def test_the_roster_can_contradict_a_number() -> None:
    found = check_nip(
        GOOD, TODAY, status="pppk", sex="female", born=date(1987, 3, 13), in_roster=False
    )
    assert found.ok
    assert found.warnings == (
        "sex_differs_from_roster",
        "birth_differs_from_roster",
        "status_differs",
        "not_in_roster",
    )


def test_forty_one_at_appointment_is_odd_but_no_error() -> None:
    found = check_nip("196501012010011004", TODAY)
    assert found.ok
    assert found.warnings == ("old_at_appointment",)


def test_seventeen_in_the_last_month_is_old_enough() -> None:
    assert check_nip("200912312026211004", TODAY).ok  # 17 by the end of 2026
    assert not check_nip("201001012026211004", TODAY).ok
    assert check_nip("198703012004031004", TODAY).ok  # 17 on the very day
    assert not check_nip("198703022004031004", TODAY).ok


def test_near_numbers_are_one_edit_or_one_swap_away() -> None:
    one_digit = "198703122010011005"
    swap = "198703212010011004"
    missing = GOOD[:-1]
    far = "198703212010011005"
    assert near_misses(GOOD, [GOOD, one_digit, swap, missing, GOOD + "1", far]) == tuple(
        sorted([one_digit, swap, missing, GOOD + "1"])
    )


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(raw: str) -> None:
    found = check_nip(raw, TODAY)
    assert clean(found.nip) == found.nip or not found.ok


@given(st.integers(0, 16))
def test_a_swap_is_always_near(at: int) -> None:
    swapped = GOOD[:at] + GOOD[at + 1] + GOOD[at] + GOOD[at + 2 :]
    assert near_misses(GOOD, [swapped]) == ((swapped,) if swapped != GOOD else ())


@given(st.integers(0, 17), st.sampled_from("0123456789"))
def test_every_single_edit_is_near(at: int, digit: str) -> None:
    for other in (GOOD[:at] + digit + GOOD[at + 1 :], GOOD[:at] + GOOD[at + 1 :]):
        assert near_misses(GOOD, [other]) == ((other,) if other != GOOD else ())
