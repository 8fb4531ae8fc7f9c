"""Codes of the second factor, and how long a session lives."""

from datetime import UTC, datetime, timedelta

import pytest

from server.accounts import rules

RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),  # RFC 6238 appendix B, SHA-1, the last six of its eight digits
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
     (2000000000, "279037"), (20000000000, "353130")],
)  # fmt: skip
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    assert rules.code_at(RFC_SECRET, rules.step_of(moment)) == code
    assert rules.matching_step(RFC_SECRET, code, moment, None) == seconds // 30


def test_a_code_is_good_a_step_early_or_late_and_never_twice() -> None:
    moment = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
    here = rules.step_of(moment)
    for step, good in ((here - 2, False), (here - 1, True), (here + 1, True), (here + 2, False)):
        code = rules.code_at(RFC_SECRET, step)
        assert (rules.matching_step(RFC_SECRET, code, moment, None) == step) is good
        assert rules.matching_step(RFC_SECRET, code, moment, here + 1) is None


def test_the_shortest_limit_of_the_roles_held_counts() -> None:
    assert rules.limits_of(["officer"]) == (timedelta(hours=12), timedelta(hours=16))
    assert rules.limits_of(["officer", "admin"]) == (timedelta(minutes=30), timedelta(hours=8))
    assert rules.limits_of([]) == rules.limits_of(["unknown"]) == rules.limits_of(["admin"])


def test_recovery_codes_differ_and_are_read_with_or_without_the_dash() -> None:
    codes = rules.recovery_codes()
    assert len(set(codes)) == rules.RECOVERY_CODES
    assert rules.plain_code(f" {codes[0].upper()} ") == codes[0].replace("-", "")
