"""A phone with its own storage: real chromium on a profile folder, which may be killed."""

import os
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chromium import CHROMIUM_ARGS, CHROMIUM_SHELL, PHONE

from server.demo.users import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Playwright

SLOW = 30_000  # ms: what may take long on a busy machine of two cores
REFUSED = re.compile(r"Content Security Policy|requires 'Trusted")
PIN = "480215"
FIELD = ("petugas", "koordinator")


class Handset:
    """The phone of an officer; `taps` counts what a finger did.

    `start`, `close` and `kill` may alternate; the profile stays, as on a real phone.
    """

    def __init__(self, playwright: "Playwright", profile: Path, address: str) -> None:
        self._playwright = playwright
        self.profile = profile
        self._address = address
        self._context: BrowserContext | None = None
        self.requests: list[str] = []
        self.refused: list[str] = []
        self.taps = 0

    @property
    def context(self) -> "BrowserContext":
        assert self._context, "the phone is off"
        return self._context

    @property
    def page(self) -> "Page":
        return self.context.pages[0]

    def start(self, *, offline: bool = False) -> None:
        """Open the browser and the app in it; offline there is nothing but what the phone holds."""
        self._context = self._playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=CHROMIUM_SHELL,
            args=CHROMIUM_ARGS,
            offline=offline,
            **PHONE,
        )
        self.context.set_default_timeout(SLOW)
        listen(self.context, self.refused)
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{self._address}/")

    def close(self) -> None:
        """Leave the browser as its user would."""
        if self._context:
            self._context.close()
        self._context = None

    def kill(self) -> None:
        """End the browser at once (SIGKILL), as an empty battery would."""
        page, self._context = self.page, None
        for process in self._processes():
            os.kill(process, signal.SIGKILL)
        page.wait_for_event("close", predicate=lambda _: True) if not page.is_closed() else None

    def _processes(self) -> list[int]:
        """Return the main process of the browser that runs on this profile."""
        own = f"--user-data-dir={self.profile}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:  # it ended meanwhile
                continue
            if own in words and not any(word.startswith(b"--type=") for word in words):
                found.append(int(folder.name))
        assert found, "no browser runs on this profile"
        return found

    def sign_in(self, username: str) -> None:
        sign_in(self.page, username)

    def unlock(self) -> None:
        """Give the PIN, as at every start."""
        unlock(self.page)

    def tap(self, what: "Locator") -> None:
        """Tap with a finger, and count it."""
        what.tap(timeout=SLOW)
        self.taps += 1


def listen(context: "BrowserContext", refused: list[str]) -> None:
    """Write down what this browser refuses because of our policy (CSP, Trusted Types)."""

    def hear(message: "ConsoleMessage") -> None:
        if REFUSED.search(message.text):
            refused.append(message.text)

    context.on("console", hear)


def sign_in(page: "Page", username: str) -> None:
    """Fill the sign-in form, as a demo user; a phone that this officer never used asks for a PIN."""
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    if username.startswith(FIELD) and urlsplit(page.url).path in {"/", "/masuk"}:
        first = page.get_by_label("PIN baru")
        first.or_(page.get_by_label("PIN", exact=True)).or_(
            page.get_by_role("link", name="Catat temuan")
        ).first.wait_for(timeout=SLOW)
        if first.is_visible():
            first.fill(PIN)
            page.get_by_label("Ulangi PIN").fill(PIN)
            page.get_by_role("button", name="Simpan PIN").click()


def unlock(page: "Page") -> None:
    """Type the PIN of this phone; the sixth digit opens it."""
    page.get_by_label("PIN", exact=True).fill(PIN)
