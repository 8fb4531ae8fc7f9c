"""What a phone needs to work without a network."""

import gzip
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from server.core.audit import AuditEntry
from server.core.db import db, transaction
from server.core.packed import gzipped, part
from server.people.models import Employee

URL = "/api/reference"


def names(answer: Any) -> list[str]:
    return answer.json["roster"]["name"]


def test_a_phone_gets_its_team_the_roster_and_the_permits_of_the_day(town: Any, plan: Any) -> None:
    body = {
        "employee_id": str(town.ids["siti"]),
        "kind": "cuti_sakit",
        "number": "800.1.11.4/1",
        "purpose": "Operasi mata",
        "valid_from": "2026-11-22T17:00:00Z",
        "valid_to": "2026-11-23T16:59:00Z",
    }
    town.client("opd").post("/api/permits", json=body)
    sent = {**body, "kind": "surat_tugas", "number": "12/ST", "place": "Pasar", "purpose": "Rapat"}
    town.client("opd").post("/api/permits", json=sent)
    operation = plan(opened=True)
    answer = town.client("officer").get(URL)
    assert answer.status_code == 200
    [own] = answer.json["operations"]
    assert own["id"] == operation["id"]
    assert (own["team_id"], own["role"]) == (operation["team_id"], "officer")
    assert (own["status"], own["day"], own["simulation"]) == ("open", "2026-11-23", False)
    assert own["teams"][0]["members"][0] == {"name": "Leader", "role": "coordinator"}
    roster = answer.json["roster"]
    assert roster["columns"] == ["id", "nip", "name", "opd_id", "job", "kind", "rank", "unit"]
    assert roster["nip"] == [
        "198703122010011004",
        "198804172022212031",
        "199005212019032007",
        None,
    ]
    assert names(answer) == ["Budi", "Agus", "SITI AMINAH, S.Pd.", "Rina"]
    assert {len(roster[column]) for column in roster["columns"]} == {4}
    assert [zone["name"] for zone in answer.json["zones"]] == ["Pasar"]
    assert set(answer.json["opds"][0]) == {"id", "name", "short_name", "parent_id", "aliases"}
    told = {tuple(one[it] for it in ("kind", "number", "place", "purpose"))
            for one in answer.json["permits"]}  # fmt: skip
    assert told == {("cuti", "", "", ""), ("surat_tugas", "12/ST", "Pasar", "Rapat")}
    assert {one["nip"] for one in answer.json["permits"]} == {"199005212019032007"}
    assert answer.json["schedules"][1]["days"][0]["starts"] == "07:30:00"
    assert answer.json["full"] is True


def test_before_the_opening_an_officer_holds_neither_operation_nor_roster(
    town: Any, plan: Any
) -> None:
    plan()
    officer = town.client("officer").get(URL)
    assert (officer.json["operations"], names(officer), officer.json["cursor"]) == ([], [], None)
    assert officer.json["permits"] == []
    leader = town.client("leader").get(URL)
    assert (len(leader.json["operations"]), names(leader)) == (1, [])
    assert names(town.client("sekda").get(URL))


def test_after_the_close_the_roster_leaves_the_phone(town: Any, plan: Any) -> None:
    operation = plan(opened=True)
    officer = town.client("officer")
    cursor = officer.get(URL).json["cursor"]
    town.client("bkpsdm").post(operation["base"] + "/close")
    after = officer.get(f"{URL}?since={cursor}")
    assert (after.json["full"], names(after)) == (True, [])
    assert after.json["operations"][0]["status"] == "closed"


@pytest.mark.parametrize("who", ["opd", "stranger"])
def test_who_does_not_walk_holds_no_roster(town: Any, plan: Any, who: str) -> None:
    plan(opened=True)
    answer = town.client(who).get(URL)
    assert answer.status_code == 404 or names(answer) == []
    assert town.app.test_client().get(URL).status_code == 401


