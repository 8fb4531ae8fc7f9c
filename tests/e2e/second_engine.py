"""WebKitGTK as a phone, spoken to over WebDriver (https://www.w3.org/TR/webdriver2/)."""

import os
import shutil
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests

DRIVER = shutil.which("WebKitWebDriver")
BROWSERS = Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")
PATIENCE = 30_000  # ms that the driver looks for an element
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name of the standard


def missing() -> str | None:
    """Return which program of Debian is not there; None where WebKit can be driven."""
    wanted = {"webkit2gtk-driver": DRIVER, "xvfb": shutil.which("xvfb-run")}
    wanted["dbus"] = shutil.which("dbus-run-session")
    return ", ".join(package for package, path in wanted.items() if path is None) or None


class SecondEngine:
    """A browser of the other family, on a screen that nobody sees."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._base = f"http://127.0.0.1:{port}"
        self._http = requests.Session()
        environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)}
        folder.chmod(0o700)
        self._process = subprocess.Popen(
            ["xvfb-run", "-a", "-s", "-screen 0 400x800x24", "dbus-run-session", "--",
             DRIVER or "", f"--port={port}"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self._session = ""

    def start(self) -> None:
        """Open the browser; the driver needs a moment before it listens."""
        binary = str(next(BROWSERS))
        options = {"binary": binary, "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        retry = requests.adapters.Retry(total=40, connect=40, backoff_factor=0.2, backoff_max=0.5)
        self._http.mount(self._base, requests.adapters.HTTPAdapter(max_retries=retry))
        made = self._ask("POST", "/session", capabilities=wanted)
        self._session = f"/session/{made['sessionId']}"
        self._ask("POST", "/timeouts", implicit=PATIENCE, script=PATIENCE)

    def close(self) -> None:
        """End the browser and everything that was started for it."""
        with suppress(requests.RequestException):
            self._ask("DELETE", "")
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, 15)
        self._process.wait(timeout=20)

    def goto(self, address: str) -> None:
        self._ask("POST", "/url", url=address)

    def tap(self, words: str) -> None:
        """Tap the button or link whose words, or name for a screen reader, hold these."""
        named = f'contains(normalize-space(.), "{words}") or contains(@aria-label, "{words}")'
        found = self._find(f"//*[self::button or self::a][not(@disabled)][{named}]")
        self.run("arguments[0].click()", found)

    def fill(self, label: str, text: str) -> None:
        """Type into the field with this label."""
        found = self._find(f'//input[@id = //label[normalize-space(.) = "{label}"]/@for]')
        self._ask("POST", f"/element/{found[ELEMENT]}/value", text=text)

    def sees(self, words: str) -> bool:
        """Whether these words come to stand on the page."""
        return bool(self._find(f'//*[text()[contains(., "{words}")]]'))

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page and return its value."""
        return self._ask("POST", "/execute/sync", script=script, args=list(arguments))

    def _find(self, path: str) -> dict[str, str]:
        found: dict[str, str] = self._ask("POST", "/element", using="xpath", value=path)
        return found

    def _ask(self, method: str, path: str, **body: Any) -> Any:
        where = self._base + self._session + path
        answer = self._http.request(method, where, json=body or None, timeout=90)
        told = answer.json()["value"]
        assert answer.ok, told
        return told
