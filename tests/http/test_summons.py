"""The summons list over HTTP: everybody once, every step with a reason, nobody judges themselves."""

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
import python_calamine
import world
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select
from world import World

from server.core.audit import AuditEntry
from server.core.db import db
from server.operations.models import Operation
from server.summons.models import Line, LineStep


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def summons_list(city: World, by: str = "desk") -> dict[str, Any]:
    answer = city.client(by).get(f"/api/operations/{city.operation}/summons-list.json")
    assert answer.status_code == 200, answer.text
    return answer.json


def lines(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {line["name"]: line for opd in found["opds"] for line in opd["lines"]}


def take(city: World, line: dict[str, Any], verb: str, by: str = "desk", **more: Any) -> Any:
    body = {
        "reason": "sesuai bukti",
        "revision": line["revision"],
        "operation_id": str(city.operation),
        **more,
    }
    return city.client(by).post(f"/api/lines/{line['line_id']}/{verb}", json=body)


def stranger(city: World, name: str, kind: str) -> dict[str, Any]:
    return city.finding(identity=city.identity(name=name, kind=kind))


def test_one_person_found_by_two_teams_is_one_line(city: World) -> None:
    city.confirmed(city.finding())
    again = city.finding(
        team_id=str(city.teams[2]), author_id=str(city.users["officer2"]), place="Kedai A"
    )
    city.confirmed(again, by="officer2")
    found = summons_list(city)
    assert found["totals"] == {
        "findings": 2,
        "repeat_findings": 1,
        "people": 1,
        "listed": 1,
        "not_listed": 0,
        "difference": 0,
    }
    (line,) = lines(found).values()
    assert len(line["finding_ids"]) == 2
    assert {seen["team_number"] for seen in line["seen"]} == {1, 2}
    assert line["superior"]["name"] == "Drs. SUTRISNO, M.Si."
    assert (line["status"], line["revision"], line["letter"]) == ("candidate", 0, None)


def test_everybody_lands_in_one_place(city: World) -> None:
    city.confirmed(city.finding())
    city.confirmed(city.finding(identity=city.identity("rina", kind="non_asn")))
    city.confirmed(stranger(city, "WAHYU", "other_agency"))
    city.confirmed(city.finding(identity=city.identity(basis="unknown")))
    city.send(city.finding(identity=city.identity("siti")))
    found = summons_list(city)
    assert {name: line["marks"] for name, line in lines(found).items()} == {
        "BUDI SANTOSO, S.T.": [],
        "RINA WATI": ["non_asn"],
    }
    assert {bucket: count for bucket, count in found["not_listed"].items() if count} == {
        "unconfirmed": 1,
        "unidentified": 1,
        "other_agency": 1,
    }
    assert [one["name"] for one in found["not_listed_people"]["other_agency"]] == ["WAHYU"]
    totals = found["totals"]
    assert totals["people"] == totals["listed"] + totals["not_listed"] == 5
    assert totals["difference"] == 0


def test_figures_are_provisional_until_closed_and_judged(city: World) -> None:
    finding, _ = city.send(city.finding())
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).status = "closed"
        db.session.commit()
    assert summons_list(city)["state"] == "provisional"
    city.judge(finding, "confirm")
    assert summons_list(city)["state"] == "verified"


def test_a_line_is_listed_excluded_and_listed_again(city: World) -> None:
    city.confirmed(city.finding())
    (line,) = lines(summons_list(city)).values()
    line = take(city, line, "list").json
    assert (line["status"], line["revision"]) == ("listed", 1)
    line = take(city, line, "exclude").json
    assert (line["status"], line["bucket"], line["revision"]) == ("excluded", "excluded", 2)
    found = summons_list(city)
    assert found["totals"]["listed"] == 0
    assert found["not_listed"]["excluded"] == 1
    assert take(city, line, "list").json["status"] == "listed"
    with city.app.app_context():
        steps = db.session.scalars(select(LineStep).order_by(LineStep.revision)).all()
        assert [(step.before, step.after) for step in steps] == [
            ("candidate", "listed"),
            ("listed", "excluded"),
            ("excluded", "listed"),
        ]


def test_a_line_is_found_without_its_operation(city: World) -> None:
    city.confirmed(city.finding())
    (line,) = lines(summons_list(city)).values()
    assert take(city, line, "list", operation_id=None).status_code == 200
    assert take(city, {**line, "line_id": uuid4()}, "list").status_code == 404
    assert take(city, {**line, "line_id": uuid4()}, "list", operation_id=None).status_code == 404


