"""The phone: what it weighs, how soon it answers a finger, what it finds, and what it keeps.

Chromium slowed down four times (CDP) stands for a mid-range phone. Lighthouse comes from npm for this
bench alone; where there is no network its rows are missing, and that is said.
"""

import gzip
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chromium import CHROMIUM, CHROMIUM_ARGS
from e2e.handset import SLOW, Handset
from gunicorn_server import LiveServer

from benches import phone_people, phone_tasks
from benches.figure import Figure, p95
from benches.yard import Yard

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

ROOT = Path(__file__).resolve().parent.parent.parent
DIST = ROOT / "pwa" / "dist"
LINKED = re.compile(r"""(?:src|href)="/(assets/[^"]+\.(js|css))\"""")
SLOWER = 4
EACH = 200  # queries of each kind
# kinds of queries, and how many of a hundred may miss their person
KINDS = (("salah ketik", 15), ("salah berat", 15), ("ejaan lain", 5), ("potongan NIP", 1))
COUNTS = ((20_000, 16), (200_000, 50))  # people, milliseconds a key may take
KILLS = int(os.environ.get("SIDAK_BENCH_KILLS", "10"))
LIGHTHOUSE = "lighthouse@12.8.2"
SCORES = ("performance", "accessibility", "best-practices")
ENOUGH = 95


