"""What the desk does with a finding: with a reason, in order, never over somebody else's head."""

from typing import Any
from uuid import UUID

import pytest
import world
from flask import Flask
from world import World

from server.core.db import db
from server.operations.models import Operation, Team
from server.permits.models import Permit


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def received(city: World, **changes: Any) -> UUID:
    finding_id, answer = city.send(city.finding(**changes))
    assert answer.status_code == 201
    return finding_id


def test_confirming_keeps_reason_actor_and_revision(city: World) -> None:
    finding_id = received(city)
    answer = city.judge(finding_id, "confirm")
    assert answer.json["status"] == "confirmed"
    assert answer.json["revision"] == 2
    (step,) = answer.json["amendments"]
    assert (step["verb"], step["actor_name"], step["reason"]) == ("confirm", "Desk", "sesuai bukti")
    assert step["changes"]["status"] == {"before": "received", "after": "confirmed"}


def test_two_desks_at_once_never_overwrite_each_other(city: World) -> None:
    finding_id = received(city)
    city.judge(finding_id, "confirm")
    answer = city.judge(finding_id, "dismiss", by="desk2")
    assert (answer.status_code, answer.json["code"]) == (409, "stale-revision")
    assert answer.json["yours"] == 1
    assert answer.json["current"]["status"] == "confirmed"


def test_a_verb_without_a_reason_is_refused(city: World) -> None:
    finding_id = received(city)
    answer = city.client("desk").post(
        f"/api/findings/{finding_id}/confirm", json={"reason": "  ", "revision": 1}
    )
    assert (answer.status_code, answer.json["code"]) == (422, "reason-needed")


def test_a_step_that_does_not_exist_is_told(city: World) -> None:
    finding_id = received(city)
    city.judge(finding_id, "dismiss")
    answer = city.judge(finding_id, "confirm", revision=2)
    assert (answer.status_code, answer.json["code"]) == (409, "step-not-allowed")


def test_only_a_second_person_reopens(city: World) -> None:
    finding_id = received(city)
    city.judge(finding_id, "dismiss")
    assert city.judge(finding_id, "reopen", revision=2).status_code == 404
    answer = city.judge(finding_id, "reopen", by="approver", revision=2)
    assert answer.json["status"] == "reopened"
    assert city.judge(finding_id, "confirm", revision=3).json["status"] == "confirmed"


@pytest.mark.parametrize("reader", ["sekda", "inspector", "officer1", "coordinator1"])
def test_who_only_reads_cannot_judge(city: World, reader: str) -> None:
    finding_id = received(city)
    answer = city.judge(finding_id, "confirm", by=reader)
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_identifying_copies_the_roster_and_judges_again(city: World) -> None:
    unknown = city.identity(kind="unknown", basis="unknown")
    finding_id = received(city, identity=unknown)
    answer = city.judge(finding_id, "identify", employee_id=str(city.employees["siti"]))
    person = answer.json["person"]
    assert person["name"] == "SITI AMINAH"
    assert person["opd_name"] == "Dinas Pendidikan"
    assert answer.json["said"]["identity"]["employee_id"] is None
    assert answer.json["amendments"][0]["changes"]["name"]["before"] is None


def test_identifying_refuses_a_wrong_number_and_an_unknown_person(city: World) -> None:
    finding_id = received(city)
    answer = city.judge(finding_id, "identify", nip="198713122010011004", name="X", kind="pns")
    assert answer.json["code"] == "nip-invalid"
    answer = city.judge(finding_id, "identify", employee_id=str(finding_id))
    assert answer.json["code"] == "unknown-employee"


def test_who_it_is_is_settled_once_the_finding_is_dismissed(city: World) -> None:
    finding_id = received(city)
    city.judge(finding_id, "dismiss")
    answer = city.judge(finding_id, "identify", revision=2, employee_id=str(city.employees["siti"]))
    assert answer.json["code"] == "step-not-allowed"


def test_not_identified_is_a_valid_end(city: World) -> None:
    finding_id = received(city)
    answer = city.judge(finding_id, "identify", kind="unknown")
    assert answer.json["person"]["employee_id"] is None
    assert answer.json["person"]["basis"] == "unknown"


