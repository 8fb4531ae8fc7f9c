"""F3: what is forgotten by schedule is gone from tables and files, and everything still verifies."""

import fcntl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import world
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, text
from world import World

from server.archive import backup, bundle, holds, retention, verifier
from server.archive.evidence import evidence_faults
from server.archive.rules import Rule
from server.archive.service import faults
from server.cli import retention as command
from server.cli.commands import main
from server.core.app_state import blobs, keys
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db, transaction
from server.findings.models import Finding, FindingPhoto, LateLetter
from server.findings.service.uploads import mark_stored
from server.operations.models import Operation
from server.people.models import Employee
from server.summons.models import Line, LineStep
from server.summons.queries.lists import listing

KEPT = ("employees", "users", "opds", "audit_entries")
PLAIN = ("BUDI SANTOSO", "198703122010011004", "surat dari atasan", "sesuai bukti")


@dataclass
class Town:
    """A closed sidak: budi dismissed twice, siti dismissed and confirmed, joko's letter accepted,
    rina listed and coached."""

    city: World
    ids: dict[str, UUID] = field(default_factory=dict)
    said: dict[str, dict[str, Any]] = field(default_factory=dict)

    def find(self, name: str, who: str, number: int, *verbs: tuple[str, dict[str, Any]]) -> None:
        """Find somebody with a photo of the person and one of the place, and let the desk judge."""
        pictures = [world.photo("person"), world.photo("scene")]
        said = self.city.finding(
            identity=self.city.identity(who, name=None),
            photos=[one for one, _ in pictures],
            photos_skipped=None,
            sequence=number,
        )
        self.said[name] = said
        self.ids[name], answer = self.city.send(said)
        assert answer.status_code == 201, answer.text
        with self.city.app.app_context():
            for photo, data in pictures:
                blobs().put(data)
                mark_stored(UUID(photo["id"]), self.city.users["officer1"], readable=True)
            db.session.commit()
        for revision, (verb, more) in enumerate(verbs, 1):
            answer = self.city.judge(self.ids[name], verb, revision=revision, **more)
            assert answer.status_code == 200, answer.text

    def plain_text(self) -> Counter[str]:
        """Count, by table, the rows in which something of budi can still be read."""
        found: Counter[str] = Counter()
        for table in db.metadata.sorted_tables:
            if table.name not in KEPT:
                for row in db.session.execute(select(table)):
                    said = " ".join(
                        bytes(one).decode("latin1")
                        if isinstance(one, bytes | memoryview)
                        else str(one)
                        for one in row
                    )
                    found[table.name] += any(word in said for word in PLAIN)
        return +found

    def files(self, name: str) -> list[bool]:
        rows = select(FindingPhoto.sha256).where(FindingPhoto.finding_id == self.ids[name])
        return [
            blobs().holds(one) for one in db.session.scalars(rows.order_by(FindingPhoto.number))
        ]

    def figures(self) -> tuple[Any, ...]:
        """Return every figure of the list, by bucket and by OPD."""
        found = listing(db.session.get_one(Operation, self.city.operation)).found
        apart = Counter(
            (str(one.bucket), str(one.kind), str(one.opd_id)) for one in found.not_listed
        )
        lines = Counter((str(opd.opd_id), line.kind) for opd in found.opds for line in opd.lines)
        return found.findings, found.people, found.difference, apart, lines


@pytest.fixture
def one_database(database: str, pytestconfig: pytest.Config) -> None:
    """Skip what does not depend on the database on the second one: each world here costs a second."""
    if database == "postgis" and pytestconfig.getoption("database") == "both":
        pytest.skip("asked on the other database")


