"""The OPD of the superior finishes a letter B: numbers it, signs it, hands it over, and sees no more."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from paperwork import approved, drafted, furnished, step, today
from signatures import signed_elsewhere
from sqlalchemy import select
from world import World

from server.accounts.models import User
from server.core.audit import AuditEntry
from server.core.db import db
from server.operations.models import Operation
from server.people.models import Employee, Opd
from server.summons.models import Letter

NUMBER = "800.1.6.2/7/DISHUB/2026"


@pytest.fixture
def city(app: Flask) -> World:
    """Lend the city after closing: Budi of Dishub and Siti of Disdik each have an approved letter B."""
    city = furnished(app)
    with city.app.app_context():
        siti = db.session.get_one(Employee, city.employees["siti"])
        siti.superior_id = city.employees["joko"]
        db.session.get_one(User, city.users["desk2"]).roles = ["opd"]
        db.session.get_one(User, city.users["desk2"]).opd_id = city.opds["Dishub"]
        db.session.commit()
    city.users["opd_dishub"] = city.users["desk2"]
    city.confirmed(city.finding())
    city.confirmed(city.finding(identity=city.identity("siti"), note="CATATAN PETUGAS"))
    return city


def close(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()


def handed_over(city: World) -> dict[str, Any]:
    letters = {one["people"][0]["name"]: approved(city, one) for one in drafted(city, "B")}
    close(city)
    return letters


def listed(city: World, who: str = "opd_dishub") -> list[dict[str, Any]]:
    answer = city.client(who).get("/api/own-letters")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def ask(city: World, method: str, path: str, who: str = "opd_dishub", **more: Any) -> Any:
    return city.client(who).open(f"/api/own-letters/{path}", method=method, **more)


def test_an_opd_sees_the_letters_its_superiors_sign_once_approved_and_closed(city: World) -> None:
    letters = {one["people"][0]["name"]: one for one in drafted(city, "B")}
    assert listed(city) == []
    letters = {name: approved(city, one) for name, one in letters.items()}
    assert letters["BUDI SANTOSO, S.T."]["signing_opd_name"] == "Dinas Perhubungan"
    assert listed(city) == []  # an OPD hears of no operation before it is closed
    close(city)
    (mine,) = listed(city)
    assert (mine["person"]["name"], mine["verbs"]) == ("BUDI SANTOSO, S.T.", ["sign"])
    (other,) = listed(city, "opd_disdik")
    assert other["person"]["name"] == "SITI AMINAH"
    text = ask(city, "GET", mine["id"]).text
    for hidden in ("SITI", "CATATAN", "Pasar Baru", "photo", "Officer1"):
        assert hidden not in text
    for form in ("pdf", "docx"):
        assert ask(city, "GET", f"{mine['id']}.{form}").status_code == 200
        assert ask(city, "GET", f"{other['id']}.{form}").status_code == 404
    assert city.client("opd_dishub").get(f"/api/letters/{mine['id']}").status_code == 404
    for who in ("desk", "sekda", "officer1", "admin"):
        assert city.client(who).get("/api/own-letters").status_code == 404


@pytest.mark.parametrize("hidden", ["head", "owner", "paper A"])
def test_the_letter_about_the_own_head_or_the_owner_or_of_another_kind_stays_hidden(
    city: World, hidden: str
) -> None:
    letter = handed_over(city)["BUDI SANTOSO, S.T."]
    budi = city.employees["budi"]
    with city.app.app_context():
        if hidden == "head":
            db.session.get_one(Opd, city.opds["Dishub"]).head_id = budi
        elif hidden == "owner":
            db.session.get_one(User, city.users["opd_dishub"]).employee_id = budi
        else:
            db.session.get_one(Letter, UUID(letter["id"])).kind = "A"
        db.session.commit()
    assert listed(city) == []
    body = {"revision": letter["revision"], "number": NUMBER, "dated": today().isoformat()}
    for method, path in (("GET", ""), ("GET", ".pdf"), ("PATCH", ""), ("POST", "/sign")):
        more = {} if method == "GET" else {"json": body}
        assert ask(city, method, letter["id"] + path, **more).status_code == 404


def test_an_opd_numbers_signs_and_delivers_its_letter_and_each_step_is_audited(city: World) -> None:
    letter = handed_over(city)["BUDI SANTOSO, S.T."]
    where, dated = letter["id"], today().isoformat()
    typed = ask(city, "PATCH", where, json={"revision": letter["revision"], "number": NUMBER})
    assert (typed.status_code, typed.json["holds"]) == (200, ["letter_date_missing"])
    # what the approver has seen is not the OPD's to change
    moved = {"revision": typed.json["revision"], "hearing_place": "Ruang lain"}
    assert ask(city, "PATCH", where, json=moved).status_code == 422
    made = ask(city, "POST", f"{where}/sign", json={"revision": typed.json["revision"],
                                                    "dated": dated})  # fmt: skip
    assert (made.status_code, made.json["status"], made.json["number"]) == (200, "signed", NUMBER)
    assert ask(city, "GET", f"{where}.pdf").data[:5] == b"%PDF-"
    took = ask(city, "POST", f"{where}/deliver", json={"revision": made.json["revision"],
                                                       "received_by": "Budi Santoso"})  # fmt: skip
    assert (took.status_code, took.json["received_by"]) == (200, "Budi Santoso")
    assert [one["verb"] for one in took.json["steps"]] == ["approve", "change", "sign", "deliver"]
    lines = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.json").json
    states = {one["name"]: one["status"] for opd in lines["opds"] for one in opd["lines"]}
    assert states["BUDI SANTOSO, S.T."] == "called"
    with city.app.app_context():
        rows = db.session.scalars(
            select(AuditEntry.action).where(
                AuditEntry.actor_id == city.users["opd_dishub"],
                AuditEntry.subject_id.startswith(where),
            )
        )
        assert list(rows) == ["letter.change", "letter.sign", "letter.read", "letter.deliver"]


def test_two_who_finish_one_letter_never_overwrite_each_other(city: World) -> None:
    letter = handed_over(city)["BUDI SANTOSO, S.T."]
    body = {"revision": letter["revision"], "number": "1/DISHUB/2026"}
    assert city.client("desk").patch(f"/api/letters/{letter['id']}", json=body).status_code == 200
    late = ask(city, "PATCH", letter["id"], json={**body, "number": "2/DISHUB/2026"})
    assert (late.status_code, late.json["code"]) == (409, "stale-revision")
    assert late.json["current"]["number"] == "1/DISHUB/2026"
    assert "drafted_by_name" not in late.json["current"]
    # BKPSDM finishes it in the OPD's place, and the OPD reads what became of it
    step(city, late.json["current"], "sign", dated=today().isoformat())
    (mine,) = listed(city)
    assert (mine["status"], mine["number"]) == ("signed", "1/DISHUB/2026")
    again = ask(city, "POST", f"{letter['id']}/sign", json={"revision": mine["revision"]})
    assert (again.status_code, again.json["code"]) == (409, "step-not-allowed")


def test_a_withdrawn_letter_is_named_by_its_number_alone(city: World) -> None:
    letter = handed_over(city)["BUDI SANTOSO, S.T."]
    made = step(city, letter, "sign", number=NUMBER, dated=today().isoformat())
    step(city, made, "withdraw", by="approver", reason="salah orang")
    (mine,) = listed(city)
    assert (mine["status"], mine["number"], mine["person"]) == ("withdrawn", NUMBER, None)
    assert ask(city, "GET", f"{letter['id']}.pdf").status_code == 404


def test_an_opd_that_looked_is_among_the_readers_of_its_letter(city: World) -> None:
    letters = handed_over(city)
    assert listed(city)
    for name, expected in (("BUDI SANTOSO, S.T.", "own_letters"), ("SITI AMINAH", None)):
        answer = city.client("inspector").get(f"/api/letters/{letters[name]['id']}/readers").json
        assert ({one["how"] for one in answer["items"]} & {"own_letters"}) == (
            {expected} if expected else set()
        )


def test_the_superior_s_own_electronic_signature_comes_back_through_the_opd(city: World) -> None:
    letter = handed_over(city)["BUDI SANTOSO, S.T."]
    where, dated = letter["id"], today().isoformat()
    typed = {"revision": letter["revision"], "number": NUMBER, "dated": dated}
    typed = ask(city, "PATCH", where, json=typed).json
    ask(city, "POST", f"{where}/sign", json={"revision": typed["revision"]})
    brought = signed_elsewhere(ask(city, "GET", f"{where}.pdf").data)
    assert ask(city, "PUT", f"{where}/signed", "opd_disdik", data=brought).status_code == 404
    answer = ask(city, "PUT", f"{where}/signed", data=brought)
    assert answer.status_code == 200, answer.text
    assert [one["name"] for one in answer.json["copy"]["signers"]] == ["Drs. TTE CONTOH"]
    assert answer.json["steps"][-1]["verb"] == "attach"
    assert ask(city, "GET", f"{where}.pdf").data == brought
