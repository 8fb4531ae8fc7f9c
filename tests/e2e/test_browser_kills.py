"""B1, B2: what was typed a moment ago, and what was called saved, survives the death of the browser."""

from collections.abc import Callable
from typing import Any

import pytest
from drills import browser_kills
from drills.outcome import count, report
from e2e.handset import SLOW, Handset
from e2e.people_at_work import Person
from gunicorn_server import LiveServer

KILLS = 5
pytestmark = [pytest.mark.browser, pytest.mark.server]


def used_before(phone: Handset) -> Handset:
    """Sign in once with a network; from then on the phone needs none."""
    phone.start()
    phone.sign_in("petugas2")
    phone.page.get_by_role("link", name="Catat temuan").wait_for(timeout=SLOW)
    phone.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    phone.close()
    return phone


def test_nothing_typed_or_saved_is_lost_by_kills_of_the_browser(
    small_city: LiveServer, new_handset: Callable[[LiveServer], Handset]
) -> None:
    phone = used_before(new_handset(small_city))

    def arrived() -> list[dict[str, Any]]:
        desk, found, after = Person(small_city, "bkpsdm"), [], ""
        while after is not None:
            page = desk.get(f"/api/findings?size=200{after and f'&cursor={after}'}")
            found += page["items"]
            after = page["next"]
        return found

    outcome = browser_kills.run(phone, count(KILLS), arrived)
    seeded = browser_kills.caught(phone)
    words = f"drafts and photos written late: {seeded.lost} lost, {seeded.undetected} half"
    report(outcome, seeded=words)
    assert outcome.clean, outcome
    assert outcome.acknowledged >= outcome.tried // 2, "the phone hardly ever said that it saved"
    assert (seeded.lost, seeded.undetected) == (1, 1)