def test_a_stale_revision_shows_both_versions(city: World) -> None:
    city.confirmed(city.finding())
    (line,) = lines(summons_list(city)).values()
    take(city, line, "list")
    answer = take(city, line, "exclude", by="desk2", reason="salah baca")
    assert answer.status_code == 409
    assert answer.json["code"] == "stale-revision"
    assert (answer.json["current"]["status"], answer.json["current"]["revision"]) == ("listed", 1)
    assert answer.json["sent"] == {"verb": "exclude", "reason": "salah baca", "revision": 0}


def test_a_step_that_does_not_fit_is_refused(city: World) -> None:
    city.confirmed(city.finding())
    (line,) = lines(summons_list(city)).values()
    answer = take(city, line, "attend")
    assert (answer.status_code, answer.json["code"]) == (409, "step-not-allowed")
    assert take(city, line, "list", reason="").status_code == 422


def test_somebody_not_confirmed_is_not_put_on_the_list(city: World) -> None:
    city.send(city.finding())
    (one,) = summons_list(city)["not_listed_people"]["unconfirmed"]
    assert take(city, one, "list").json["code"] == "step-not-allowed"


def test_only_a_second_person_clears(city: World) -> None:
    city.confirmed(city.finding())
    (line,) = lines(summons_list(city)).values()
    line = take(city, line, "list", by="approver").json
    assert take(city, line, "clear").status_code == 404
    answer = take(city, line, "clear", by="approver")
    assert (answer.status_code, answer.json["code"]) == (409, "second-person-needed")


def test_the_approver_clears_what_the_desk_listed(city: World) -> None:
    city.confirmed(city.finding())
    (line,) = lines(summons_list(city)).values()
    line = take(city, line, "list").json
    cleared = take(city, line, "clear", by="approver", reason="salah orang").json
    assert (cleared["status"], cleared["bucket"]) == ("cleared", "cleared")
    assert take(city, cleared, "list").status_code == 404
    assert take(city, cleared, "list", by="approver").json["status"] == "listed"


def test_a_line_stays_when_the_desk_finds_out_who_it_is(city: World) -> None:
    said = city.finding(
        identity=city.identity(name="BUDI S.", kind="pns", opd_id=str(city.opds["Dishub"]))
    )
    finding = city.confirmed(said)
    (line,) = lines(summons_list(city)).values()
    take(city, line, "list")
    answer = city.judge(finding, "identify", revision=2, **city.identity("budi"), by="desk")
    if answer.status_code == 422:  # the desk's form of an identity is its own
        answer = city.judge(
            finding, "identify", revision=2, employee_id=str(city.employees["budi"]), kind="pns"
        )
    assert answer.status_code == 200, answer.text
    (known,) = lines(summons_list(city)).values()
    assert known["line_id"] != line["line_id"]
    assert (known["status"], known["revision"]) == ("listed", 1)
    assert take(city, known, "exclude").json["revision"] == 2
    with city.app.app_context():  # what became of the older line no longer counts
        db.session.get_one(Line, UUID(line["line_id"])).status = "called"
        db.session.commit()
    known |= {"revision": 2}
    assert take(city, known, "list").json["revision"] == 3


@pytest.mark.parametrize("who", ["officer1", "coordinator1", "admin", "opd_disdik"])
def test_lists_are_for_readers_alone(city: World, who: str) -> None:
    city.confirmed(city.finding())
    (line,) = lines(summons_list(city)).values()
    client = city.client(who)
    for kind in ("json", "pdf", "xlsx", "csv"):
        path = f"/api/operations/{city.operation}/summons-list.{kind}"
        assert client.get(path).status_code == 404
    assert take(city, line, "list", by=who).status_code == 404


def test_readers_read_and_change_nothing(city: World) -> None:
    city.confirmed(city.finding())
    for who in ("sekda", "inspector"):
        (line,) = lines(summons_list(city, who)).values()
        assert take(city, line, "list", by=who).status_code == 404
    with city.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Line)) == 0


def test_who_found_somebody_takes_no_part_in_judging(city: World) -> None:
    city.confirmed(city.finding())
    (line,) = lines(summons_list(city)).values()
    with city.app.app_context():
        finder = db.session.get_one(world.User, city.users["officer1"])
        finder.roles = ["officer", "bkpsdm"]
        db.session.commit()
    assert take(city, line, "list", by="officer1").status_code == 404