def test_nothing_new_is_a_304_whatever_the_time(town: Any, plan: Any) -> None:
    plan(opened=True)
    officer = town.client("officer")
    first = officer.get(URL)
    tag = first.headers["ETag"]
    same = officer.get(URL, headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    packed = officer.get(URL, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert packed.status_code == 304
    assert first.json["server_time"] != officer.get(URL).json["server_time"]


def change(town: Any, who: str, **fields: Any) -> None:
    desk = town.client("bkpsdm")
    url = f"/api/employees/{town.ids[who]}"
    body = {"revision": desk.get(url).json["revision"], "reason": "Mutasi", **fields}
    assert desk.patch(url, json=body).status_code == 200


def test_a_changed_person_changes_the_validator_and_comes_alone_in_the_delta(
    town: Any, plan: Any
) -> None:
    plan(opened=True)
    officer = town.client("officer")
    first = officer.get(URL)
    change(town, "budi", job="Kepala Seksi")
    changed = officer.get(URL, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    delta = officer.get(f"{URL}?since={first.json['cursor']}")
    assert (delta.json["full"], names(delta)) == (False, ["Budi"])
    assert delta.json["roster"]["job"] == ["Kepala Seksi"]
    nothing = officer.get(f"{URL}?since={delta.json['cursor']}")
    assert (nothing.json["full"], names(nothing)) == (False, [])


def test_who_left_is_forgotten_by_the_delta(town: Any, plan: Any) -> None:
    plan(opened=True)
    officer = town.client("officer")
    cursor = officer.get(URL).json["cursor"]
    change(town, "agus", left_on="2020-01-01")
    delta = officer.get(f"{URL}?since={cursor}")
    assert (delta.json["deleted"], names(delta)) == ([str(town.ids["agus"])], [])
    assert "Agus" not in names(officer.get(URL))


def test_a_phone_that_knows_people_by_nip_gets_ids_only_of_those_without_one(
    town: Any, plan: Any
) -> None:
    plan(opened=True)
    officer = town.client("officer")
    first = officer.get(f"{URL}?by=nip").json
    assert first["roster"]["id"] == [None, None, None, str(town.ids["rina"])]
    change(town, "agus", left_on="2020-01-01")
    change(town, "rina", left_on="2020-01-01")
    change(town, "budi", job="Kepala Seksi")
    since = f"{URL}?since={first['cursor']}"
    for form, gone, there in (
        ("&by=nip", {"198804172022212031", str(town.ids["rina"])}, [None]),
        ("", {str(town.ids["agus"]), str(town.ids["rina"])}, [str(town.ids["budi"])]),
    ):
        delta = officer.get(since + form).json
        assert (set(delta["deleted"]), delta["roster"]["id"]) == (gone, there)
    assert officer.get(f"{URL}?by=name").status_code == 422


@pytest.mark.parametrize(
    "since", ["", "x", "0-0-0", f"{'0' * 32}-1-20261123", f"{'0' * 32}-1-00000000"]
)
def test_a_strange_cursor_brings_everything(town: Any, plan: Any, since: str) -> None:
    plan(opened=True)
    answer = town.client("officer").get(f"{URL}?since={since}")
    assert (answer.json["full"], len(names(answer))) == (True, 4)


def test_packed_and_plain_say_the_same(town: Any, plan: Any) -> None:
    plan(opened=True)
    officer = town.client("officer")
    packed = officer.get(URL, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "private" in packed.headers["Cache-Control"]
    said = json.loads(gzip.decompress(packed.data))
    plain = officer.get(URL)
    assert "Content-Encoding" not in plain.headers
    del said["server_time"]
    assert said == {name: plain.json[name] for name in said}


def test_parts_make_one_gzip_member() -> None:
    parts = [part(b"{" * 1000), part("nama \u00e9".encode() * 5000), part(b"")]
    assert gzip.decompress(gzipped(parts)) == b"".join(one.plain for one in parts)


def test_reading_leaves_one_trace_per_user_and_hour(
    town: Any, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(opened=True)
    officer, leader = town.client("officer"), town.client("leader")
    for hour, readers in ((1, (officer, officer, leader)), (2, (officer,))):
        moment = datetime(2026, 11, 23, hour, 30, tzinfo=UTC)
        monkeypatch.setattr("server.core.audit.now", lambda moment=moment: moment)
        for client in readers:
            assert client.get(URL).status_code == 200
    with town.app.app_context():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reference.read"))
        assert sorted(str(row.actor_id) for row in rows) == sorted(
            str(town.users[who]) for who in ("officer", "officer", "leader")
        )


def test_an_employee_added_by_hand_reaches_the_delta(town: Any, plan: Any) -> None:
    plan(opened=True)
    officer = town.client("officer")
    cursor = officer.get(URL).json["cursor"]
    with town.app.app_context(), transaction():
        db.session.add(
            Employee(name="Baru", kind="non_asn", opd_id=town.ids["rsud"], left_on=date.max)
        )
    assert names(officer.get(f"{URL}?since={cursor}")) == ["Baru"]
