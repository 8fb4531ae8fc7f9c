"""Numbers and codes of paper slips: read as people write them, and a slip of the pen is told."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from server.accounts.rules import CODE_LETTERS
from server.findings.rules.slips import (
    code_of,
    grouped,
    read_code,
    read_slip,
    reply_until,
    slip_words,
)
from server.people.rules.work_time import Calendar

SECRET, SALT = b"k" * 32, b"s" * 16


def test_a_number_is_read_however_it_is_written() -> None:
    assert slip_words(42) == "0042-3"
    for typed in ("0042-3", "42-3", "423", "00423", " 0042 3", "0042.3"):
        assert read_slip(typed) == 42, typed
    for number in (1, 9999, 10_000, 1_234_567):
        assert read_slip(slip_words(number)) == number


@pytest.mark.parametrize("typed", ["", "3", "0000-0", "42-4", "abc", "٤٢-٣", "1" * 40, "-42-3-x"])
def test_what_is_no_number_of_a_slip_is_none(typed: str) -> None:
    assert read_slip(typed) is None


def test_every_wrong_digit_is_caught() -> None:
    printed = slip_words(1042).replace("-", "")
    for at, digit in enumerate(printed):
        for other in set("0123456789") - {digit}:
            assert read_slip(printed[:at] + other + printed[at + 1 :]) is None


def test_a_code_is_the_same_each_time_and_another_for_each_slip() -> None:
    codes = [code_of(SECRET, number, SALT) for number in range(1, 200)]
    assert len(set(codes)) == 199
    assert codes[41] == code_of(SECRET, 42, SALT) != code_of(SECRET, 42, b"t" * 16)
    assert code_of(b"x" * 32, 42, SALT) != codes[41]
    code = codes[41]
    assert read_code(grouped(code)) == read_code(code.upper()) == read_code(f" {code} ") == code
    assert read_code(code[:-1]) is None
    assert read_code("0" * 15) is None


def test_every_wrong_and_every_swapped_letter_is_caught() -> None:
    code = code_of(SECRET, 42, SALT)
    for at, letter in enumerate(code):
        for other in set(CODE_LETTERS) - {letter}:
            assert read_code(code[:at] + other + code[at + 1 :]) is None
        if at and code[at - 1] != letter:
            assert read_code(code[: at - 1] + letter + code[at - 1] + code[at + 1 :]) is None


def test_a_long_weekend_eats_nothing_of_the_time_to_answer() -> None:
    zone = ZoneInfo("Asia/Jakarta")
    friday = datetime(2026, 11, 20, 9, 5, tzinfo=zone)
    afternoon = datetime(2026, 11, 20, 16, tzinfo=zone)
    monday_off = Calendar(holidays={date(2026, 11, 23): "libur"})
    for calendar, day in ((Calendar(), 25), (monday_off, 26)):
        until = reply_until(friday, afternoon, calendar, "Asia/Jakarta")
        assert until == datetime(2026, 11, day, 9, 5, tzinfo=zone)
    later = datetime(2026, 12, 1, tzinfo=zone)
    assert reply_until(friday, later, monday_off, "Asia/Jakarta") == later