def test_reading_a_list_leaves_one_row_an_hour_and_an_export_always(city: World) -> None:
    city.confirmed(city.finding())
    summons_list(city)
    summons_list(city)
    path = f"/api/operations/{city.operation}/summons-list"
    for kind in ("pdf", "xlsx", "csv"):
        assert city.client("desk").get(f"{path}.{kind}").status_code == 200
    with city.app.app_context():
        read = select(AuditEntry).where(AuditEntry.action == "summons_list.read")
        rows = db.session.scalars(read.order_by(AuditEntry.log_index)).all()
        assert [row.detail.get("format") for row in rows] == [None, "pdf", "xlsx", "csv"]
        assert {row.actor_id for row in rows} == {city.users["desk"]}


def test_the_list_prints_names_and_the_reconciliation(city: World) -> None:
    city.confirmed(city.finding())
    city.confirmed(stranger(city, "WAHYU", "other_agency"))
    (line,) = lines(summons_list(city)).values()
    take(city, line, "list")
    path = f"/api/operations/{city.operation}/summons-list"
    pdf = city.client("desk").get(f"{path}.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.data)).pages)
    assert "BUDI SANTOSO" in text
    assert "SEMENTARA" in text
    assert "WAHYU" not in text
    xlsx = city.client("desk").get(f"{path}.xlsx")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(xlsx.data))
    rows = [cell for row in book.get_sheet_by_name("Semua").to_python() for cell in row]
    assert "19870312 201001 1 004" in rows
    sheet = city.client("desk").get(f"{path}.csv")
    assert sheet.content_type == "text/csv; charset=utf-8"
    assert "BUDI SANTOSO, S.T.;19870312 201001 1 004;" in sheet.data.decode("utf-8-sig")
    told = city.client("sekda").get(f"/api/operations/{city.operation}/recap").json
    assert told["state"] == "provisional"
    assert "Ditemukan: 2 orang (2 temuan)" in told["text"]
    for name in ("BUDI", "WAHYU", "19870312", "Perhubungan"):
        assert name not in told["text"]


def test_nobody_is_without_a_letter_because_the_desk_has_not_judged_it(city: World) -> None:
    shown = {"budi": "mismatch", "siti": "promised", "rina": "none"}
    for who, seen in shown.items():
        kind = {"kind": "non_asn"} if who == "rina" else {}
        said = city.finding(identity=city.identity(who, **kind), document=world.document(seen))
        city.confirmed(said)
    city.confirmed(stranger(city, "JOKO", "pns") | {"conduct": "left"})
    path = f"/api/operations/{city.operation}/summons-list"
    table = city.client("desk").get(f"{path}.csv").data.decode("utf-8-sig")
    told = {row.split(";")[2]: row for row in table.splitlines()[1:]}
    for name, words in {
        "BUDI SANTOSO, S.T.": ";Belum dinilai (tim: belum sesuai);",
        "SITI AMINAH": ";Belum dinilai (tim: menyusul);",
        "RINA WATI": ";Tanpa surat;",
    }.items():
        assert words in told[name], told[name]
    found = lines(summons_list(city))
    assert [one["observed"] for one in found["BUDI SANTOSO, S.T."]["seen"]] == ["mismatch"]
    assert found["BUDI SANTOSO, S.T."]["document"] == "unassessed", "what a team saw moves no line"


def test_nobody_is_called_before_a_letter_is_signed(city: World) -> None:
    city.confirmed(city.finding())
    path = f"/api/operations/{city.operation}/recap"
    told = city.client("desk").get(path).json["text"]
    assert "Akan dipanggil untuk klarifikasi: 1 orang" in told
    assert "Akan dipanggil per OPD:" in told
    (line,) = lines(summons_list(city)).values()
    take(city, line, "list")
    with city.app.app_context():
        db.session.get_one(Line, UUID(line["line_id"])).status = "called"
        db.session.commit()
    told = city.client("desk").get(path).json["text"]
    assert "\nDipanggil untuk klarifikasi: 1 orang" in told


def test_an_unknown_operation_is_not_found(city: World) -> None:
    answer = city.client("desk").get(f"/api/operations/{UUID(int=1)}/summons-list.json")
    assert answer.status_code == 404
