"""The demo city on a real server, phones that can be killed, and desks; all traffic is written down."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import privacy
import pytest
from chromium import CHROMIUM, CHROMIUM_ARGS, DESK
from e2e.handset import SLOW, Handset, listen, sign_in
from e2e.people_at_work import Person, work_around_the_clock
from gunicorn_server import LiveServer
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

expect.set_options(timeout=SLOW)


@pytest.fixture(autouse=True)
def left_behind() -> Iterator[None]:
    """Find what a browser's test left open while it is its own: warnings are errors.

    Rubbish is looked through seldom here, so that an unclosed pipe of a browser once failed whichever
    test made enough rubbish later: the one that breaks the permission module a thousand times.
    """
    yield
    gc.collect()


@pytest.fixture
def city(demo_server: Callable[..., LiveServer], database: str) -> LiveServer:
    """A running server with an own demo city, where offices work at any hour."""
    server = demo_server(database)
    work_around_the_clock(server)
    return server


@pytest.fixture
def small_city(demo_server: Callable[..., LiveServer]) -> LiveServer:
    """The same on the embedded database alone, for what does not depend on the database."""
    server = demo_server("spatialite")
    work_around_the_clock(server)
    return server


@pytest.fixture
def traffic() -> Iterator[list[str]]:
    """Every address that a page of this test asked for: none of another host, none with a name."""
    asked: list[str] = []
    yield asked
    assert strangers(asked) == set()
    assert privacy.told_by_addresses(asked) == []


@pytest.fixture
def refused() -> Iterator[list[str]]:
    """What a browser refused because of our policy (CSP, Trusted Types); no page of ours needs it."""
    told: list[str] = []
    yield told
    assert told == []


def strangers(addresses: list[str]) -> set[str]:
    """Return the hosts that are not this machine; `data:`, `blob:` and `chrome:` have none."""
    parts = [urlsplit(address) for address in addresses]
    reached = {
        part.hostname or "" for part in parts if part.scheme in {"http", "https", "ws", "wss"}
    }
    return reached - {"127.0.0.1"}


@pytest.fixture
def new_handset(
    playwright: "Playwright", tmp_path: Path, traffic: list[str], refused: list[str]
) -> Iterator[Callable[[LiveServer], Handset]]:
    """Make phones with a storage of their own."""
    made: list[Handset] = []

    def make(server: LiveServer) -> Handset:
        made.append(Handset(playwright, tmp_path / f"profile{len(made)}", server.url))
        made[-1].requests, made[-1].refused = traffic, refused
        return made[-1]

    yield make
    for handset in made:
        handset.close()


@pytest.fixture
def open_phone(
    phone: "BrowserContext", traffic: list[str], refused: list[str]
) -> Callable[..., "Page"]:
    """Open the app on a phone, signed in as an officer."""
    phone.set_default_timeout(SLOW)
    listen(phone, refused)
    phone.on("request", lambda request: traffic.append(request.url))

    def start(server: LiveServer, username: str) -> "Page":
        page = phone.new_page()
        page.goto(f"{server.url}/")
        sign_in(page, username)
        page.get_by_role("link", name="Catat temuan").wait_for()
        return page

    return start


@pytest.fixture
def open_desk(
    playwright: "Playwright", browser: "Browser", traffic: list[str], refused: list[str]
) -> Iterator[Callable[..., "Page"]]:
    """Open a desk of 1366 px at a path, signed in as somebody.

    Letters are drawn by a browser's own PDF viewer, whose start costs more than all else on the
    page: only where `papers` asks for it, in the whole browser.
    """
    made: list[Any] = []

    def start(
        server: LiveServer, username: str, path: str = "/meja", *, papers: bool = False
    ) -> "Page":
        context = (whole_browser() if papers else browser).new_context(
            base_url=server.url, service_workers="block", **DESK
        )
        made.append(context)
        if not papers:
            context.route("**/*.pdf?revisi=*", lambda route: route.abort())
        context.set_default_timeout(SLOW)
        context.on("request", lambda request: traffic.append(request.url))
        listen(context, refused)
        page = context.new_page()
        page.goto(f"{server.url}{path}")
        sign_in(page, username)
        return page

    def whole_browser() -> "Browser":
        made.append(playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS))
        return made[-1]

    yield start
    for one in reversed(made):
        one.close()


@pytest.fixture
def person() -> Callable[[LiveServer, str], Person]:
    """Sign somebody in over plain HTTP."""
    return Person