@pytest.fixture
def town(app: Flask) -> Town:
    city = world.build(app)
    made = Town(city)
    made.find("budi", "budi", 1, ("dismiss", {"reason": "surat dari atasan"}))
    said = made.said["budi"]
    told = {one: said[one] for one in ("author_id", "device_id", "previous_sha256", "app_version")}
    told |= {"finding_id": str(made.ids["budi"]), "finding_sha256": "ab" * 32, "sequence": None,
             "at": said["captured_at"], "clock": said["clock"], "reason": "surat dari atasan",
             "changes": {"note": "BUDI SANTOSO"}}  # fmt: skip
    answer = city.client("officer1").put(f"/api/corrections/{uuid4()}", json=told)
    assert answer.status_code == 201, answer.text
    made.find("budi again", "budi", 2, ("dismiss", {}))
    made.find("siti", "siti", 3, ("dismiss", {}))
    made.find("siti again", "siti", 4, ("confirm", {}))
    made.find("joko", "joko", 5, ("confirm", {}), ("assess-document", {"state": "accepted"}))
    made.find("rina", "rina", 6, ("confirm", {}))
    with app.app_context():
        db.session.add(
            LateLetter(finding_id=made.ids["budi"], source="desk", kind="spt", note="surat dari atasan",
                       received_by=city.users["desk"])
        )  # fmt: skip
        key = f"employee:{city.employees['rina']}"
        found = listing(db.session.get_one(Operation, city.operation))
        line_id = next(one for one, person in found.people.items() if person.key == key)
        line = Line(id=line_id, operation_id=city.operation, person_key=key, status="coached",
                    employee_id=city.employees["rina"], note="x")  # fmt: skip
        db.session.add_all([
            line,
            LineStep(line_id=line_id, revision=1, verb="coach", before="attended", after="coached",
                     actor_id=city.users["desk"], reason="x"),
        ])  # fmt: skip
        operation = db.session.get_one(Operation, city.operation)
        operation.status, operation.closed_at = "closed", now()
        db.session.commit()
    return made


def sound() -> bool:
    db.session.commit()
    return [*faults(), *evidence_faults(blobs())] == []


def in_days(days: int) -> Any:
    return now() + timedelta(days=days)


def counted(tallies: list[retention.Tally]) -> dict[str, dict[str, int]]:
    return {str(one.rule): dict(+one.counts) for one in tallies}


DUE = {
    "cleared": {"persons": 2, "findings": 3, "photos": 6},
    "third_party": {"persons": 1, "photos": 1},
}


def test_only_what_is_cleared_is_forgotten_after_its_period_and_nothing_else_changes(
    town: Town, tmp_path: Path
) -> None:
    with town.city.app.app_context():
        assert retention.preview() == retention.preview(in_days(89)) == []
        before = town.figures()
        assert town.plain_text().keys() >= {"findings", "amendments", "corrections", "late_letters"}
        assert counted(retention.preview(in_days(91))) == DUE
        assert town.files("budi") == [True, True]  # looking changes nothing
        assert counted(retention.run(blobs(), at=in_days(91))) == DUE
        # siti's dismissed finding is part of a case that stands
        left = db.session.scalars(select(Finding.id).where(Finding.erased_at.is_(None)))
        assert set(left) == {town.ids[one] for one in ("siti", "siti again", "rina")}
        assert town.plain_text()["findings"] == 0
        assert set(town.plain_text()) <= {"amendments"}  # "sesuai bukti" of those who stay
        assert town.files("budi") == town.files("joko") == [False, False]
        assert town.files("rina") == [True, False]
        assert town.files("siti") == [True, True]
        assert town.figures() == before
        assert sound()
        reasons = select(AuditEntry.reason).where(
            AuditEntry.subject_id == str(town.ids["budi"]), AuditEntry.action == "finding.dismiss"
        )
        assert db.session.scalars(reasons).all() == [None]
        actions = Counter(db.session.scalars(select(AuditEntry.action)))
        assert (actions["retention.erase"], actions["retention.run"]) == (4, 1)
        assert retention.run(blobs(), at=in_days(92)) == []
        with transaction():
            bundle.export(tmp_path / "bundle.zip", keys(), blobs(), None)
    assert verifier.faults(tmp_path / "bundle.zip", None, []) == []
    desk = town.city.client("desk")
    assert desk.get(f"/api/findings/{town.ids['budi']}").status_code == 404
    # a phone that offers again what it kept is still told that it was received
    _, answer = town.city.send(town.said["budi"], town.ids["budi"])
    assert answer.status_code == 200
    answer = desk.get(f"/api/operations/{town.city.operation}/summons-list.json")
    assert answer.status_code == 200


