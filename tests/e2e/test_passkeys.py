"""A passkey in a real browser: made on the account page, good at the door, taken away again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from chromium import DESK
from e2e.people_at_work import PASSWORD
from gunicorn_server import LiveServer, free_port
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.server]
# an authenticator of the device that knows its owner by finger (WebAuthn Level 3, §11)
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def test_a_passkey_made_on_the_account_page_opens_the_door_until_it_is_removed(
    demo_server: Callable[..., LiveServer], browser: "Browser"
) -> None:
    port = free_port()
    here = f"http://localhost:{port}"  # a passkey belongs to a name, never to a number
    server = demo_server("spatialite", port=port, extra={"SIDAK_ADDRESS": here})
    assert server.port == port
    desk = browser.new_context(base_url=here, service_workers="block", **DESK)
    page = desk.new_page()
    devtools = desk.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto("/masuk")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada kunci sandi yang dipakai")
    page.get_by_label("Nama pengguna").fill("sekda")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/papan**")
    page.goto("/akun")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.get_by_label("Nama kunci").fill("Laptop kantor")
    page.locator("input[name=proof]").fill(PASSWORD)
    page.get_by_role("button", name="Tambah kunci sandi").click()
    expect(page.get_by_text("Kunci sandi terdaftar")).to_be_visible()

    desk.clear_cookies()
    page.goto("/masuk")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url("**/papan**")
    page.goto("/akun")
    page.get_by_role("button", name="Hapus kunci sandi Laptop kantor").click()
    page.locator("input[name=proof]").fill(PASSWORD)
    page.get_by_role("button", name="Hapus kunci sandi ini").click()
    expect(page.get_by_text("Kunci sandi dihapus")).to_be_visible()
    desk.clear_cookies()
    page.goto("/masuk")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_role("alert")).to_contain_text("Kunci sandi ini tidak dikenal")
    desk.close()
