"""A small town: two OPDs, a unit, five people, three teams of users, one planned operation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from standing import standing

from server.accounts import service as accounts
from server.accounts.models import SignIn
from server.accounts.service import token_hash
from server.app import create_app
from server.core.clock import now
from server.core.db import db, transaction
from server.core.state import begin
from server.people import service as people
from server.settings import Settings

NO_PASSWORD = "nobody signs in with this"
SQUARE = [[113.21, -7.76], [113.22, -7.76], [113.22, -7.75], [113.21, -7.75], [113.21, -7.76]]
ROLES = {
    "admin": ["admin"],
    "sekda": ["sekda"],
    "bkpsdm": ["bkpsdm"],
    "opd": ["opd"],
    "leader": ["coordinator"],
    "officer": ["officer"],
    "stranger": ["officer"],
}


@dataclass
class Town:
    """Ids by name, and clients that are signed in."""

    app: Flask
    ids: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def copy(self) -> "Town":
        """Return the same town, whose words a test may change for itself."""
        return Town(self.app, dict(self.ids), dict(self.users), dict(self.tokens))

    def client(self, username: str) -> FlaskClient:
        """Sign in without the slow hash, which is tested where it belongs."""
        client = self.app.test_client()
        if username not in self.tokens:
            self.tokens[username] = self._session(username)
        client.set_cookie("sidak", self.tokens[username])
        return client

    def _session(self, username: str) -> str:
        token = token_urlsafe(32)
        with self.app.app_context(), transaction():
            db.session.add(
                SignIn(
                    token_sha256=token_hash(token),
                    user_id=self.users[username],
                    expires_at=now() + timedelta(hours=1),
                )
            )
        return token


def _masters(ids: dict[str, UUID]) -> None:
    start = date(2020, 1, 1)
    week = {"starts": time(7, 30), "ends": time(16, 0)}
    people.load_masters(
        schedules=[
            {
                "id": ids["week"],
                "name": "Lima hari",
                "is_default": True,
                "valid_from": start,
                "days": [{"weekday": day, **week} for day in range(5)],
            },
            {"id": ids["shift"], "name": "Giliran", "shift": True, "valid_from": start},
        ],
        opds=[
            {"id": ids["school"], "name": "SDN Contoh 1", "short_name": "SDN 1", "valid_from": start,
             "parent_id": ids["disdik"]},
            {"id": ids["disdik"], "name": "Dinas Pendidikan", "short_name": "Disdik",
             "valid_from": start, "lon": 113.21, "lat": -7.75},
            {"id": ids["rsud"], "name": "RSUD", "short_name": "RSUD", "valid_from": start,
             "schedule_id": ids["shift"]},
        ],
        employees=[
            {"id": ids["siti"], "nip": "199005212019032007", "name": "SITI AMINAH, S.Pd.",
             "kind": "pns", "rank": "Penata", "job": "Guru", "opd_id": ids["school"]},
            {"id": ids["budi"], "nip": "198703122010011004", "name": "Budi", "kind": "pns",
             "job": "Analis", "opd_id": ids["disdik"]},
            {"id": ids["rina"], "nip": None, "name": "Rina", "kind": "non_asn", "job": "Penjaga",
             "opd_id": ids["disdik"]},
            {"id": ids["agus"], "nip": "198804172022212031", "name": "Agus", "kind": "pppk",
             "job": "Perawat", "opd_id": ids["rsud"]},
        ],
        calendar=[{"day": date(2026, 12, 25), "kind": "public", "name": "Natal"}],
        ramadan=[{"first_day": date(2026, 2, 18), "last_day": date(2026, 3, 19)}],
    )  # fmt: skip


@standing
def settle(app: Flask) -> Town:
    """Fill an empty database with the town."""
    names = ("week", "shift", "school", "disdik", "rsud", "siti", "budi", "rina", "agus")
    found = Town(app, {name: uuid4() for name in names})
    with app.app_context(), transaction():
        begin()
        _masters(found.ids)
        for username, roles in ROLES.items():
            more = {"opd_id": found.ids["disdik"]} if username == "opd" else {}
            made = accounts.add_user(
                username, username.title(), roles, "", password_hash=NO_PASSWORD, **more
            )
            found.users[username] = made.id
    return found


@pytest.fixture
def town(app: Flask) -> Town:
    return settle(app)


@pytest.fixture
def committed_town(database: str, all_databases: Any, tmp_path: Path) -> Iterator[Town]:
    """A town in a database of its own, where requests really commit and meet each other."""
    url = all_databases.fresh(database)
    app = create_app(Settings(instance=tmp_path, database_url=url))
    yield settle(app)
    with app.app_context():
        db.engine.dispose()


def planned(town: Town, *, opened: bool = False, **more: Any) -> dict[str, Any]:
    """Plan an operation with team 1 (leader, officer) and a zone; returned with `team_id`."""
    desk = town.client("bkpsdm")
    starts = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    body = {
        "name": "Sidak 23 Nov",
        "order_number": "800.1.11.1/1/BKPSDM/2026",
        "day": "2026-11-23",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=4)).isoformat(),
        "time_zone": "Asia/Jakarta",
        **more,
    }
    operation = desk.post("/api/operations", json=body).json
    base = f"/api/operations/{operation['id']}"
    members = [
        {"user_id": str(town.users["leader"]), "role": "coordinator"},
        {"user_id": str(town.users["officer"]), "role": "officer"},
    ]
    team = desk.post(f"{base}/teams", json={"number": 1, "members": members})
    assert team.status_code == 201, team.json
    area = {"type": "Polygon", "coordinates": [SQUARE]}
    zone = desk.post(
        f"{base}/zones", json={"name": "Pasar", "team_id": team.json["id"], "area": area}
    )
    assert zone.status_code == 201, zone.json
    if opened:
        assert desk.post(f"{base}/open").status_code == 200
    return {**operation, "team_id": team.json["id"], "zone_id": zone.json["id"], "base": base}


@pytest.fixture
def plan(town: Town) -> Callable[..., dict[str, Any]]:
    return partial(planned, town)


@pytest.fixture
def committed_plan(committed_town: Town) -> dict[str, Any]:
    return planned(committed_town, opened=True)
