"""A position is odd only beside others of its phone, with its reason, and never an accusation."""

from datetime import UTC, datetime, timedelta

import pytest

from server.findings.rules.position import Fix, PositionHint, position_hints

AT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
H = PositionHint


def fix(minutes: float = 0, lon: float = 113.2159, accuracy: float = 8.5, age: float = 0) -> Fix:
    at = AT + timedelta(minutes=minutes)
    return Fix(lon, -7.7541, accuracy, at, at + timedelta(minutes=age))


@pytest.mark.parametrize(
    ("now", "before", "metres", "hints"),
    [
        (fix(), [], None, ()),
        (fix(9, lon=113.2160), [fix(accuracy=9.1)], 11.0, ()),  # a table further
        (fix(0.3), [fix()], 0.0, ()),  # the same fix still serves
        (fix(9), [fix(accuracy=9.1)], 0.0, (H.NO_JITTER,)),
        (fix(9, lon=113.3), [fix(5), fix(1, lon=113.4)], 11_000.0, (H.SAME_ACCURACY, H.SPEED)),
        (fix(9, lon=113.3), [fix(5, accuracy=12), fix(1)], 100.0, ()),
        (fix(age=6), [], None, (H.OLD_FIX,)),
        (fix(10, lon=113.4), [fix(accuracy=9)], 20_000.0, ()),  # 120 km/h
        (fix(10, lon=113.4), [fix(accuracy=9)], 30_000.0, (H.SPEED,)),
        # two bad fixes in one mall may lie far apart
        (fix(1, lon=113.24, accuracy=2_000), [fix(accuracy=1_500)], 3_400.0, ()),
    ],
)
def test_each_hint_has_its_reason(
    now: Fix, before: list[Fix], metres: float | None, hints: tuple[PositionHint, ...]
) -> None:
    assert position_hints(now, before, metres)[0] == hints


def test_two_fixes_that_may_be_the_same_place_tell_no_speed() -> None:
    assert position_hints(fix(1, lon=113.216), [fix(accuracy=20)], 12.0)[1] == 0.0