def test_what_the_team_observed_moves_nothing_and_the_assessment_does(city: World) -> None:
    finding_id = received(city, document=world.document("matches"))
    found = city.client("desk").get(f"/api/findings/{finding_id}").json
    assert (found["observed"], found["assessment"]["state"]) == ("matches", "unassessed")
    answer = city.judge(finding_id, "assess-document", state="accepted")
    assert answer.json["assessment"]["state"] == "accepted"
    assert answer.json["observed"] == "matches"


def test_a_promised_letter_expires_by_the_clock_and_only_the_approver_takes_it_late(
    city: World,
) -> None:
    finding_id = received(city, document=world.document("promised"))
    answer = city.judge(
        finding_id, "assess-document", state="pending", due_at="2026-01-02T09:00:00Z"
    )
    assert answer.json["assessment"]["state"] == "expired"
    late = {"state": "accepted_late", "revision": 2}
    assert city.judge(finding_id, "assess-document", **late).status_code == 404
    answer = city.judge(finding_id, "assess-document", by="approver", **late)
    assert answer.json["assessment"]["state"] == "accepted_late"


def test_a_promised_letter_needs_a_deadline_and_a_named_letter_must_exist(city: World) -> None:
    finding_id = received(city, document=world.document("promised"))
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).promised_until = None
        db.session.commit()
    answer = city.judge(finding_id, "assess-document", state="pending")
    assert list(answer.json["invalid"]) == ["due_at"]
    letter = {"state": "accepted", "permit_id": str(finding_id)}
    answer = city.judge(finding_id, "assess-document", **letter)
    assert list(answer.json["invalid"]) == ["permit_id"]


def test_merging_joins_findings_of_one_operation(city: World) -> None:
    first, second = received(city), received(city)
    answer = city.judge(second, "merge", into=str(first))
    assert answer.json["status"] == "merged"
    assert answer.json["merged_into"] == str(first)
    assert city.judge(first, "merge", into=str(first)).json["code"] == "step-not-allowed"
    assert city.judge(first, "merge", into=str(second)).json["code"] == "step-not-allowed"


def test_an_amendment_keeps_what_was_said(city: World) -> None:
    finding_id = received(city)
    answer = city.judge(finding_id, "amend", by="officer1", place="Pasar Lama")
    assert answer.json["place"] == "Pasar Lama"
    assert answer.json["said"]["place"] == "Pasar Baru"
    assert answer.json["amendments"][0]["changes"]["place"]["before"] == "Pasar Baru"


def test_an_amendment_that_changes_nothing_is_told_so(city: World) -> None:
    answer = city.judge(received(city), "amend")
    assert (answer.status_code, answer.json["code"]) == (422, "bad-field")


def test_a_slip_that_was_never_printed_is_no_correction(city: World) -> None:
    answer = city.judge(received(city), "amend", slip="000017")
    assert (answer.status_code, list(answer.json["invalid"])) == (422, ["slip"])


def test_the_author_corrects_until_the_team_closes(city: World) -> None:
    finding_id = received(city)
    with city.app.app_context():
        db.session.get_one(Team, city.teams[1]).closed_at = world.workday(15)
        db.session.commit()
    answer = city.judge(finding_id, "amend", by="officer1", place="Pasar Lama")
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")
    assert city.judge(finding_id, "amend", place="Pasar Lama").status_code == 200


def test_who_is_found_takes_no_part_in_judging(city: World) -> None:
    from server.accounts.models import User  # noqa: PLC0415 - only this test changes it

    with city.app.app_context():
        db.session.get_one(User, city.users["desk"]).employee_id = city.employees["budi"]
        db.session.commit()
    finding_id = received(city)
    assert city.judge(finding_id, "dismiss").status_code == 404
    assert city.judge(finding_id, "dismiss", by="desk2").status_code == 200


def test_registered_letters_are_shown_with_what_they_cover(city: World) -> None:
    with city.app.app_context():
        db.session.add(
            Permit(
                employee_id=city.employees["budi"],
                kind="surat_tugas",
                number="12/ST",
                valid_from=world.workday(8),
                valid_to=world.workday(12),
                place="Kantor Pajak",
                purpose="Rapat",
                registered_at=world.workday(7),
            )
        )
        db.session.commit()
    finding_id = received(city)
    (permit,) = city.client("desk").get(f"/api/findings/{finding_id}").json["permits"]
    assert permit["number"] == "12/ST"
    assert permit["covers"]["name"] is True
    assert permit["covers"]["time"] is True
    assert permit["covers"]["place"] is False
    assert permit["late"] is False
