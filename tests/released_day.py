"""A day of work in Kota Contoh, so that a kept release has letters, a BAP, a sealed phone and a sidak kantor.

Each step goes through the API, as people take it: what is kept has its rows in the audit chain.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import sealed_phone
import world
from flask import Flask
from paperwork import drafted, lines_of, signed, take, today
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.accounts.models import User
from server.core.clock import iso, now
from server.core.db import db
from server.operations.models import Operation, Team, TeamMember
from server.people.models import Employee, Opd

USERS = {
    "officer1": "petugas1", "officer2": "petugas2", "desk": "bkpsdm", "approver": "kepala-bkpsdm",
    "coordinator1": "koordinator1", "sekda": "sekda", "inspector": "inspektorat", "admin": "admin",
}  # fmt: skip


def live(app: Flask) -> None:
    """Let everybody work: field, desk, examiners, and the list of an office."""
    city = of_the_demo(app)
    field_work(city)
    paper_work(city)
    office(city)


def of_the_demo(app: Flask) -> world.World:
    """Return the demo city by the words that tests use; "budi" has a superior, "siti" is another."""
    city = world.World(app)
    with app.app_context():
        known = {user.username: user.id for user in db.session.scalars(select(User))}
        city.users = {word: known[name] for word, name in USERS.items()}
        opened = db.session.scalars(select(Operation).where(Operation.status == "open")).one()
        city.operation, city.seen_at = opened.id, opened.starts_at + timedelta(minutes=45)
        teams = select(Team).where(Team.operation_id == opened.id)
        city.teams = {team.number: team.id for team in db.session.scalars(teams)}
        offices = select(Opd).where(Opd.parent_id.is_(None)).order_by(Opd.name).limit(2)
        found = (one.id for one in db.session.scalars(offices))
        city.opds = dict(zip(("Disdik", "Dishub"), found, strict=True))
        staff = (
            select(Employee)
            .where(Employee.kind == "pns", Employee.superior_id.is_not(None))
            .where(Employee.opd_id.in_(city.opds.values()))
            .order_by(Employee.nip.desc())
            .limit(2)
        )
        named = zip(("budi", "siti"), (one.id for one in db.session.scalars(staff)), strict=True)
        city.employees = dict(named)
    return city


def sound(answer: TestResponse) -> Any:
    """Return what was answered, or stop."""
    assert answer.status_code < 300, answer.text
    return answer.json


def field_work(city: world.World) -> None:
    """A sealed finding with its photo, a correction of it, other bytes under its id, a nihil."""
    phone = sealed_phone.SealedPhone.enrolled(city.client("officer1"))
    photo, data = world.photo()
    finding = uuid4()
    said = city.finding(photos=[photo], photos_skipped=None)
    receipt = sound(sealed_phone.send(city.client(), finding, phone.finding(finding, said)))
    sound(sealed_phone.upload(city.client(), phone, finding, photo, data))
    at = iso(city.seen_at)
    clock = {"device_at": at, "gps_at": None, "monotonic_ms": 1, "server_offset_ms": 0}
    about = {"author_id": str(city.users["officer1"]), "app_version": "0.1.0", "at": at,
             "previous_sha256": None}  # fmt: skip
    correction = uuid4()
    text = {**about, "finding_id": str(finding), "finding_sha256": receipt["sha256"], "sequence": 2,
            "clock": clock, "reason": "salah ketik", "changes": {"place": "Pasar Lama"}}  # fmt: skip
    put(city, f"/api/corrections/{correction}", phone.correction(correction, text))
    visit = uuid4()
    text = {**about, "operation_id": str(city.operation), "team_id": str(city.teams[1]), "note": "",
            "sequence": 3, "place": "Taman", "nil": True, "position": said["position"]}  # fmt: skip
    put(city, f"/api/visits/{visit}", phone.visit(visit, text))
    other = city.finding(note="teks lain", identity=city.identity("siti"))
    sound(city.send(other, uuid4())[1])
    changed, _ = city.send(city.finding(identity=city.identity("siti")))
    assert city.send({**other, "note": "diubah"}, changed)[1].status_code == 409
    sound(city.judge(finding, "confirm", revision=revision_of(city, finding)))
    late = {"kind": "surat_tugas", "number": "090/77/ST"}
    sound(city.client("desk").post(f"/api/findings/{changed}/late-letters", json=late))


def revision_of(city: world.World, finding: UUID) -> int:
    return int(sound(city.client("desk").get(f"/api/findings/{finding}"))["revision"])


def put(city: world.World, path: str, envelope: bytes) -> None:
    sound(city.client().put(path, data=envelope, content_type=sealed_phone.SEALED))


def paper_work(city: world.World) -> None:
    """A letter A, a letter B, who came to it, its BAP, and what followed."""
    signed(city, drafted(city, "A")[0], "800/1/2026")
    name = person(city)
    line = lines_of(city)[name]["line_id"]
    (letter,) = drafted(city, "B", line_ids=[line])
    signed(city, letter, "800/2/2026")
    take(city, lines_of(city)[name], "attend")
    desk, where = city.client("desk"), f"/api/operations/{city.operation}/lines/{line}"
    bap = sound(desk.post(f"{where}/examinations"))
    ended = now() - timedelta(minutes=5)
    bap = sound(desk.put(f"/api/examinations/{bap['id']}", json={
        "revision": bap["revision"], "place": bap["place"], "examiners": bap["examiners"],
        "started_at": iso(ended - timedelta(minutes=45)), "ended_at": iso(ended),
        "questions": [{"question": "Di mana Saudara saat itu?", "answer": "Di pasar."}],
        "lost": [{"day": today().isoformat(), "minutes": 135}], "signature": {"state": "signed"},
    }))  # fmt: skip
    sound(desk.post(f"/api/examinations/{bap['id']}/close", json={"revision": bap["revision"]}))
    take(city, lines_of(city)[name], "outcome", outcome="coached")
    seen_again = (today() + timedelta(days=1)).isoformat()
    sound(desk.post(f"{where}/case-records", json={"last": 0, "next_on": seen_again}))
    sound(desk.post("/api/holds", json={"subject": "operation", "reason": "perkara",
                                        "subject_id": str(city.operation)}))  # fmt: skip


def person(city: world.World) -> str:
    """Return the name of "budi"."""
    with city.app.app_context():
        return db.session.get_one(Employee, city.employees["budi"]).name


def office(city: world.World) -> None:
    """A sidak kantor with the list of one OPD, a mark, and the mark put right."""
    operation, team = uuid4(), uuid4()
    with city.app.app_context():
        start = now() - timedelta(hours=1)
        db.session.add(Operation(
            id=operation, name="Sidak kantor", kind="office", day=start.date(), starts_at=start,
            ends_at=start + timedelta(hours=4), status="open", time_zone="Asia/Jakarta",
            opened_at=start,
        ))  # fmt: skip
        db.session.flush()
        db.session.add(Team(id=team, operation_id=operation, number=1))
        db.session.flush()
        db.session.add(TeamMember(operation_id=operation, team_id=team, role="officer",
                                  user_id=city.users["officer1"]))  # fmt: skip
        db.session.commit()
    officer = city.client("officer1")
    body = {"team_id": str(team), "opd_id": str(city.opds["Disdik"])}
    roll = sound(officer.post(f"/api/operations/{operation}/rolls", json=body))["id"]
    for code, reason in (("present", ""), ("sick", "keliru")):
        listed = sound(officer.get(f"/api/rolls/{roll}/people"))["items"][0]
        mark = {"person_id": listed["id"], "number": listed["number"], "code": code, "note": ""}
        sound(officer.post(f"/api/rolls/{roll}/marks", json={"marks": [mark], "reason": reason}))
