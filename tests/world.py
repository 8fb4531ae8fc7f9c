"""A small world for HTTP tests: one city, one open operation, two teams, a desk.

Everything goes through the tables, so that a test says only what differs. Sessions are made
directly, since hashing passwords is tested where it belongs.
"""

import hashlib
import json
import os
from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from shapely.geometry import box, mapping
from standing import standing
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


def working_days_ago(count: int) -> datetime:
    """Return a moment, so many working days (Monday to Friday) and a minute before this one."""
    moment = now().astimezone(ZoneInfo("Asia/Jakarta")) - timedelta(minutes=1)
    left = count if moment.isoweekday() < 6 else count + 1
    while left:
        moment -= timedelta(days=1)
        left -= moment.isoweekday() < 6
    return moment.astimezone(UTC)


@dataclass
class World:
    """The ids of what stands in the database, by the words a test uses."""

    app: Flask
    users: dict[str, UUID] = field(default_factory=dict)
    opds: dict[str, UUID] = field(default_factory=dict)
    employees: dict[str, UUID] = field(default_factory=dict)
    teams: dict[int, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    operation: UUID = field(default_factory=uuid4)
    seen_at: datetime = field(default_factory=lambda: workday(9, 15))

    def copy(self) -> "World":
        """Return the same world, whose words a test may change for itself."""
        words = ("users", "opds", "employees", "teams", "tokens")
        return replace(self, **{word: dict(getattr(self, word)) for word in words})

    def client(self, username: str | None = None) -> FlaskClient:
        """Return a client signed in as somebody, or as nobody."""
        client = self.app.test_client()
        if username is not None:
            if username not in self.tokens:
                self.tokens[username] = self._session(username)
            client.set_cookie("sidak", self.tokens[username])
        return client

    def _session(self, username: str) -> str:
        token = f"token of {username} {uuid4()}"
        with self.app.app_context():
            db.session.add(
                SignIn(
                    token_sha256=token_hash(token),
                    user_id=self.users[username],
                    expires_at=now() + timedelta(hours=12),
                )
            )
            db.session.commit()
        return token

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

    def upload(
        self, client: FlaskClient, finding_id: UUID, photo: dict[str, Any], data: bytes
    ) -> TestResponse:
        """Send a photo by tus in one piece."""
        named = {"finding": str(finding_id), "photo": photo["id"], "sha256": photo["sha256"]}
        metadata = ",".join(f"{key} {b64encode(v.encode()).decode()}" for key, v in named.items())
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(len(data)),
            "Upload-Metadata": metadata,
        }
        return client.post(
            "/api/uploads",
            data=data,
            content_type="application/offset+octet-stream",
            headers=headers,
        )

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


PEOPLE = (
    ("head", "197001011995031001", "Drs. SUTRISNO, M.Si.", "pns", "Pembina Utama Muda, IV/c",
     "Dishub"),
    ("budi", "198703122010011004", "BUDI SANTOSO, S.T.", "pns", "Penata, III/c", "Dishub"),
    ("siti", "199005212019032007", "SITI AMINAH", "pns", "Penata Muda, III/a", "Disdik"),
    ("joko", "198804172022212031", "JOKO", "pppk", "IX", "Disdik"),
    ("rina", None, "RINA WATI", "non_asn", None, "Disdik"),
)  # fmt: skip
ROLES = {
    "officer1": "officer",
    "officer2": "officer",
    "coordinator1": "coordinator",
    "sekda": "sekda",
    "desk": "bkpsdm",
    "desk2": "bkpsdm",
    "approver": "bkpsdm_approver",
    "inspector": "inspektorat",
    "admin": "admin",
    "opd_disdik": "opd",
}
TEAMS = {1: ("officer1", "coordinator1"), 2: ("officer2",)}


@standing
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
    schedule = WorkSchedule(
        id=uuid4(), name="Lima hari", is_default=True, valid_from=date(2020, 1, 1)
    )
    world.opds = {"Disdik": uuid4(), "Dishub": uuid4()}
    world.employees = {key: uuid4() for key, *_ in PEOPLE}
    _add(schedule)
    _add(
        *(
            ScheduleDay(
                schedule_id=schedule.id,
                weekday=weekday,
                starts=time(7, 30),
                ends=time(16),
                break_starts=time(12),
                break_ends=time(13),
            )
            for weekday in range(5)
        )
    )
    _add(
        *(
            Opd(
                id=world.opds[short],
                name=name,
                short_name=short,
                aliases=[],
                head_title=f"Kepala {name}",
                valid_from=date(2020, 1, 1),
                office=point(113.2200, -7.7500),
            )
            for short, name in (("Disdik", "Dinas Pendidikan"), ("Dishub", "Dinas Perhubungan"))
        )
    )
    _add(
        *(
            Employee(
                id=world.employees[key],
                nip=nip,
                name=name,
                kind=kind,
                rank=rank,
                job="Staf",
                opd_id=world.opds[opd],
                superior_id=world.employees["head"] if key == "budi" else None,
            )
            for key, nip, name, kind, rank, opd in PEOPLE
        )
    )


def _users(world: World) -> None:
    world.users = {username: uuid4() for username in ROLES}
    _add(
        *(
            User(
                id=world.users[username],
                username=username,
                name=username.title(),
                roles=[role],
                password_hash=NOBODY,
                opd_id=world.opds["Disdik"] if username == "opd_disdik" else None,
            )
            for username, role in ROLES.items()
        )
    )


def _add(*rows: object) -> None:
    """Add rows of one kind in one statement; what the next kind points at is then there."""
    db.session.add_all(rows)
    db.session.flush()


def _operation(world: World) -> None:
    start = workday(8)
    world.teams = {number: uuid4() for number in TEAMS}
    _add(
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
    _add(
        *(
            Team(id=team_id, operation_id=world.operation, number=number)
            for number, team_id in world.teams.items()
        )
    )
    _add(
        *(
            TeamMember(
                operation_id=world.operation,
                user_id=world.users[username],
                team_id=world.teams[number],
                role="coordinator" if "coordinator" in username else "officer",
            )
            for number, members in TEAMS.items()
            for username in members
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