def figures(yard: Yard) -> Iterator[Figure]:
    """Yield weight, index, seal, kills and what Lighthouse says."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to import

    yield from _weight()
    with sync_playwright() as driver:
        yield from _index(driver, yard.folder)
        instance = yard.folder / "phone"
        server = LiveServer(instance, yard.databases.demo("spatialite", instance), demo=True)
        server.start()
        try:
            yield from _seal(driver, server, yard.folder)
            yield from _kills(driver, server, yard.folder)
            yield from _blocking(driver, server)
            yield from _lighthouse(server)
        finally:
            server.kill()


def _weight() -> Iterator[Figure]:
    page = (DIST / "index.html").read_text()
    weight = {"js": 0, "css": 0}
    for name, kind in LINKED.findall(page):
        weight[kind] += len(gzip.compress((DIST / name).read_bytes(), 6))
    how = "berkas yang ditautkan index.html, gzip 6"
    yield Figure("layar pertama, JS", weight["js"] / 1024, "KB", 60, how)
    yield Figure("layar pertama, CSS", weight["css"] / 1024, "KB", 20, how)


def _index(driver: "Playwright", folder: Path) -> Iterator[Figure]:
    code = _bundled(folder)
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
    try:
        for count, limit in COUNTS:
            columns, opds = phone_people.roster(count)
            asked = phone_people.asked(columns, EACH if count == COUNTS[0][0] else 3)
            page = browser.new_page()
            page.context.new_cdp_session(page).send(
                "Emulation.setCPUThrottlingRate", {"rate": SLOWER}
            )
            page.evaluate(code)
            told: dict[str, Any] = page.evaluate(
                "([columns, opds, asked]) => measure(columns, opds, asked)",
                [columns, opds, [{"text": one.text, "nip": one.nip} for one in asked]],
            )
            page.close()
            rows = f"{count:,} pegawai".replace(",", ".")
            how = f"{len(told['strokes'])} tombol, chromium diperlambat {SLOWER} kali"
            yield Figure(f"satu tombol di {rows}, p95", p95(told["strokes"]), "mdtk", limit, how)
            yield Figure(
                f"indeks {rows} siap", told["built"], "mdtk", 1_000 if limit < 50 else None, how
            )
            if count == COUNTS[0][0]:
                how = "kolom JSON, gzip 6, orang dikenal dari NIP-nya (by=nip)"
                yield Figure(f"daftar {rows}", phone_people.packed(columns), "KB", 300, how)
                before = phone_people.with_ids(columns)
                how = "daftar yang sama untuk HP versi sebelumnya: id acak bagi setiap orang"
                yield Figure("sebelumnya, dengan id", phone_people.packed(before), "KB", None, how)
                yield from _missed(asked, told["found"])
    finally:
        browser.close()


def _missed(asked: list[phone_people.Asked], found: list[bool]) -> Iterator[Figure]:
    """Yield, per kind of query, the share whose person is not among the first ten."""
    for kind, limit in KINDS:
        own = [hit for one, hit in zip(asked, found, strict=True) if one.kind == kind]
        how = f"{len(own)} pencarian buatan, bukan dari aturan indeks; recall@10 = 100 - ini"
        yield Figure(f"tidak ditemukan: {kind}", 100 * own.count(False) / len(own), "%", limit, how)


def _bundled(folder: Path) -> str:
    """Return the index as one script, put together by the bundler that builds the app."""
    out = folder / "phone_roster.js"
    source = Path(__file__).with_name("phone_roster.ts")
    build = (
        "import { rolldown } from 'rolldown';"
        f"const bundle = await rolldown({{ input: {json.dumps(str(source))} }});"
        f"await bundle.write({{ file: {json.dumps(str(out))}, format: 'iife' }})"
    )
    subprocess.run(
        ["node", "--input-type=module", "-e", build],
        cwd=ROOT / "pwa",
        check=True,
    )
    return out.read_text()


def _record(page: "Page", name: str) -> None:
    """Fill a finding with a photo, up to the last tap."""
    page.get_by_role("link", name="Catat temuan").click()
    page.get_by_role("button", name="Tidak ada di daftar").click()
    page.get_by_label("Nama", exact=True).fill(name)
    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("button", name="Tidak ada Tidak membawa surat").click()
    page.get_by_role("button", name="Ambil foto orang").click()
    page.get_by_role("button", name="Hapus foto orang").wait_for()


SEALED = """() => new Promise((done) => {
    const begun = performance.now()
    const seen = new MutationObserver(() => {
        if (!/Tersimpan di HP/.test(document.body.innerText)) return
        seen.disconnect()
        done(performance.now() - begun)
    })
    seen.observe(document.body, { childList: true, subtree: true, characterData: true })
    const save = [...document.querySelectorAll('button')].find((one) => one.innerText.trim() === 'Simpan')
    save.click()
})"""


def _seal(driver: "Playwright", server: LiveServer, folder: Path) -> Iterator[Figure]:
    phone = Handset(driver, folder / "sealing", server.url)
    phone.start()
    spent = []
    try:
        phone.sign_in("petugas3")
        phone.page.get_by_role("button", name="Terkirim").wait_for(timeout=SLOW)
        slow = phone.context.new_cdp_session(phone.page)
        for number in range(5):
            _record(phone.page, f"UKUR {number}")
            slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            spent.append(phone.page.evaluate(SEALED))
            slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            phone.page.get_by_role("button", name="Selesai").click()
    finally:
        phone.close()
    how = (
        f"median {len(spent)} temuan berfoto, dari ketukan sampai kalimatnya, {SLOWER} kali lambat"
    )
    yield Figure("Simpan sampai Tersimpan di HP", sorted(spent)[len(spent) // 2], "mdtk", 300, how)


def _kills(driver: "Playwright", server: LiveServer, folder: Path) -> Iterator[Figure]:
    """Kill the browser at a random moment after each seal; count what the server never gets."""
    phone = Handset(driver, folder / "killed", server.url)
    phone.start()
    phone.sign_in("petugas4")
    phone.page.get_by_role("button", name="Terkirim").wait_for(timeout=SLOW)
    phone.close()  # the profile of a phone that was used before
    phone.start()
    phone.unlock()
    phone.page.get_by_role("link", name="Catat temuan").wait_for(timeout=SLOW)
    dice, sealed = random.Random(4), []  # noqa: S311 - moments, no secrets
    for number in range(KILLS):
        name = f"PADAM {number}"
        phone.context.set_offline(number % 2 == 0)
        _record(phone.page, name)
        phone.page.get_by_role("button", name="Simpan", exact=True).click()
        phone.page.get_by_role("heading", name="Tersimpan di HP").wait_for()
        sealed.append(name)
        time.sleep(dice.random() * 0.3)
        phone.kill()
        phone.start()
        phone.unlock()
        phone.page.get_by_role("link", name="Catat temuan").wait_for(timeout=SLOW)
    phone.page.get_by_role("button", name="Terkirim").wait_for(timeout=4 * SLOW)
    arrived = phone.page.request.get(f"{server.url}/api/findings?limit=200").json()["items"]
    phone.close()
    names = [one["person"]["name"] for one in arrived]
    how = f"{KILLS} kali SIGKILL sesudah {len(sealed)} temuan disimpan, separuhnya tanpa jaringan"
    yield Figure("temuan hilang", sum(names.count(one) == 0 for one in sealed), "temuan", 0, how)
    yield Figure("temuan ganda", sum(names.count(one) > 1 for one in sealed), "temuan", 0, how)


def _blocking(driver: "Playwright", server: LiveServer) -> Iterator[Figure]:
    total, longest = phone_tasks.blocked(driver, f"{server.url}/", SLOWER)
    how = f"median {phone_tasks.RUNS} pembukaan, waktu prosesor tiap tugas kali {SLOWER}, di atas 50 mdtk"
    yield Figure("TBT menurut waktu prosesor", total, "mdtk", 100, how)
    yield Figure("tugas terlama saat membuka", longest, "mdtk", None, how.rpartition(",")[0])


def _lighthouse(server: LiveServer) -> Iterator[Figure]:
    """Ask Lighthouse about the first page, as a phone on slow 4G with a slow processor."""
    npx = shutil.which("npx")
    if npx is None:
        return
    with tempfile.TemporaryDirectory() as own:
        out = Path(own) / "report.json"
        asked = subprocess.run(
            [npx, "--yes", LIGHTHOUSE, f"{server.url}/", "--quiet", "--output=json",
             f"--output-path={out}", f"--only-categories={','.join(SCORES)}",
             f"--chrome-flags=--headless=new {' '.join(CHROMIUM_ARGS[:4])}"],
            env=os.environ | {"CHROME_PATH": CHROMIUM}, cwd=own, check=False,
            capture_output=True, timeout=600,
        )  # fmt: skip
        if not out.exists():
            how = f"tidak terukur: {LIGHTHOUSE} tidak jalan ({asked.returncode})"
            yield Figure("Lighthouse", 0, "laporan", None, how)
            return
        report = json.loads(out.read_text())
    how = f"{LIGHTHOUSE}, HP, slow 4G dan CPU 4 kali lambat (simulasi)"
    for name in SCORES:
        score = 100 * (report["categories"][name]["score"] or 0)
        yield Figure(f"kurang dari 100: {name}", 100 - score, "", 100 - ENOUGH, how)
    audits = report["audits"]
    for name, word, limit in (
        ("largest-contentful-paint", "LCP", 2_000),
        ("total-blocking-time", "TBT", 100),
    ):
        yield Figure(word, audits[name]["numericValue"], "mdtk", limit, how)
