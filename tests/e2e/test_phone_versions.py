"""B4: a full outbox survives an update of the app, a roll-back, two tabs and a broken-off upgrade.

The phone of each kept release (tests/releases.py) against the one that was built today.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import releases
from e2e.handset import Handset, unlock
from e2e.people_at_work import Person, work_around_the_clock
from e2e.test_phone import record
from gunicorn_server import LiveServer
from playwright.sync_api import expect

from server.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
LATE = 60_000  # ms: the new worker fetches the whole app before it offers it
TEXTS = "**/api/findings/*"
# a version to come that adds a store, and whose upgrade the system ends half-way
BROKEN_OFF = """() => new Promise((done) => {
    const asked = indexedDB.open('sidak-outbox', 2)
    asked.onupgradeneeded = () => {
        asked.result.createObjectStore('later')
        asked.result.deleteObjectStore('findings')
        asked.transaction.abort()
    }
    asked.onerror = () => done(asked.error.name)
    asked.onsuccess = () => done('upgraded')
})"""


def serve(place: Path, phone: Path) -> None:
    """Put another build of the phone where the server reads it, as an update of the server does."""
    place.mkdir(exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    for new in phone.iterdir():
        (place / new.name).symlink_to(new)


@contextmanager
def nothing_sent(phone: Handset) -> Iterator[None]:
    """Keep the outbox full: the server answers, but no finding gets through to it."""
    phone.context.route(TEXTS, lambda route: route.abort())
    yield
    phone.context.unroute(TEXTS)


def built(page: "Page") -> str:
    """Return the name of the build that a page runs."""
    return str(page.locator("script[type=module]").first.get_attribute("src"))


def take_update(phone: Handset, waiting: str) -> None:
    """Let the browser look for a newer worker, as at every start, and take the version it offers."""
    page, before = phone.page, built(phone.page)
    expect(page.get_by_role("button", name=waiting)).to_be_visible()
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    page.get_by_role("button", name="Perbarui", exact=True).click(timeout=LATE)
    page.wait_for_function(
        "before => document.querySelector('script[type=module]')?.getAttribute('src') !== before",
        arg=before,
        timeout=LATE,
    )
    phone.unlock()
    expect(page.get_by_role("button", name=waiting)).to_be_visible()


@pytest.mark.parametrize("version", releases.versions())
def test_a_full_outbox_survives_update_roll_back_tabs_and_a_broken_upgrade(
    version: str,
    demo_server: Callable[..., LiveServer],
    new_handset: Callable[[LiveServer], Handset],
    tmp_path: Path,
) -> None:
    old, place = releases.unpack(version, "phone", tmp_path / "phone"), tmp_path / "served"
    serve(place, old)
    server = demo_server("spatialite", extra={"SIDAK_PWA": str(place)})
    work_around_the_clock(server)
    phone = new_handset(server)
    phone.start()
    phone.sign_in("petugas2")
    expect(phone.page.get_by_text("Siap dipakai tanpa sinyal").first).to_be_visible()
    first = built(phone.page)
    with nothing_sent(phone):
        record(phone.page, "VERSI LAMA", photo=True)
        second = phone.context.new_page()
        second.goto(f"{server.url}/")
        unlock(second)
        expect(second.get_by_role("button", name="1 menunggu")).to_be_visible()
        serve(place, Settings.pwa)
        take_update(phone, "1 menunggu")
        assert built(phone.page) != first
        record(phone.page, "VERSI BARU", photo=True)
        assert built(second) == first  # the other tab still runs the version before
        record(second, "TAB LAMA", photo=True)
        second.close()
        assert phone.page.evaluate(BROKEN_OFF) == "AbortError"
        serve(place, old)
        take_update(phone, "3 menunggu")
        assert built(phone.page) == first
    phone.page.get_by_role("button", name="3 menunggu").click()
    phone.page.get_by_role("button", name="Kirim sekarang").click()
    expect(phone.page.get_by_role("button", name="Terkirim").first).to_be_visible()
    assert arrived(server) == {
        "VERSI LAMA": (version, "stored"),
        "VERSI BARU": (Settings.version, "stored"),
        "TAB LAMA": (version, "stored"),
    }


def arrived(server: LiveServer) -> dict[str, tuple[str, str]]:
    """Return what the server holds of these findings: each once, its version and its photo's state."""
    desk, found = Person(server, "bkpsdm"), {}
    for words in ("VERSI", "TAB LAMA"):
        for item in desk.post("/api/findings/search", text=words)["items"]:
            one = desk.get(f"/api/findings/{item['id']}")
            name = one["said"]["identity"]["name"]
            assert name not in found, "twice"
            (photo,) = one["photos"]
            found[name] = (one["said"]["app_version"], photo["state"])
    return found
