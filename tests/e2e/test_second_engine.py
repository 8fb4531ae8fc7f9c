"""The main flow under WebKit, the engine of every iPhone's browser; what only an iPhone shows, it cannot."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.handset import PIN
from e2e.people_at_work import Person
from e2e.second_engine import SecondEngine, missing
from gunicorn_server import LiveServer

from server.demo.users import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def webkit(tmp_path: Path) -> Iterator[SecondEngine]:
    if lacking := missing():
        pytest.skip(f"the second engine needs Debian's {lacking}")
    engine = SecondEngine(tmp_path)
    try:
        engine.start()
        yield engine
    finally:
        engine.close()


def test_a_finding_is_written_sealed_sent_and_receipted_under_webkit(
    small_city: LiveServer,
    webkit: SecondEngine,
    person: Callable[[LiveServer, str], Person],
) -> None:
    """Without a camera and a position, which WebKitGTK asks a person for: both are told, not waited for."""
    webkit.goto(f"{small_city.url}/masuk")
    webkit.fill("Nama pengguna", "petugas2")
    webkit.fill("Kata sandi", PASSWORD)
    webkit.tap("Masuk")
    webkit.fill("PIN baru (6 angka)", PIN)
    webkit.fill("Ulangi PIN", PIN)
    webkit.tap("Simpan PIN")
    webkit.tap("Catat temuan")
    webkit.tap("Tidak ada di daftar")
    webkit.fill("Nama", "DICATAT DI WEBKIT")
    webkit.tap("Selesai")
    webkit.tap("Tidak membawa surat")
    webkit.tap("Tidak difoto")
    webkit.tap("Keadaan tidak aman")
    webkit.tap("Simpan")
    assert webkit.sees("Tersimpan di HP")
    assert webkit.sees("Terkirim dan diterima server")
    desk = person(small_city, "bkpsdm")
    (found,) = desk.post("/api/findings/search", text="DICATAT DI WEBKIT")["items"]
    said = desk.get(f"/api/findings/{found['id']}")["said"]
    assert (said["author_id"], said["sequence"]) == (person(small_city, "petugas2").id, 1)
    assert said["device_id"] is not None
