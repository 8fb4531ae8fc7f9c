"""The Sekda's board and the desk on screen."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from e2e.conftest import strangers
from e2e.people_at_work import Person, picture
from gunicorn_server import LiveServer
from playwright.sync_api import expect

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


def test_another_host_would_be_noticed() -> None:
    asked = ["http://127.0.0.1:8000/x", "data:image/png;base64,AA", "https://fonts.example/a.woff"]
    assert strangers(asked) == {"fonts.example"}