@pytest.mark.usefixtures("one_database")
def test_what_is_held_stays_until_the_hold_is_lifted(town: Town) -> None:
    with town.city.app.app_context():
        with transaction():
            held = holds.place("finding", town.ids["budi again"], "perkara 4/G/2027").id
        assert counted(retention.run(blobs(), at=in_days(91)))["cleared"] == {
            "persons": 1, "held": 1, "findings": 1, "photos": 2,
        }  # fmt: skip
        assert town.files("budi") == [True, True]
        with transaction():
            holds.lift(held, "perkara selesai")
        assert counted(retention.run(blobs(), at=in_days(91)))["cleared"]["persons"] == 1
        assert town.files("budi") == [False, False]
        with transaction():
            holds.place("operation", town.city.operation, "audit BPK")
        assert counted(retention.preview(in_days(4000)))["case"] == {"held": 1}
        assert sound()
        with pytest.raises(holds.RetentionRefused), transaction():
            holds.lift(held, "lagi")
        with pytest.raises(holds.RetentionRefused), transaction():
            holds.place("operation", town.ids["budi"], "tidak ada")
        with pytest.raises(holds.RetentionRefused, match="alasan penahanan"), transaction():
            holds.place("finding", town.ids["budi"], "  ")
        (still,) = holds.standing()
        with pytest.raises(holds.RetentionRefused, match="alasan pencabutan"), transaction():
            holds.lift(still.id, " ")


@pytest.mark.usefixtures("one_database")
def test_case_files_go_only_with_a_decree_and_their_figures_stay(town: Town) -> None:
    late = in_days(5 * 365 + 1)
    with town.city.app.app_context():
        before = town.figures()
        assert counted(retention.preview(late))["case"] == {
            "persons": 3,
            "findings": 4,
            "photos": 8,
        }
        assert retention.run(blobs(), at=late) == []
        retention.run(blobs(), at=late, decree="BA 000.5/1/2031")
        row = db.session.scalars(select(Line)).one()
        assert (row.employee_id, row.note, row.status) == (None, "", "coached")
        assert str(town.city.employees["rina"]) not in row.person_key
        assert town.files("rina") == [False, False]
        assert town.figures() == before
        assert sound()
        people = db.session.scalars(
            select(Finding.employee_id).where(Finding.erased_at.is_not(None))
        )
        assert set(people) == {None}
        assert db.session.get(Employee, town.city.employees["rina"]) is not None


@pytest.mark.usefixtures("one_database")
def test_a_period_is_decided_with_its_source(town: Town) -> None:
    with town.city.app.app_context():
        with transaction():
            holds.decide(Rule.CLEARED, 200, "Perwali 5/2027")
        assert holds.decided()[Rule.CLEARED].source == "Perwali 5/2027"
        assert "⚠" in holds.decided()[Rule.CASE].source
        assert "cleared" not in counted(retention.preview(in_days(199)))
        assert "cleared" in counted(retention.preview(in_days(201)))
        for days, source in ((200, " "), (3, "x"), (99999, "x")):
            with pytest.raises(holds.RetentionRefused), transaction():
                holds.decide(Rule.CLEARED, days, source)


def test_forgetting_without_a_run_is_named(town: Town) -> None:
    """The guards allow forgetting, so the verification must ask who ordered it."""
    budi = town.ids["budi"]
    photo = f"UPDATE finding_photos SET state = 'erased' WHERE finding_id = '{budi}'"  # noqa: S608
    if "sqlite" in str(town.city.app.config["SQLALCHEMY_DATABASE_URI"]):
        photo = photo.replace(str(budi), budi.hex)
    with town.city.app.app_context():
        row = db.session.get_one(Finding, budi)
        row.body, row.said, row.erased_at = b"", {}, now()
        db.session.execute(text(photo))
        db.session.execute(text("UPDATE audit_entries SET reason = NULL, reason_salt = NULL"))
        db.session.commit()
        named = Counter(what for _, what in [*faults(), *evidence_faults(blobs())])
    assert named["this finding was emptied, and no retention run says so"] == 1
    assert named["this finding is forgotten, but something of it is left"] == 1
    assert named["this photo was taken away, and no retention run says so"] == 2
    assert named["this row was changed"] >= 6


