"""The script of an operation as plain data: who reports what, where and when, and what follows.

Nothing here writes; the loader replays a plan through the same services that people use.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from server.demo.records import CityPermit, CityZone


@dataclass(frozen=True, slots=True)
class PlannedPhoto:
    """A photo to draw with `photos.draw_photo`; `kind` is the wire word."""

    id: UUID
    kind: str  # "person" | "scene" | "letter"
    scene: str  # of the place: "market" | "mall" | "cafe" | "square" | "street"
    place: str
    label: str
    sex: str = "m"  # of the main figure, which is drawn from behind


@dataclass(frozen=True, slots=True)
class DeskStep:
    """What the desk does with a finding, `minutes` after the operation started."""

    verb: str  # "confirm" | "dismiss" | "refer" | "assess-document"
    minutes: int
    actor: str
    reason: str
    outcome: str | None = None  # of an assessment: "accepted" | "mismatch" | "pending"
    due_at: datetime | None = None  # of a pending assessment


@dataclass(frozen=True, slots=True)
class PlannedFinding:
    """One finding; the dicts hold exactly the wire words of the contract."""

    id: UUID
    key: str
    team: int
    officer: str
    captured_at: datetime
    place: str
    lon: float
    lat: float
    accuracy_m: float
    identity: dict[str, Any]
    conduct: str
    activity: str
    statement: str | None
    note: str | None
    document: dict[str, Any]
    signature: dict[str, Any]
    photos: tuple[PlannedPhoto, ...]
    photos_skipped: str | None
    desk: tuple[DeskStep, ...]


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A team at one of its places; `nihil` when nobody was found there."""

    id: UUID
    team: int
    officer: str
    at: datetime
    place_key: str
    place: str
    lon: float
    lat: float
    accuracy_m: float
    nihil: bool


@dataclass(frozen=True, slots=True)
class PlannedTeam:
    """A team of the operation; the coordinator may be any user (Sekda, Inspektur)."""

    id: UUID
    number: int
    coordinator: str
    coordinator_title: str
    deputies: tuple[str, ...]
    officers: tuple[str, ...]
    zone: CityZone
    closed_at: datetime | None  # None: the team has not closed its report


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """One operation with everything that happens in it."""

    id: UUID
    key: str  # "published" | "open"
    name: str
    order_number: str  # of the surat perintah tugas
    order_date: date
    purpose: str
    day: date
    starts_at: datetime
    ends_at: datetime
    teams: tuple[PlannedTeam, ...]
    visits: tuple[PlannedVisit, ...]
    findings: tuple[PlannedFinding, ...]
    permits: tuple[CityPermit, ...]
    closing_reason: str | None  # None: stays open
    expected: dict[str, Any] = field(default_factory=dict)


def _measured(finding: PlannedFinding) -> dict[str, Any]:
    """Return what a phone with a right clock and a good fix would have measured."""
    moment = utc(finding.captured_at)
    return {
        "captured_at": moment,
        "clock": {
            "device_at": moment,
            "gps_at": moment,
            "monotonic_ms": _milliseconds(finding.captured_at),
            "server_offset_ms": 0,
        },
        "position": {
            "lon": finding.lon,
            "lat": finding.lat,
            "accuracy_m": finding.accuracy_m,
            "fixed_at": utc(finding.captured_at - timedelta(seconds=4)),
        },
    }


def finding_body(
    finding: PlannedFinding,
    *,
    operation_id: UUID,
    team_id: UUID,
    author_id: UUID,
    photos: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return the body of `PUT /api/findings/{uuid}` for a planned finding.

    `photos` are the finished wire rows (id, kind, sha256, size, mime, taken_at). Times are UTC
    ISO 8601 with "Z"; no device and no earlier hash: the replay has no phone.
    """
    return {
        "operation_id": str(operation_id),
        "team_id": str(team_id),
        "author_id": str(author_id),
        "device_id": None,
        "sequence": None,
        "previous_sha256": None,
        "app_version": "demo",
        "source": "phone",
        **_measured(finding),
        "position_missing": None,
        "place": finding.place,
        "identity": finding.identity,
        "conduct": finding.conduct,
        "activity": finding.activity,
        "statement": finding.statement,
        "note": finding.note,
        "document": finding.document,
        "signature": finding.signature,
        "photos": photos,
        "photos_skipped": finding.photos_skipped,
    }


def _milliseconds(moment: datetime) -> int:
    """Return what a phone switched on at midnight would count."""
    return 1000 * (moment.hour * 3600 + moment.minute * 60 + moment.second)


def utc(moment: datetime) -> str:
    """Return an aware moment as the wire writes it: `2026-11-23T02:15:00Z`."""
    offset = moment.utcoffset() or timedelta()
    return f"{(moment - offset).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
