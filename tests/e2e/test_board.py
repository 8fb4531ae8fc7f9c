"""The Sekda's board and the desk on screen."""

import io
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from e2e.conftest import strangers
from e2e.people_at_work import Person, picture
from gunicorn_server import LiveServer
from playwright.sync_api import expect
from pypdf import PdfReader

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server]


def figure(page: "Page", word: str) -> Any:
    """Return the figure above a word, exactly that word."""
    items = page.get_by_role("list", name="Jumlah orang").get_by_role("listitem")
    return items.filter(has_text=re.compile(rf"^\s*\d+\s*{word}\s*$")).locator("strong")


def team_row(page: "Page", number: int) -> Any:
    rows = page.get_by_role("list", name="Tim").get_by_role("listitem")
    return rows.filter(has_text=f"Tim {number}")


def expect_figures(page: "Page", board: dict[str, Any]) -> None:
    totals = board["totals"]
    words = {"people": "orang", "asn": "ASN", "non_asn": "non-ASN", "other_agency": "instansi lain"}
    for key, word in words.items():
        expect(figure(page, word)).to_have_text(str(totals[key]))
    for team in board["teams"]:
        if team["people"]:
            words = f"{team['people']} orang {team['asn']} ASN · {team['non_asn']} non-ASN"
        else:
            words = "belum melapor" if team["state"] == "not_reported" else "nihil"
        expect(team_row(page, team["number"])).to_contain_text(words)


@pytest.mark.one_database
def test_a_finding_appears_on_the_open_board_by_itself(
    city: LiveServer, open_desk: Callable[..., "Page"], person: Callable[..., Person]
) -> None:
    sekda = person(city, "sekda")
    path = f"/api/operations/{sekda.operation('open')['id']}/board"
    before = sekda.get(path)
    page = open_desk(city, "sekda", "/papan")
    expect_figures(page, before)
    page.evaluate("document.body.dataset.same = 'page'")
    person(city, "petugas3").find(3, "TAMU PAPAN", picture())
    expect(figure(page, "orang")).to_have_text(str(before["totals"]["people"] + 1))
    after = sekda.get(path)
    assert after["totals"]["non_asn"] == before["totals"]["non_asn"] + 1
    expect_figures(page, after)
    assert page.evaluate("document.body.dataset.same") == "page"
    expect(team_row(page, 1)).not_to_contain_text("semua terkirim")  # nobody heard of its phones
    expect(page.get_by_role("region", name="Rincian")).to_be_visible()
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1


def test_the_published_morning_stands_on_the_board(
    small_city: LiveServer, open_desk: Callable[..., "Page"], person: Callable[..., Person]
) -> None:
    operation = person(small_city, "sekda").operation("closed")["id"]
    page = open_desk(small_city, "sekda", f"/papan/{operation}")
    for word, people in {"orang": 15, "ASN": 7, "non-ASN": 8}.items():
        expect(figure(page, word)).to_have_text(str(people))
    said = {1: "nihil", 2: "9 orang", 3: "belum melapor", 4: "2 orang", 5: "4 orang"}
    for number, words in said.items():
        expect(team_row(page, number)).to_contain_text(words)
    expect(team_row(page, 5)).to_contain_text("1 ASN · 3 non-ASN")


def corners(zone: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the corners of a zone of one outline, without the closing one."""
    ((ring,),) = zone["area"]["coordinates"]
    return [(lon, lat) for lon, lat in ring[:-1]]


def as_typed(text: str) -> set[tuple[float, float]]:
    """Read the corners that stand below the map: latitude, longitude."""
    pairs = [line.split(",") for line in text.splitlines()]
    return {(float(lon), float(lat)) for lat, lon in pairs}


def the_map(page: "Page") -> dict[str, float]:
    """Return where the map is drawn, once one can draw on it."""
    drawing = page.locator(".map[data-ready]")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box is not None
    return dict(box)


def shown_at(
    corner: tuple[float, float], zone: list[tuple[float, float]], box: dict[str, float]
) -> tuple[float, float]:
    """Return the pixel of a corner on a map that shows the whole zone with a margin of 40."""
    west, east = min(lon for lon, _ in zone), max(lon for lon, _ in zone)
    south, north = min(lat for _, lat in zone), max(lat for _, lat in zone)
    stretch = math.cos(math.radians(north))  # Mercator, as good as straight over a few streets
    wide, high = (east - west), (north - south) / stretch
    scale = min((box["width"] - 80) / wide, (box["height"] - 80) / high)
    right = (corner[0] - (west + east) / 2) * scale
    down = ((south + north) / 2 - corner[1]) / stretch * scale
    return box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down


@pytest.mark.one_database
def test_a_zone_is_drawn_and_its_corner_moved_on_the_map(
    small_city: LiveServer, open_desk: Callable[..., "Page"], person: Callable[..., Person]
) -> None:
    desk = person(small_city, "bkpsdm")
    when = {"starts_at": "2027-03-01T01:00:00Z", "ends_at": "2027-03-01T05:00:00Z"}
    planned = desk.post("/api/operations", name="Sidak berikut", day="2027-03-01",
                        time_zone="Asia/Jakarta", **when)["id"]  # fmt: skip
    zones = f"/api/operations/{planned}/zones"
    page = open_desk(small_city, "bkpsdm", f"/meja/operasi?operasi={planned}")
    page.get_by_role("button", name="Gambar", exact=True).click()
    box = the_map(page)
    drawn = [(0.3, 0.3), (0.7, 0.3), (0.6, 0.7), (0.3, 0.7)]
    spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in drawn]
    for x, y in [*spots, spots[0]]:
        page.mouse.move(x, y)
        page.mouse.click(x, y)
    expect(page.get_by_text("4 sudut.")).to_be_visible()
    said = page.get_by_label("Sudut zona").input_value()
    page.get_by_label("Nama zona").fill("Lapangan")
    page.get_by_role("button", name="Simpan zona").click()
    expect(page.get_by_role("dialog")).not_to_be_visible()
    (zone,) = desk.get(zones)["items"]
    before = corners(zone)
    assert len(before) == 4
    assert set(before) == as_typed(said)

    page.get_by_role("button", name="Ubah batas").click()
    box = the_map(page)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    moved = max(before)  # farthest east
    x, y = shown_at(moved, before, box)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 20, y + 15, steps=4)
    page.mouse.up()
    expect(page.get_by_label("Sudut zona")).not_to_have_value(said)
    said = page.get_by_label("Sudut zona").input_value()
    page.get_by_role("button", name="Simpan zona").click()
    expect(page.get_by_role("dialog")).not_to_be_visible()
    (zone,) = desk.get(zones)["items"]
    after = set(corners(zone))
    assert after == as_typed(said)
    assert set(before) - after == {moved}
    ((lon, lat),) = after - set(before)
    assert lon < moved[0]
    assert lat < moved[1]


def test_another_host_would_be_noticed() -> None:
    asked = ["http://127.0.0.1:8000/x", "data:image/png;base64,AA", "https://fonts.example/a.woff"]
    assert strangers(asked) == {"fonts.example"}
