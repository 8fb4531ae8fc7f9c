"""A small world for HTTP tests: one city, one open operation, two teams, a desk.

Everything goes through the tables, so that a test says only what differs. Sessions are made
directly, since hashing passwords is tested where it belongs.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from shapely.geometry import box, mapping
from werkzeug.test import TestResponse

from server.accounts.models import SignIn, User
from server.accounts.service import token_hash
from server.core.clock import iso, now
from server.core.db import db
from server.core.geo import area, point
from server.operations.models import Operation, Team, TeamMember, Zone
from server.people.models import Employee, Opd, ScheduleDay, WorkSchedule

# Kota Contoh: the market square stands at this corner, 200 m wide
MARKET = (113.2150, -7.7550, 113.2168, -7.7532)
IN_MARKET = (113.2159, -7.7541)
FAR_AWAY = (113.2500, -7.7000)
NOBODY = "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b6dWRWJTmaaJObG"


@dataclass
class World:
    """The ids of what stands in the database, by the words a test uses."""

    app: Flask
    users: dict[str, UUID] = field(default_factory=dict)
    opds: dict[str, UUID] = field(default_factory=dict)
    employees: dict[str, UUID] = field(default_factory=dict)
    teams: dict[int, UUID] = field(default_factory=dict)
    operation: UUID = field(default_factory=uuid4)
    seen_at: datetime = field(default_factory=lambda: workday(9, 15))

    def client(self, username: str | None = None) -> FlaskClient:
        """Return a client signed in as somebody, or as nobody."""
        client = self.app.test_client()
        if username is not None:
            token = f"token of {username} {uuid4()}"
            with self.app.app_context():
                db.session.add(
                    SignIn(
                        token_sha256=token_hash(token),
                        user_id=self.users[username],
                        expires_at=now() + timedelta(hours=1),
                    )
                )
                db.session.commit()
            client.set_cookie("sidak", token)
        return client

    def finding(self, **changes: Any) -> dict[str, Any]:
        """Return a sound finding of officer1 in the market; `changes` replace top-level members."""
        lon, lat = IN_MARKET
        at = iso(self.seen_at)
        said = {
            "operation_id": str(self.operation),
            "team_id": str(self.teams[1]),
            "author_id": str(self.users["officer1"]),
            "device_id": None,
            "sequence": 1,
            "previous_sha256": None,
            "app_version": "test",
            "source": "phone",
            "captured_at": at,
            "clock": {
                "device_at": at,
                "gps_at": at,
                "monotonic_ms": 1000.5,
                "server_offset_ms": 0,
            },
            "position": {"lon": lon, "lat": lat, "accuracy_m": 8.5, "fixed_at": at},
            "position_missing": None,
            "place": "Pasar Baru",
            "identity": self.identity("budi"),
            "conduct": "cooperative",
            "activity": "belanja",
            "statement": None,
            "note": None,
            "document": document("none"),
            "signature": {"state": "not_asked", "photo_id": None, "witness": None},
            "photos": [],
            "photos_skipped": "tidak diizinkan",
        }
        return {**said, **changes}

    def identity(self, who: str | None = None, **changes: Any) -> dict[str, Any]:
        """Return who was found: an employee of this world, or what `changes` say."""
        known = who is not None
        return {
            "basis": "known" if known else "claimed",
            "shown": "id_card" if known else "none",
            "employee_id": str(self.employees[who]) if who else None,
            "nip": None,
            "name": None,
            "opd_id": None,
            "opd_text": None,
            "job": None,
            "kind": "pns" if known else "unknown",
            **changes,
        }

    def send(
        self, said: dict[str, Any], finding_id: UUID | None = None, by: str = "officer1"
    ) -> tuple[UUID, TestResponse]:
        """Send a finding as its author does, and return its id and the answer."""
        finding_id = finding_id or uuid4()
        answer = self.client(by).put(
            f"/api/findings/{finding_id}",
            data=json.dumps(said),
            content_type="application/json",
        )
        return finding_id, answer

    def confirmed(self, said: dict[str, Any], by: str = "officer1") -> UUID:
        """Send a finding and let the desk confirm it."""
        finding_id, answer = self.send(said, by=by)
        assert answer.status_code == 201, answer.text
        answer = self.judge(finding_id, "confirm")
        assert answer.status_code == 200, answer.text
        return finding_id

    def judge(
        self, finding_id: UUID, verb: str, by: str = "desk", revision: int = 1, **more: Any
    ) -> TestResponse:
        """Let the desk take a step on a finding."""
        return self.client(by).post(
            f"/api/findings/{finding_id}/{verb}",
            json={"reason": "sesuai bukti", "revision": revision, **more},
        )


def document(observed: str, **changes: Any) -> dict[str, Any]:
    """Return what was seen of the duty letter."""
    empty = dict.fromkeys(
        ("kind", "number", "dated", "signer", "valid_from", "valid_to", "place", "purpose",
         "permit_id", "qr_text")
    )  # fmt: skip
    answers = dict.fromkeys(("name", "date", "time", "place", "purpose"))
    return {"observed": observed, **empty, "answers": answers, **changes}


def photo(kind: str = "person") -> tuple[dict[str, Any], bytes]:
    """Return the announcement and the bytes of a small JPEG, another one each time."""
    out = BytesIO()
    Image.frombytes("RGB", (8, 8), os.urandom(192)).resize((64, 48)).save(out, "JPEG")
    data = out.getvalue()
    return announced(data, kind), data


def announced(data: bytes, kind: str = "person") -> dict[str, Any]:
    """Return the announcement of photo bytes."""
    return {
        "id": str(uuid4()),
        "kind": kind,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "mime": "image/jpeg",
        "taken_at": iso(workday(9, 15)),
    }


def workday(hour: int, minute: int = 0) -> datetime:
    """Return a moment (WIB) of the last Wednesday before today, in UTC."""
    today = now().date()
    day = today - timedelta(days=(today.weekday() - 2) % 7 or 7)
    return datetime.combine(day, time(hour - 7, minute), tzinfo=UTC)


def build(app: Flask) -> World:
    """Fill the tables and return their ids."""
    world = World(app)
    with app.app_context():
        _people(world)
        _users(world)
        _operation(world)
        db.session.commit()
    return world


def _people(world: World) -> None:
    schedule = WorkSchedule(name="Lima hari", is_default=True, valid_from=date(2020, 1, 1))
    db.session.add(schedule)
    db.session.flush()
    for weekday in range(5):
        db.session.add(
            ScheduleDay(
                schedule_id=schedule.id,
                weekday=weekday,
                starts=time(7, 30),
                ends=time(16),
                break_starts=time(12),
                break_ends=time(13),
            )
        )
    for short, name in (("Disdik", "Dinas Pendidikan"), ("Dishub", "Dinas Perhubungan")):
        opd = Opd(
            name=name,
            short_name=short,
            aliases=[],
            head_title=f"Kepala {name}",
            valid_from=date(2020, 1, 1),
            office=point(113.2200, -7.7500),
        )
        db.session.add(opd)
        db.session.flush()
        world.opds[short] = opd.id
    for key, nip, name, kind, rank, opd in (
        ("head", "197001011995031001", "Drs. SUTRISNO, M.Si.", "pns", "Pembina Utama Muda, IV/c",
         "Dishub"),
        ("budi", "198703122010011004", "BUDI SANTOSO, S.T.", "pns", "Penata, III/c", "Dishub"),
        ("siti", "199005212019032007", "SITI AMINAH", "pns", "Penata Muda, III/a", "Disdik"),
        ("joko", "198804172022212031", "JOKO", "pppk", "IX", "Disdik"),
        ("rina", None, "RINA WATI", "non_asn", None, "Disdik"),
    ):  # fmt: skip
        employee = Employee(
            nip=nip, name=name, kind=kind, rank=rank, job="Staf", opd_id=world.opds[opd]
        )
        db.session.add(employee)
        db.session.flush()
        world.employees[key] = employee.id
    budi = db.session.get_one(Employee, world.employees["budi"])
    budi.superior_id = world.employees["head"]


def _users(world: World) -> None:
    for username, roles in (
        ("officer1", ["officer"]),
        ("officer2", ["officer"]),
        ("coordinator1", ["coordinator"]),
        ("sekda", ["sekda"]),
        ("desk", ["bkpsdm"]),
        ("desk2", ["bkpsdm"]),
        ("approver", ["bkpsdm_approver"]),
        ("inspector", ["inspektorat"]),
        ("admin", ["admin"]),
        ("opd_disdik", ["opd"]),
    ):
        user = User(username=username, name=username.title(), roles=roles, password_hash=NOBODY)
        if username == "opd_disdik":
            user.opd_id = world.opds["Disdik"]
        db.session.add(user)
        db.session.flush()
        world.users[username] = user.id


def _operation(world: World) -> None:
    start = workday(8)
    db.session.add(
        Operation(
            id=world.operation,
            name="Sidak pasar",
            order_number="800.1.11.1/1/BKPSDM/2026",
            day=start.date(),
            starts_at=start,
            ends_at=start + timedelta(hours=8),
            promised_until=start + timedelta(days=3650),
            time_zone="Asia/Jakarta",
            status="open",
            opened_at=start,
        )
    )
    db.session.flush()
    for number, members in ((1, ("officer1", "coordinator1")), (2, ("officer2",))):
        team = Team(operation_id=world.operation, number=number)
        db.session.add(team)
        db.session.flush()
        world.teams[number] = team.id
        for username in members:
            db.session.add(
                TeamMember(
                    operation_id=world.operation,
                    user_id=world.users[username],
                    team_id=team.id,
                    role="coordinator" if "coordinator" in username else "officer",
                )
            )
    db.session.add(
        Zone(
            operation_id=world.operation,
            team_id=world.teams[1],
            name="Pasar Baru",
            kind="market",
            area=area(mapping(box(*MARKET))),
        )
    )