@pytest.mark.usefixtures("one_database")
def test_a_file_left_behind_by_a_stopped_run_goes_with_the_next(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with town.city.app.app_context():
        monkeypatch.setattr(retention, "sweep", lambda _store: 0)
        retention.run(blobs(), at=in_days(91))
        assert town.files("budi") == [True, True]
        monkeypatch.undo()
        retention.run(blobs(), at=in_days(91))
        assert town.files("budi") == [False, False]


@pytest.mark.usefixtures("one_database")
def test_a_backup_and_a_run_never_take_turns_in_the_middle(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the photos of a snapshot would be gone before they are copied, and no restore works."""
    settings = town.city.app.extensions["sidak_settings"]
    taken: list[bool] = []

    def other_may_start() -> bool:
        with (settings.instance / "archive.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def copying(_blobs: Path) -> Iterator[Path]:
        taken.append(other_may_start())
        return iter(())

    def sweeping(_store: object) -> int:
        taken.append(other_may_start())
        return 0

    monkeypatch.setattr(backup, "stored", copying)
    monkeypatch.setattr(backup, "dump", lambda _settings, target: target.write_bytes(b""))
    monkeypatch.setattr(retention, "sweep", sweeping)
    with town.city.app.app_context():
        backup.make_key(settings)
        backup.make(settings, tmp_path / "backups")
        retention.run(blobs())
    (settings.keys / backup.PUBLIC_KEY).unlink()  # the folder is shared with the tests that follow
    assert taken == [False, False]
    assert other_may_start()


@pytest.mark.usefixtures("one_database")
def test_the_command_shows_counts_and_sources_and_no_name(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "open_app", lambda: town.city.app)

    def said(*words: str) -> str:
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
        return done.output

    main.add_command(command.retain)
    main.add_command(command.hold)
    output = said("retention", "--set", "cleared=30", "--source", "Perwali 5/2027")
    assert "cleared: 30 hari" in output
    assert "(Perwali 5/2027)" in output
    assert "Tidak ada yang jatuh tempo." in output
    with town.city.app.app_context():
        operation = db.session.get_one(Operation, town.city.operation)
        operation.closed_at = now() - timedelta(days=31)
        db.session.commit()
    held = said("hold", "place", "operation", str(town.city.operation), "--reason", "perkara")
    assert "perkara" in said("hold", "list")
    said("hold", "lift", held.split()[-1], "--reason", "selesai")
    # the last steps are of today, so nothing is due however long ago it was closed
    assert "Tidak ada yang jatuh tempo." in said("retention", "--run")


@pytest.mark.usefixtures("one_database")
def test_the_desk_sees_counts_and_holds_an_operation_that_only_the_approver_frees(
    town: Town,
) -> None:
    desk, approver = town.city.client("desk"), town.city.client("approver")
    wanted = {"subject": "operation", "subject_id": str(town.city.operation), "reason": "perkara 4"}
    made = desk.post("/api/holds", json=wanted)
    assert (made.status_code, made.json["operation"]) == (201, "Sidak pasar")
    told = town.city.client("inspector").get("/api/retention").json
    assert [one["reason"] for one in told["holds"]] == ["perkara 4"]
    assert told["holds"][0]["placed_by"] == "Desk"
    assert {one["rule"]: one["days"] for one in told["periods"]}["cleared"] == 90
    assert told["due"] == []
    path = f"/api/holds/{made.json['id']}/lift"
    assert desk.post(path, json={"reason": "selesai"}).status_code == 404
    assert approver.post(path, json={"reason": " "}).json["code"] == "bad-field"
    assert approver.post(path, json={"reason": "selesai"}).status_code == 200
    assert approver.post(path, json={"reason": "selesai"}).status_code == 404
    missing = {**wanted, "subject_id": str(town.ids["budi"])}
    assert desk.post("/api/holds", json=missing).status_code == 404
    assert town.city.client("officer1").get("/api/retention").status_code == 404
