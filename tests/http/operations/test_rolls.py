"""Sidak kantor: the attendance list of each OPD, its codes, its sums, and who may see what of it."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
import world
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from server.archive import old_rolls, retention, subject_records
from server.archive.rules import Rule
from server.core.clock import iso, now
from server.core.db import db
from server.operations.models import Operation, RollMark, RollPerson, Team, TeamMember
from server.people.models import Employee
from server.permits.models import Permit


class Office:
    """The world with a sidak kantor: officer1 keeps the list of Disdik (siti, joko, rina)."""

    def __init__(self, app: Flask) -> None:
        self.city = world.build(app)
        self.app, self.id, self.team = app, uuid4(), uuid4()
        self.start = world.workday(8)
        with app.app_context():
            db.session.add(
                Operation(
                    id=self.id, name="Sidak kantor", kind="office", day=self.start.date(),
                    starts_at=self.start, ends_at=self.start + timedelta(hours=4), status="open",
                    time_zone="Asia/Jakarta", opened_at=self.start,
                )
            )  # fmt: skip
            db.session.flush()
            db.session.add(Team(id=self.team, operation_id=self.id, number=1))
            db.session.flush()
            for who, role in (("officer1", "officer"), ("coordinator1", "coordinator")):
                db.session.add(
                    TeamMember(operation_id=self.id, team_id=self.team, role=role,
                               user_id=self.city.users[who])
                )  # fmt: skip
            db.session.commit()

    def client(self, who: str) -> FlaskClient:
        return self.city.client(who)

    def begin(self, who: str = "officer1", opd: str = "Disdik") -> Any:
        body = {"team_id": str(self.team), "opd_id": str(self.city.opds[opd])}
        return self.client(who).post(f"/api/operations/{self.id}/rolls", json=body)

    def people(self, roll: str, who: str = "officer1") -> dict[str, dict[str, Any]]:
        answer = self.client(who).get(f"/api/rolls/{roll}/people")
        assert answer.status_code == 200, answer.text
        return {one["name"]: one for one in answer.json["items"]}

    def mark(self, roll: str, codes: dict[str, str], who: str = "officer1", **more: Any) -> Any:
        known = self.people(roll)
        marks = [
            {"person_id": known[name]["id"], "number": known[name]["number"], "code": code,
             "note": more.get("note", "")}
            for name, code in codes.items()
        ]  # fmt: skip
        body = {"marks": marks, "reason": more.get("reason", "")}
        return self.client(who).post(f"/api/rolls/{roll}/marks", json=body)

    def board(self, who: str = "sekda") -> Any:
        return self.client(who).get(f"/api/operations/{self.id}/board").json


def sheet(book: bytes, number: int) -> list[list[Any]]:
    return (
        CalamineWorkbook.from_filelike(BytesIO(book))
        .get_sheet_by_index(number)
        .to_python(skip_empty_area=False)
    )


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)


SITI, JOKO, RINA = "SITI AMINAH", "JOKO", "RINA WATI"


def permit(office: Office, who: str, kind: str, registered: timedelta, **more: Any) -> None:
    at = {"valid_from": office.start, "valid_to": office.start + timedelta(hours=9)}
    with office.app.app_context():
        db.session.add(
            Permit(employee_id=office.city.employees[who], kind=kind,
                   registered_at=office.start + registered, **{**at, **more})
        )  # fmt: skip
        db.session.commit()


def test_a_list_holds_everybody_of_the_opd_and_letters_only_propose(office: Office) -> None:
    hour = timedelta(hours=1)
    permit(office, "siti", "cuti_sakit", -hour)
    permit(office, "joko", "surat_tugas", hour)  # after the teams left: a late letter
    permit(office, "rina", "diklat", -hour, valid_to=office.start)  # over before they came
    begun = office.begin()
    assert begun.status_code == 201, begun.text
    known = office.people(begun.json["id"])
    assert sorted(known) == [JOKO, RINA, SITI]
    # leave says only that it is leave: why is nobody's business at the door
    assert {name: one["proposed"] for name, one in known.items()} == {
        SITI: "leave", JOKO: None, RINA: None,
    }  # fmt: skip
    assert all(one["code"] is None for one in known.values())
    assert (begun.json["staff"], begun.json["difference"]) == (3, 3)
    again = office.begin("coordinator1")
    assert (again.status_code, again.json["id"]) == (200, begun.json["id"])


def test_present_and_every_code_make_the_denominator_and_a_difference_is_told(
    office: Office,
) -> None:
    roll = office.begin().json["id"]
    told = office.mark(roll, {SITI: "present", JOKO: "absent"}).json
    assert (told["staff"], sum(told["counts"].values()), told["difference"]) == (3, 2, 1)
    told = office.mark(roll, {RINA: "duty"}).json
    assert (sum(told["counts"].values()), told["difference"]) == (3, 0)
    with office.app.app_context():  # the roster grows later: the list stays what it was
        db.session.add(Employee(name="BARU", kind="pns", opd_id=office.city.opds["Disdik"]))
        db.session.commit()
    assert office.client("desk").get(f"/api/rolls/{roll}").json["difference"] == 0
    whole = office.board()["rolls"]
    assert (whole["staff"], whole["difference"], whole["counts"]["absent"]) == (3, 0, 1)
    assert [one["name"] for one in whole["opds"]] == ["Dinas Pendidikan"]
    assert office.board()["teams"][0]["state"] == "findings"


def test_a_code_is_put_right_beside_the_first_with_a_reason_and_never_overwritten(
    office: Office,
) -> None:
    roll = office.begin().json["id"]
    assert office.mark(roll, {SITI: "absent"}).status_code == 200
    assert office.mark(roll, {SITI: "absent"}).status_code == 200  # the same again changes nothing
    answer = office.mark(roll, {SITI: "present"})
    assert (answer.status_code, answer.json["code"]) == (422, "reason-needed")
    assert office.mark(roll, {SITI: "present"}, reason="datang pukul 8.20").status_code == 200
    with office.app.app_context():
        rows = db.session.scalars(select(RollMark).order_by(RollMark.number)).all()
        assert [(one.code, one.reason) for one in rows] == [
            ("absent", ""), ("present", "datang pukul 8.20"),
        ]  # fmt: skip
    known = office.people(roll)
    stale = {"person_id": known[SITI]["id"], "code": "duty", "number": 1}
    answer = office.client("coordinator1").post(
        f"/api/rolls/{roll}/marks", json={"marks": [stale], "reason": "surat tugas ada"}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "stale-revision")
    assert answer.json["current"][0]["code"] == "present"


def test_all_marks_of_a_delivery_stand_or_none(office: Office) -> None:
    roll = office.begin().json["id"]
    known = office.people(roll)
    sound = {"person_id": known[SITI]["id"], "code": "present", "number": 0}
    for strange in (
        {**sound, "person_id": str(uuid4())},
        {**sound, "person_id": known[JOKO]["id"], "code": "mangkir"},
        sound,
    ):
        body = {"marks": [sound, strange]}
        answer = office.client("officer1").post(f"/api/rolls/{roll}/marks", json=body)
        assert answer.status_code == 422, answer.text
    assert office.people(roll)[SITI]["code"] is None


def test_who_is_ill_is_on_leave_for_all_but_the_team_and_the_desk(office: Office) -> None:
    roll = office.begin().json["id"]
    office.mark(roll, {SITI: "sick", JOKO: "leave"}, note="opname tifus")
    for who in ("officer1", "desk"):
        seen = office.people(roll, who)[SITI]
        assert (seen["code"], seen["note"]) == ("sick", "opname tifus")
    for who in ("sekda", "inspector"):
        seen = office.people(roll, who)[SITI]
        assert (seen["code"], seen["note"]) == ("leave", "")
        counts = office.client(who).get(f"/api/operations/{office.id}/rolls").json["items"][0]
        assert (counts["counts"]["sick"], counts["counts"]["leave"]) == (0, 2)
        assert "tifus" not in office.client(who).get(f"/api/operations/{office.id}/board").text
        book = office.client(who).get(f"/api/operations/{office.id}/rolls.xlsx").data
        cells = {cell for row in sheet(book, 1) for cell in row}
        assert "cuti/sakit" in cells
        assert not cells & {"sakit", "opname tifus"}
        table = office.client(who).get(f"/api/operations/{office.id}/rolls.csv").data
        assert "cuti/sakit" in table.decode("utf-8-sig")
        assert b"tifus" not in table
    assert office.board()["rolls"]["counts"]["sick"] == 0


def test_the_recap_and_the_lists_leave_on_paper_and_add_up(office: Office) -> None:
    roll = office.begin().json["id"]
    office.mark(roll, {SITI: "sick", JOKO: "present"})
    book = office.client("desk").get(f"/api/operations/{office.id}/rolls.xlsx")
    recap = {row[0]: row[1:] for row in sheet(book.data, 0) if row[0]}
    total = recap["Jumlah"]
    assert total[0] == sum(total[1:11]) == 3
    rows = sheet(book.data, 1)[5:]
    assert rows[0][:6] == [1, JOKO, "19880417 202221 2 031", "Staf", "H", "hadir"]
    assert rows[1][4:6] == ["", "belum dicatat"]
    table = office.client("desk").get(f"/api/operations/{office.id}/rolls.csv")
    head, first = table.data.decode("utf-8-sig").splitlines()[:2]
    assert head == "No.;OPD;Tim;Nama;NIP;Jabatan;Kode;Kehadiran;Keterangan"
    assert first == f"1;Dinas Pendidikan;Tim 1;{JOKO};19880417 202221 2 031;Staf;H;hadir;"
    paper = office.client("sekda").get(f"/api/operations/{office.id}/rolls.pdf")
    assert paper.data.startswith(b"%PDF-")
    outside = office.client("desk").get(f"/api/operations/{office.city.operation}/rolls.pdf")
    assert outside.status_code == 404


def test_only_an_open_sidak_kantor_has_lists_and_an_opd_has_one_team(office: Office) -> None:
    body = {"team_id": str(office.city.teams[1]), "opd_id": str(office.city.opds["Disdik"])}
    url = f"/api/operations/{office.city.operation}/rolls"
    answer = office.client("officer1").post(url, json=body)
    assert (answer.status_code, answer.json["code"]) == (409, "step-not-allowed")
    assert office.begin(opd="Dishub").status_code == 201
    with office.app.app_context():
        other = Team(id=uuid4(), operation_id=office.id, number=2)
        db.session.add(other)
        db.session.flush()
        team_id = str(other.id)
        db.session.commit()
    taken = {"team_id": team_id, "opd_id": str(office.city.opds["Dishub"])}
    answer = office.client("desk").post(f"/api/operations/{office.id}/rolls", json=taken)
    assert (answer.status_code, answer.json["state"]) == (409, "other-team")
    nothing = {"team_id": str(office.team), "opd_id": str(uuid4())}
    answer = office.client("desk").post(f"/api/operations/{office.id}/rolls", json=nothing)
    assert answer.status_code == 422
    assert office.client("officer2").get(f"/api/operations/{office.id}/rolls").status_code == 404


def test_after_closing_only_the_desk_puts_something_right_and_nobody_marks_oneself(
    office: Office,
) -> None:
    roll = office.begin().json["id"]
    office.mark(roll, {SITI: "absent"})
    office.client("sekda").post(f"/api/operations/{office.id}/close", json={"reason": "selesai"})
    answer = office.mark(roll, {JOKO: "present"}, reason="terlewat")
    assert (answer.status_code, answer.json["code"]) == (409, "step-not-allowed")
    assert office.mark(roll, {JOKO: "present"}, "desk").json["code"] == "reason-needed"
    answer = office.mark(roll, {JOKO: "present"}, "desk", reason="menurut berita acara")
    assert answer.status_code == 200
    with office.app.app_context():
        from server.accounts.models import User  # noqa: PLC0415 - one row of it

        db.session.execute(
            update(User).where(User.username == "desk2")
            .values(employee_id=office.city.employees["siti"])
        )  # fmt: skip
        db.session.commit()
    answer = office.mark(roll, {SITI: "present"}, "desk2", reason="saya hadir")
    assert (answer.status_code, answer.json["code"]) == (409, "second-person-needed")


def test_what_is_accounted_for_is_forgotten_first_and_the_figures_stay(office: Office) -> None:
    roll = office.begin().json["id"]
    office.mark(roll, {SITI: "sick", JOKO: "absent"}, note="menurut atasan")
    office.client("sekda").post(f"/api/operations/{office.id}/close", json={"reason": "selesai"})
    with office.app.app_context():
        siti = db.session.get_one(Employee, office.city.employees["siti"])
        said = subject_records.rolls(siti)
        assert [(one["code"], one["note"]) for one in said] == [("sick", "menurut atasan")]
        later = now() + timedelta(days=91)
        due = {rule: len(ids) for (_, _, rule), ids in old_rolls.ripe(later).items()}
        assert due == {Rule.CLEARED: 2}  # siti, and rina whom nobody marked
        tally = [one for one in retention.preview(later) if "Daftar hadir" in one.operation]
        assert [one.counts["persons"] for one in tally] == [2]
        retention.run(office.app.extensions["sidak_blobs"], at=later)
        left = db.session.scalars(
            select(RollPerson.employee_id).where(RollPerson.employee_id.is_not(None))
        ).all()
        assert left == [office.city.employees["joko"]]
        years = now() + timedelta(days=6 * 365)
        assert {rule for _, _, rule in old_rolls.ripe(years)} == {Rule.CASE}
        assert subject_records.rolls(siti) == []
    told = office.client("desk").get(f"/api/rolls/{roll}").json
    assert (told["counts"]["sick"], told["counts"]["absent"], told["difference"]) == (1, 1, 1)
    names = [one["name"] for one in
             office.client("desk").get(f"/api/rolls/{roll}/people").json["items"]]  # fmt: skip
    assert sorted(names, key=str) == [JOKO, None, None]


def test_a_mistyped_permit_is_taken_back_with_a_trace_and_what_was_seen_stays(app: Flask) -> None:
    city = world.build(app)
    at = world.workday(8)
    body = {"employee_id": str(city.employees["budi"]), "kind": "surat_tugas", "number": "12/ST",
            "valid_from": iso(at), "valid_to": iso(at + timedelta(hours=6))}  # fmt: skip
    made = [city.client("desk").post("/api/permits", json=body).json["id"] for _ in range(2)]
    finding_id, _ = city.send(city.finding())
    city.judge(finding_id, "assess-document", state="accepted", permit_id=made[0])
    reference = city.client("officer1").get("/api/reference").json
    assert {one["id"] for one in reference["permits"]} == set(made)
    for one in made:
        url = f"/api/permits/{one}/withdraw"
        assert city.client("opd_disdik").post(url, json={"reason": "salah"}).status_code == 404
        assert city.client("desk").post(url, json={"reason": "salah orang"}).status_code == 200
        assert city.client("desk").post(url, json={"reason": "lagi"}).status_code == 409
    assert city.client("officer1").get("/api/reference").json["permits"] == []
    assert city.client("desk").get("/api/permits").json["items"] == []
    seen = city.client("desk").get(f"/api/findings/{finding_id}").json["permits"]
    assert [(one["id"], one["withdrawn"]) for one in seen] == [(made[0], True)]
    answer = city.judge(finding_id, "assess-document", revision=2, state="accepted",
                        permit_id=made[1])  # fmt: skip
    assert answer.status_code == 422
    with app.app_context():
        row = db.session.get_one(Permit, UUID(made[0]))
        assert (row.withdrawn_by, row.withdrawn_reason) == (city.users["desk"], "salah orang")


def test_an_opd_takes_back_what_it_registered_itself_and_nothing_else(app: Flask) -> None:
    city = world.build(app)
    at = world.workday(8)
    body = {"employee_id": str(city.employees["siti"]), "kind": "cuti_tahunan",
            "valid_from": iso(at), "valid_to": iso(at + timedelta(hours=6))}  # fmt: skip
    own = city.client("opd_disdik").post("/api/permits", json=body).json["id"]
    desks = city.client("desk").post("/api/permits", json=body).json["id"]
    withdraw = {"reason": "tanggal keliru"}
    for one, status in ((own, 200), (desks, 404)):
        answer = city.client("opd_disdik").post(f"/api/permits/{one}/withdraw", json=withdraw)
        assert answer.status_code == status
