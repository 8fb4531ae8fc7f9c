"""A list of OPDs: compared, applied in one transaction, taken back, told in the history."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from workbooks import book, csv_of

from server.core.audit import AuditEntry
from server.core.db import db, transaction
from server.people import queries
from server.people.models import Opd

BUDI = "198703122010011004"
HEADERS = ("NAMA OPD", "SINGKATAN", "INDUK", "NIP KEPALA", "KEDUDUKAN KEPALA", "LINTANG", "BUJUR",
           "NAMA LAIN", "KETERANGAN")  # fmt: skip
ROWS = (
    ("Dinas Pendidikan dan Kebudayaan", "Disdikbud", "", BUDI, "Plt.", "-7.76", "113.22",
     "Dinas Pendidikan", "catatan pribadi"),
    ("SDN Contoh 1", "", "Dinas Pendidikan dan Kebudayaan", "", "", "", "", "", ""),
    ("UPT Taman", "UPT", "Disdikbud", "", "", "", "", "", ""),
)  # fmt: skip


def bring(town: Any, rows: Any = ROWS, form: str = "csv", by: str = "admin", **how: Any) -> Any:
    data = (book if form == "xlsx" else csv_of)(rows, HEADERS)
    return town.client(by).post(
        "/api/imports/opds", query_string={"form": form, **how}, data=data,
        content_type="application/octet-stream",
    )  # fmt: skip


def verb(town: Any, one: Any, word: str, **body: Any) -> Any:
    return town.client("admin").post(f"/api/imports/{one['id']}/{word}", json=body)


def opds_whole(town: Any) -> dict[str, Any]:
    rows = town.client("admin").get("/api/opds").json["items"]
    return {one["name"]: one for one in rows}


def opds(town: Any) -> dict[str, Any]:
    whole = opds_whole(town).items()
    return {name: {k: v for k, v in one.items() if k != "revision"} for name, one in whole}


def told(town: Any, one: Any, **which: Any) -> Any:
    where = f"/api/imports/{one['id']}/report"
    return town.client("admin").get(where, query_string=which).json["items"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_dry_run_tells_before_and_after_in_words_and_changes_nothing(
    town: Any, form: str
) -> None:
    before = opds(town)
    one = bring(town, form=form).json
    assert {kind: one["figures"][kind] for kind in ("rows", "new", "change", "end", "unchanged")} == {
        "rows": 3, "new": 1, "change": 1, "end": 1, "unchanged": 1
    }  # fmt: skip
    assert one["dropped"] == ["KETERANGAN"]
    changed = told(town, one, kind="change")[0]
    assert (changed["row"], changed["name"]) == (2, "Dinas Pendidikan")
    assert changed["before"] == {
        "aliases": "", "head_form": "definitif", "head_id": None, "name": "Dinas Pendidikan",
        "office": "-7.75, 113.21", "short_name": "Disdik",
    }  # fmt: skip
    assert changed["after"]["head_id"] == "Budi"
    assert changed["after"]["aliases"] == "Dinas Pendidikan"
    assert told(town, one, kind="new")[0]["after"]["parent_id"] == "Dinas Pendidikan dan Kebudayaan"
    ended = told(town, one, kind="end")[0]
    assert (ended["name"], ended["row"], ended["after"]["people"]) == ("RSUD", None, "1")
    assert opds(town) == before


def test_an_applied_list_is_there_whole_and_can_be_taken_back(town: Any) -> None:
    before = opds(town)
    one = bring(town, effective_on="2026-11-10").json
    applied = verb(town, one, "apply", revision=one["revision"])
    assert (applied.status_code, applied.json["figures"]["applied"]) == (200, 2)
    after = opds(town)
    assert after["RSUD"] == before["RSUD"]  # missing in the file, and nobody asked to end it
    renamed = after["Dinas Pendidikan dan Kebudayaan"]
    assert renamed["id"] == str(town.ids["disdik"])
    assert (renamed["head_id"], renamed["head_form"]) == (str(town.ids["budi"]), "Plt.")
    assert (renamed["office"], renamed["aliases"]) == ([113.22, -7.76], ["Dinas Pendidikan"])
    made = after["UPT Taman"]
    assert (made["parent_id"], made["valid_from"]) == (renamed["id"], "2026-11-10")
    again = bring(town).json
    assert again["figures"]["unchanged"] == 3
    assert verb(town, again, "decide", revision=1, decisions=[
        {"name": "RSUD", "do": "skip"}]).status_code == 422  # fmt: skip
    undone = verb(town, one, "undo", reason="berkas lama")
    assert undone.json["status"] == "undone"
    taken_back = opds(town)
    gone = taken_back.pop("UPT Taman")
    assert (
        gone["valid_to"] < gone["valid_from"]
    )  # nothing is deleted, and on no day it was in force
    assert taken_back == before
    back = bring(town).json
    assert (back["figures"]["return"], back["figures"]["new"]) == (1, 0)


def test_who_changed_what_of_an_opd_is_told_for_a_file_as_for_a_hand(town: Any) -> None:
    one = bring(town).json
    verb(town, one, "apply", revision=1, absent_left=True)
    yesterday = date.fromisoformat(one["effective_on"]) - timedelta(days=1)
    assert opds(town)["RSUD"]["valid_to"] == str(yesterday)
    subject = {"subject": str(town.ids["rsud"])}
    rows = town.client("admin").get("/api/audit", query_string=subject).json["items"]
    assert [(row["action"], row["changes"]) for row in rows] == [
        ("opd.change", [{"field": "valid_to", "before": None, "after": str(yesterday)}])
    ]
    verb(town, one, "undo", reason="salah berkas")
    rows = town.client("admin").get("/api/audit", query_string=subject).json["items"]
    assert rows[0]["changes"] == [{"field": "valid_to", "before": str(yesterday), "after": None}]
    with town.app.app_context():
        words = select(func.count()).where(AuditEntry.action.in_(["opd.apply", "opd.undo"]))
        assert db.session.scalar(words) == 2


def test_a_later_hand_is_kept_and_only_the_last_list_is_taken_back(town: Any) -> None:
    first = bring(town).json
    verb(town, first, "apply", revision=1)
    where = f"/api/opds/{town.ids['disdik']}"
    hand = {"revision": 2, "reason": "SK baru", "head_form": "definitive"}
    assert town.client("admin").patch(where, json=hand).status_code == 200
    second = bring(town, [("RSUD", "RS", *[""] * 7)]).json
    verb(town, second, "apply", revision=1)
    assert verb(town, first, "undo", reason="coba").json["code"] == "import-not-last"
    assert verb(town, second, "undo", reason="coba").status_code == 200
    assert verb(town, first, "undo", reason="coba").status_code == 200
    disdik = opds(town)["Dinas Pendidikan"]
    assert (disdik["head_form"], disdik["head_id"]) == ("definitive", None)


def test_an_opd_that_nobody_asked_to_end_stays_as_a_later_hand_left_it(town: Any) -> None:
    first = bring(town, effective_on="2027-01-01").json
    verb(town, first, "apply", revision=1)
    ended = "2026-12-31"  # as the file would have ended it
    hand = {
        "revision": opds_whole(town)["RSUD"]["revision"],
        "reason": "SK baru",
        "valid_to": ended,
    }
    where = f"/api/opds/{town.ids['rsud']}"
    assert town.client("admin").patch(where, json=hand).status_code == 200
    assert verb(town, first, "undo", reason="coba").status_code == 200
    assert opds(town)["RSUD"]["valid_to"] == ended


def test_opds_that_changed_since_the_dry_run_are_looked_at_again(town: Any) -> None:
    one = bring(town).json
    hand = {"revision": 1, "reason": "SK baru", "short_name": "DPK"}
    town.client("admin").patch(f"/api/opds/{town.ids['disdik']}", json=hand)
    assert verb(town, one, "apply", revision=1).json["code"] == "import-aged"
    assert verb(town, one, "apply", revision=2).status_code == 200


@pytest.mark.one_database
def test_rows_left_out_are_told_and_the_column_shown_once_is_remembered(town: Any) -> None:
    rows = [*ROWS, ("UPT Lain", "", "Dinas Entah", "", "", "", "", "", "")]
    one = bring(town, rows, by="bkpsdm").json
    assert (one["figures"]["rows"], one["figures"]["rejected"]) == (4, 1)
    said = told(town, one, part="remarks")
    assert [(row["row"], row["code"], row["rejected"]) for row in said] == [
        (5, "parent_unknown", True)
    ]
    assert "induk" in said[0]["text"]
    data = csv_of([("RSUD",)], ("Nomenklatur",))
    for columns, code in ((None, 422), ('{"name": "Nomenklatur"}', 201), (None, 201)):
        how = {"form": "csv", **({"columns": columns} if columns else {})}
        answer = town.client("admin").post("/api/imports/opds", query_string=how, data=data)
        assert answer.status_code == code, answer.json


@pytest.mark.one_database
def test_nothing_is_half_imported_when_the_last_step_fails(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, before = bring(town).json, opds(town)

    def fails(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("seeded")

    monkeypatch.setattr("server.people.service.imports.offices.audit.record", fails)
    with pytest.raises(RuntimeError, match="seeded"):
        verb(town, one, "apply", revision=1)
    assert opds(town) == before


@pytest.mark.one_database
def test_a_list_of_hundreds_below_each_other_is_applied_in_one_go(town: Any) -> None:
    rows = [(f"Unit {n}", "", f"Unit {n // 3}" if n else "RSUD", *[""] * 6) for n in range(600)]
    one = bring(town, rows).json
    assert one["figures"]["new"] == 600
    assert verb(town, one, "apply", revision=1).status_code == 200
    with town.app.app_context(), transaction():
        assert len(queries.subtree(town.ids["rsud"])) == 601
        assert db.session.scalar(select(func.count()).select_from(Opd)) == 603
