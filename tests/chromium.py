"""The browser of all tests: Debian's chromium, and the phone it plays.

Most tests drive the headless shell: the same engine without the windows around it, which costs two
thirds of the processor. The whole browser stays for what only it has: the viewer of PDF.
"""

from typing import Any

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_SHELL = "/usr/bin/chromium-headless-shell"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # Nothing but this machine has an address: no test can need, or reach, another host.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# A 360 px phone standing on the market of the demo city, as Playwright says it.
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "id-ID",
    "timezone_id": "Asia/Jakarta",
    "permissions": ["geolocation", "camera"],
    "geolocation": {"longitude": 113.2159, "latitude": -7.7543, "accuracy": 8.5},
}
# The 1366 px screen of an office.
DESK: dict[str, Any] = {
    "viewport": {"width": 1366, "height": 768},
    "locale": "id-ID",
    "timezone_id": "Asia/Jakarta",
}
