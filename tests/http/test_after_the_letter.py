"""After the letter: what came of the call, and what a void letter leaves behind."""

from datetime import timedelta
from typing import Any

import pytest
import world
from flask import Flask
from paperwork import (
    draft,
    drafted,
    furnished,
    letter_for_budi,
    lines_of,
    missed,
    signed,
    step,
    take,
    today,
)
from sqlalchemy import select
from world import World

from server.core.audit import AuditEntry
from server.core.clock import iso, now
from server.core.db import db
from server.findings.models import Finding
from server.summons.models import Line


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def budi(city: World) -> dict[str, Any]:
    return lines_of(city)["BUDI SANTOSO, S.T."]


def again(city: World, letter: dict[str, Any]) -> dict[str, Any]:
    answer = city.client("desk").get(f"/api/letters/{letter['id']}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


# --- A letter that is void calls nobody -----------------------------------------------------------


@pytest.mark.parametrize("verb", [None, "excuse", "absent"])
def test_withdrawing_a_signed_letter_puts_its_lines_back(city: World, verb: str | None) -> None:
    letter = signed(city, letter_for_budi(city))
    if verb == "absent":
        missed(city, budi(city))
    elif verb is not None:
        take(city, budi(city), verb)
    step(city, letter, "withdraw", by="approver", reason="salah tanggal")
    line = budi(city)
    assert (line["status"], line["hearing_at"], line["letter"]) == ("listed", None, None)
    assert "exclude" in line["verbs"]
    with city.app.app_context():
        row = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "letter.withdraw"))
        assert row is not None
        assert row.detail["recalled"] == [line["line_id"]]
    assert len(drafted(city)) == 1


def test_whoever_came_stays_attended_when_the_letter_is_withdrawn(city: World) -> None:
    letter = signed(city, letter_for_budi(city))
    take(city, budi(city), "attend")
    step(city, letter, "withdraw", by="approver", reason="salah nomor")
    line = budi(city)
    assert (line["status"], line["hearing_at"]) == ("attended", letter["hearing_at"])


def test_a_second_letter_goes_on_calling(city: World) -> None:
    first = signed(city, letter_for_budi(city), "800/1/2026")
    second = signed(city, drafted(city, "B")[0], "800/2/2026")
    assert budi(city)["hearing_at"] == first["hearing_at"]
    step(city, first, "withdraw", by="approver", reason="cukup surat B")
    line = budi(city)
    assert (line["status"], line["hearing_at"]) == ("called", second["hearing_at"])
    step(city, second, "withdraw", by="approver", reason="salah orang")
    assert budi(city)["status"] == "listed"


def test_withdrawing_the_second_call_leaves_the_first_absence(city: World) -> None:
    first = signed(city, letter_for_budi(city, "B"), "800/1/2026")
    missed(city, budi(city))
    second = signed(city, drafted(city, "B")[0], "800/2/2026")
    assert budi(city)["status"] == "called_again"
    step(city, again(city, second), "withdraw", by="approver", reason="salah tempat")
    line = budi(city)
    assert (line["status"], line["hearing_at"]) == ("absent", first["hearing_at"])
    assert drafted(city, "B")[0]["call"] == 2


def test_a_replaced_letter_calls_nobody(city: World) -> None:
    letter = signed(city, letter_for_budi(city), "800/1/2026")
    step(city, letter, "replace", by="approver", reason="salah tempat")
    assert budi(city)["status"] == "listed"


def test_withdrawing_a_draft_moves_nobody(city: World) -> None:
    letter = letter_for_budi(city)
    step(city, letter, "withdraw", reason="tidak jadi")
    assert budi(city)["status"] == "listed"


# --- The lines tell their steps -------------------------------------------------------------------


def test_a_line_tells_which_steps_it_allows(city: World) -> None:
    letter = letter_for_budi(city)
    assert budi(city)["verbs"] == ["clear", "exclude"]
    assert budi(city)["next_call"] is None  # nobody called, nobody missed it
    signed(city, letter)
    assert budi(city)["verbs"] == ["absent", "attend", "clear", "excuse", "reschedule"]
    take(city, budi(city), "attend")
    assert budi(city)["verbs"] == ["clear", "coach", "hand_over", "no_action"]


# --- Whoever stays away is called again, once -----------------------------------------------------


