"""What a person gets who asks for their own data: all of theirs, nobody else's."""

import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import world
from flask import Flask
from sqlalchemy import select
from world import World

from server.archive import subject
from server.core.app_state import blobs
from server.core.audit import AuditEntry
from server.core.db import db, transaction

NIP = "198703122010011004"


@pytest.fixture
def city(app: Flask) -> World:
    city = world.build(app)
    mine, place = world.photo(), world.photo("scene")
    said = city.finding(
        photos=[mine[0], place[0]], photos_skipped=None, note="catatan petugas",
        signature={"state": "refused", "photo_id": None, "witness": "SAKSI LAIN"},
    )  # fmt: skip
    finding_id, _ = city.send(said)
    for photo, data in (mine, place):
        city.upload(city.client("officer1"), finding_id, photo, data)
    assert city.judge(finding_id, "confirm").status_code == 200
    city.client("sekda").get(f"/api/findings/{finding_id}")
    city.send(city.finding(identity=city.identity("siti"), sequence=2))
    return city


def exported(city: World, file: Path, nip: str = NIP) -> tuple[dict[str, Any], list[str], str]:
    with city.app.app_context(), transaction():
        subject.export(file, nip, "12/PPID/2026", blobs())
    with zipfile.ZipFile(file) as made:
        text = made.read("data.json").decode()
        return json.loads(text), made.namelist(), text


def test_a_person_gets_what_was_said_judged_and_read_about_them(
    city: World, tmp_path: Path
) -> None:
    data, names, _ = exported(city, tmp_path / "a.zip")
    (finding,) = data["findings"]
    assert finding["said"]["note"] == "catatan petugas"
    assert [step["verb"] for step in finding["steps"]] == ["confirm"]
    assert finding["steps"][0]["by"] == "bkpsdm"
    assert data["roster"]["name"] == "BUDI SANTOSO, S.T."
    assert all(row["at"].endswith("Z") for row in data["processing"])
    done = {(row["action"], row["by"]) for row in data["processing"]}
    assert {("finding.send", "officer"), ("finding.confirm", "bkpsdm"),
            ("finding.read", "sekda")} <= done  # fmt: skip
    assert len([name for name in names if name.startswith("foto/person-")]) == 1


def test_what_followed_a_finding_is_told_too(city: World, tmp_path: Path) -> None:
    """A letter or an explanation that came later, with its scan, and what was kept apart."""
    desk = city.client("desk")
    (finding,) = exported(city, tmp_path / "a.zip")[0]["findings"]
    said = {"kind": "surat_tugas", "number": "12/ST"}
    late = desk.post(f"/api/findings/{finding['id']}/late-letters", json=said).json
    scan = b"%PDF-1.4 surat tugas"
    place = f"/api/late-letters/{late['id']}/file"
    assert desk.put(place, data=scan, content_type="application/pdf").status_code == 200
    again = city.finding(identity=city.identity("budi"), note="versi lain")
    assert city.send(again, UUID(finding["id"]))[1].status_code == 409
    data, names, _ = exported(city, tmp_path / "b.zip")
    (told,) = data["findings"]
    assert [one["number"] for one in told["answers"]] == ["12/ST"]
    assert [one["kind"] for one in told["set_aside"]] == ["version"]
    (brought,) = [name for name in names if name.startswith("surat/susulan-")]
    assert zipfile.ZipFile(tmp_path / "b.zip").read(brought) == scan


def test_nothing_of_other_people_is_in_it(city: World, tmp_path: Path) -> None:
    _, names, text = exported(city, tmp_path / "a.zip")
    assert not any("scene" in name for name in names)
    for other in ("SITI AMINAH", "SAKSI LAIN", "Officer1", *map(str, city.users.values())):
        assert other not in text, other


def test_the_export_leaves_a_trace_without_the_nip(city: World, tmp_path: Path) -> None:
    exported(city, tmp_path / "a.zip")
    with city.app.app_context():
        row = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "person.export")
        ).one()
        assert (row.reason, row.detail["findings"]) == ("12/PPID/2026", 1)
        assert NIP not in json.dumps(row.detail)


def test_a_nip_that_only_a_finding_knows_is_found_and_an_unknown_one_is_refused(
    city: World, tmp_path: Path
) -> None:
    stranger = "197001012000031005"
    with pytest.raises(subject.UnknownPerson):
        exported(city, tmp_path / "a.zip", stranger)
    claimed = city.identity(None, nip=stranger, name="ORANG LAIN", kind="other_agency")
    city.send(city.finding(identity=claimed, sequence=3))
    data, _, _ = exported(city, tmp_path / "b.zip", stranger)
    assert data["roster"] is None
    assert len(data["findings"]) == 1
