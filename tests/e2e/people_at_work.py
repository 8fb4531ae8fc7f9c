"""Who signs in and what they ask the server for, without a browser."""

import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from uuid import uuid4

import requests
from gunicorn_server import LiveServer
from PIL import Image
from sqlalchemy import delete, update
from tusclient.client import TusClient

from server.app import create_app
from server.core.db import db, transaction
from server.demo.users import PASSWORD
from server.people.models import CalendarDay, RamadanPeriod, ScheduleDay, WorkSchedule
from server.settings import Settings

NOWHERE_TO_BE: dict[str, Any] = {"break_starts": None, "break_ends": None}


def work_around_the_clock(server: LiveServer) -> None:
    """Make every moment working time, so that a test means the same at night and on Sunday."""
    hours = {"starts": time(0, 0), "ends": time(23, 59, 59), **NOWHERE_TO_BE}
    app = create_app(
        Settings(instance=server.instance, database_url=server.database_url, demo=True)
    )
    with app.app_context():
        with transaction():
            db.session.execute(delete(CalendarDay))
            db.session.execute(delete(RamadanPeriod))
            db.session.execute(update(ScheduleDay).values(**hours))
            for schedule in db.session.query(WorkSchedule).filter_by(shift=False):
                own = db.session.query(ScheduleDay).filter_by(schedule_id=schedule.id)
                for weekday in set(range(7)) - {day.weekday for day in own if not day.ramadan}:
                    day = ScheduleDay(schedule_id=schedule.id, weekday=weekday, **hours)
                    db.session.add(day)
        db.session.remove()
        db.engine.dispose()


@dataclass
class Person:
    """A signed-in user over plain HTTP."""

    server: LiveServer
    username: str
    http: requests.Session = field(default_factory=requests.Session)
    id: str = ""

    def __post_init__(self) -> None:
        answer = self.post("/api/session", username=self.username, password=PASSWORD)
        self.id = answer["user"]["id"]

    def get(self, path: str) -> Any:
        return self._told(self.http.get(self.server.url + path, timeout=60))

    def post(self, path: str, **body: Any) -> Any:
        return self._told(self.http.post(self.server.url + path, json=body, timeout=60))

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self._told(self.http.put(self.server.url + path, json=body, timeout=60))

    @staticmethod
    def _told(answer: requests.Response) -> Any:
        assert answer.ok, answer.text
        return answer.json()

    def operation(self, status: str) -> dict[str, Any]:
        """Return the open, or the closed, operation of the demo city."""
        items = self.get("/api/operations")["items"]
        return next(item for item in items if item["status"] == status)

    def team(self, operation: str, number: int) -> dict[str, Any]:
        items = self.get(f"/api/operations/{operation}/teams")["items"]
        return next(item for item in items if item["number"] == number)

    def find(self, team: int, name: str, *photos: bytes) -> str:
        """Send what a phone of the team would send about somebody not in the roster."""
        operation = self.operation("open")["id"]
        finding = str(uuid4())
        moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        rows = [
            {
                "id": str(uuid4()),
                "kind": "person",
                "sha256": hashlib.sha256(photo).hexdigest(),
                "size": len(photo),
                "mime": "image/jpeg",
                "taken_at": moment,
            }
            for photo in photos
        ]
        said = _said(name, moment, rows)
        said |= {"operation_id": operation, "author_id": self.id}
        said["team_id"] = self.team(operation, team)["id"]
        self.put(f"/api/findings/{finding}", said)
        for photo, row in zip(photos, rows, strict=True):
            self._upload(finding, photo, row)
        return finding

    def _upload(self, finding: str, photo: bytes, row: dict[str, Any]) -> None:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.http.cookies)
        tus = TusClient(f"{self.server.url}/api/uploads", headers={"Cookie": cookies})
        about = {"finding": finding, "photo": row["id"], "sha256": row["sha256"], "kind": "person"}
        tus.uploader(file_stream=BytesIO(photo), metadata=about).upload()


def picture() -> bytes:
    """Return a small JPEG, another one each time."""
    memory = BytesIO()
    Image.frombytes("RGB", (16, 12), os.urandom(16 * 12 * 3)).save(memory, "JPEG")
    return memory.getvalue()


def _said(name: str, moment: str, photos: list[dict[str, Any]]) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("kind", "number", "dated", "signer", "valid_from", "valid_to", "place", "purpose")
    )
    unasked = dict.fromkeys(("name", "date", "time", "place", "purpose"))
    return {
        "device_id": None,
        "sequence": None,
        "previous_sha256": None,
        "app_version": "e2e",
        "source": "phone",
        "captured_at": moment,
        "clock": {
            "device_at": moment,
            "gps_at": None,
            "monotonic_ms": 1000,
            "server_offset_ms": 0,
        },
        "position": {"lon": 113.2159, "lat": -7.7543, "accuracy_m": 9, "fixed_at": moment},
        "position_missing": None,
        "place": "Pasar Contoh",
        "identity": {
            "basis": "claimed",
            "shown": "none",
            "employee_id": None,
            "nip": None,
            "name": name,
            "opd_id": None,
            "opd_text": "Kelurahan Contoh",
            "job": "Staf",
            "kind": "non_asn",
        },
        "conduct": "cooperative",
        "activity": None,
        "statement": None,
        "note": None,
        "document": {
            "observed": "none",
            **nothing,
            "permit_id": None,
            "qr_text": None,
            "answers": unasked,
        },
        "signature": {"state": "not_asked", "photo_id": None, "witness": None},
        "photos": photos,
        "photos_skipped": None if photos else "Tempat tidak layak difoto",
    }