def test_absent_and_panggilan_ii_in_one_step(city: World) -> None:
    letter = signed(city, letter_for_budi(city, "B"), "800/1/2026")
    assert budi(city)["next_call"] == {"kind": "B", "call": 2}
    early = take(city, budi(city), "absent", status=409, then_call=True)
    assert (early["code"], early["hearing_at"]) == ("hearing-not-yet", letter["hearing_at"])
    line = missed(city, budi(city), then_call=True)
    assert line["status"] == "absent"
    assert (line["letter"]["kind"], line["letter"]["call"]) == ("B", 2)
    assert line["letter"]["hearing_at"] > letter["hearing_at"]
    signed(city, again(city, line["letter"]), "800/2/2026")
    line = missed(city, budi(city))
    assert line["next_call"] is None
    assert draft(city, "B").json["code"] == "no-lines"
    refused = missed(city, {**line, "revision": 0}, status=409, then_call=True)
    assert refused["code"] == "stale-revision"
    assert take(city, line, "outcome", outcome="handed_over")["status"] == "handed_over"


def test_who_missed_a_letter_a_gets_the_first_surat_panggilan(city: World) -> None:
    signed(city, letter_for_budi(city))
    line = missed(city, budi(city), then_call=True)
    assert (line["letter"]["kind"], line["letter"]["call"]) == ("B", 1)


@pytest.mark.one_database
def test_a_second_call_may_be_near_and_after_it_the_evidence_decides(city: World) -> None:
    signed(city, letter_for_budi(city, "B"), "800/1/2026")
    move_hearing(city, -1)
    line = missed(city, budi(city), then_call=True)
    signed(city, again(city, line["letter"]), "800/2/2026")
    refused = missed(city, budi(city), status=409, then_call=True)
    assert (refused["code"], budi(city)["status"]) == ("step-not-allowed", "called_again")
    missed(city, budi(city))
    assert ("decide_on_evidence", budi(city)["name"]) in due(city)


def test_a_call_under_way_is_not_drafted_twice(city: World) -> None:
    signed(city, letter_for_budi(city, "B"), "800/1/2026")
    line = missed(city, budi(city), then_call=True)
    step(city, again(city, line["letter"]), "submit")
    assert draft(city, "B").json["code"] == "no-lines"


# --- What is due today ----------------------------------------------------------------------------


def due(city: World) -> list[tuple[str, str]]:
    answer = city.client("desk").get("/api/due")
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["name"]) for one in answer.json["items"]]


def move_hearing(city: World, days: int) -> None:
    with city.app.app_context():
        row = db.session.scalars(select(Line)).one()
        row.hearing_at = now() + timedelta(days=days)
        db.session.commit()


def test_the_first_page_says_what_is_due(city: World) -> None:
    head = ("letter_to_deliver", "Kepala Dinas Perhubungan")
    letter = signed(city, letter_for_budi(city))
    assert due(city) == [head]
    name = budi(city)["name"]
    move_hearing(city, 0)
    assert due(city) == [("hearing_today", name), head]
    step(city, letter, "deliver", reason="diterima")
    move_hearing(city, -2)
    assert due(city) == [("attendance_missing", name)]
    take(city, budi(city), "excuse")
    assert due(city) == [("date_missing", name)]
    take(city, budi(city), "reschedule", hearing_at=iso(now() + timedelta(days=3)))
    missed(city, budi(city))
    assert due(city) == [("call_again", name)]
    assert draft(city, "B").status_code == 201
    assert due(city) == []


def test_a_promised_letter_is_due_on_its_day_and_after(city: World) -> None:
    finding = city.confirmed(city.finding(document=world.document("promised")))
    limit = now() + timedelta(days=2)
    city.judge(finding, "assess-document", revision=2, state="pending", due_at=iso(limit))
    assert due(city) == []
    for hours, kind in ((0, "promised_today"), (-72, "promised_passed")):
        with city.app.app_context():
            row = db.session.get_one(Finding, finding)
            row.assessment_due_at = now() + timedelta(hours=hours, seconds=1)
            db.session.commit()
        assert due(city) == [(kind, "BUDI SANTOSO, S.T.")]


# --- The list of letters by pages -----------------------------------------------------------------


def test_letters_come_by_pages_each_once(city: World) -> None:
    for who in ("budi", "siti", "joko"):
        kind = "pppk" if who == "joko" else "pns"
        city.confirmed(city.finding(identity=city.identity(who, kind=kind)))
    assert draft(city).status_code == 201
    signed(city, drafted(city, "B")[0], f"800/3/{today().year}")
    path = f"/api/operations/{city.operation}/letters"
    desk = city.client("desk")
    all_of_them = [one["id"] for one in desk.get(path).json["items"]]
    assert len(all_of_them) == 3
    seen: list[str] = []
    cursor = ""
    while True:
        page = desk.get(f"{path}?size=1{cursor}").json
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == all_of_them
    assert desk.get(f"{path}?cursor={city.operation}").json["code"] == "bad-cursor"
