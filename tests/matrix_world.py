"""The world of the permission matrix: every kind of thing in every state, owned by either team."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import canaries
import sealed_phone
import world
from flask import Flask
from permission_matrix import PRINCIPALS, Thing
from shapely.geometry import box, mapping

from server.accounts.models import Device, SignIn, User
from server.accounts.service import token_hash
from server.archive.models import LegalHold
from server.core.app_state import blobs
from server.core.clock import iso, now
from server.core.db import db
from server.core.geo import area
from server.findings.models import Finding, FindingPhoto, LateLetter, ReplySlip, TeamReport, Upload
from server.operations.models import Operation, Roll, RollPerson, Team, TeamMember, Zone
from server.people.models import CalendarDay, Import, WorkSchedule
from server.permits.models import Permit
from server.tips.models import Tip, TipPicture, TipReporter
from server.tips.service.reporter import seal

STATUSES = ("received", "confirmed", "dismissed", "referred")
ADDRESS = dict.fromkeys(
    ("operation_id", "team_id", "zone_id", "finding_id", "photo_id", "employee_id", "device_id",
     "day_id", "hold_id", "upload_id", "import_id", "late_id", "user_id", "opd_id", "report_id",
     "batch_id", "tip_id", "picture_id", "visit_id", "examination_id", "correction_id", "roll_id",
     "permit_id", "schedule_id"), ""
)  # fmt: skip


@dataclass
class MatrixWorld:
    """Users, cookies by principal, and the things by what a row is about."""

    city: world.World
    cookies: dict[str, str] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    written: dict[tuple[str, Thing], dict[str, Any]] = field(default_factory=dict)

    def add(self, about: str, label: str, ids: dict[str, object], **facts: Any) -> None:
        """Note a thing under its kind."""
        known = tuple((name, str(value)) for name, value in ids.items())
        self.things.setdefault(about, []).append(Thing(label, known, **facts))


def build(app: Flask) -> MatrixWorld:
    """Fill the tables; nothing here asks the code under test for a permission."""
    made = MatrixWorld(world.build(app))
    made.things["none"] = [Thing("-", (), team=1)]
    made.things["page"] = [Thing("page", (("path", "temuan/daftar"),))]
    with app.app_context():
        _users(made)
        photo, data = world.photo()
        blobs().put(data)
        for state in ("planned", "open", "closed"):
            _operation(made, state, photo["sha256"], len(data))
        _office(made)
        _masters(made)
        _tips(made, photo["sha256"])
        _absent(made)
        db.session.commit()
    return made


def _users(made: MatrixWorld) -> None:
    city = made.city
    for who in PRINCIPALS:
        if who.name in {"nobody", "forged_cookie"}:
            continue
        if who.name not in city.users:
            user = User(
                username=who.name, name=who.name, roles=[who.roles], password_hash=world.NOBODY
            )
            db.session.add(user)
            db.session.flush()
            city.users[who.name] = user.id
        user = db.session.get_one(User, city.users[who.name])
        user.active = who.name != "inactive"
        user.opd_id = city.opds[who.opd] if who.opd else None
        user.employee_id = city.employees["budi"] if who.is_person else None
        token = f"{who.name}-{uuid4()}"
        ends = timedelta(hours=-1 if who.name == "ended_session" else 12)
        db.session.add(
            SignIn(token_sha256=token_hash(token), user_id=user.id, expires_at=now() + ends)
        )
        made.cookies[who.name] = token
    made.cookies["forged_cookie"] = uuid4().hex


def _operation(made: MatrixWorld, state: str, sha256: str, size: int) -> None:
    city = made.city
    start = world.workday(8)
    operation = Operation(
        name=f"Sidak {state}", day=start.date(), starts_at=start,
        ends_at=start + timedelta(hours=8), promised_until=start + timedelta(days=3650),
        time_zone="Asia/Jakarta", status=state,
    )  # fmt: skip
    db.session.add(operation)
    db.session.flush()
    made.add("operation", state, {"operation_id": operation.id}, state=state)
    slip = ReplySlip(batch_id=uuid4(), operation_id=operation.id, salt="ab" * 16,
                     made_by=city.users["desk"])  # fmt: skip
    db.session.add(slip)
    made.add("slips", state, {"batch_id": slip.batch_id}, state=state)
    for number in (1, 2):
        team = Team(operation_id=operation.id, number=number)
        team.closed_at = start if state == "closed" else None
        zone = Zone(operation_id=operation.id, name="Alun-alun", area=area(mapping(box(*_ZONE))))
        db.session.add_all([team, zone])
        db.session.flush()
        for who in PRINCIPALS:
            if who.team == number:
                role = "coordinator" if who.leads else "officer"
                db.session.add(
                    TeamMember(operation_id=operation.id, team_id=team.id, role=role,
                               user_id=city.users[who.name])
                )  # fmt: skip
        ids = {"operation_id": operation.id, "team_id": team.id, "zone_id": zone.id}
        made.add("team", f"{state} team{number}", ids, state=state, team=number)
        if state == "planned":
            continue
        report = _report(city, operation.id, team.id)
        db.session.add(report)
        made.add("team_report", f"{state} team{number}", {"report_id": report.id}, state=state,
                 team=number)  # fmt: skip
        new = {**ids, "finding_id": uuid4()}
        made.add("new_finding", f"{state} team{number}", new, state=state, team=number)
        new = {**ids, "visit_id": uuid4()}
        made.add("new_visit", f"{state} team{number}", new, state=state, team=number)
        for author, status in product(_AUTHORS[number], STATUSES):
            _finding(made, Thing(f"{state} team{number} by {author} {status}", team=number,
                                 author=author, state=state, status=status),
                     (operation.id, team.id), (sha256, size))  # fmt: skip


def _office(made: MatrixWorld) -> None:
    """A sidak kantor, with a list of either team on which the person found stands."""
    city, start = made.city, world.workday(8)
    operation = Operation(
        name="Sidak kantor", kind="office", day=start.date(), starts_at=start,
        ends_at=start + timedelta(hours=8), time_zone="Asia/Jakarta", status="open",
    )  # fmt: skip
    db.session.add(operation)
    db.session.flush()
    made.add("office", "open", {"operation_id": operation.id}, state="open")
    for number, opd in ((1, "Dishub"), (2, "Disdik")):
        team = Team(operation_id=operation.id, number=number)
        db.session.add(team)
        db.session.flush()
        for who in PRINCIPALS:
            if who.team == number:
                db.session.add(
                    TeamMember(operation_id=operation.id, team_id=team.id,
                               role="coordinator" if who.leads else "officer",
                               user_id=city.users[who.name])
                )  # fmt: skip
        roll = Roll(id=uuid4(), operation_id=operation.id, team_id=team.id, opd_id=city.opds[opd],
                    staff=1, begun_by=city.users["desk"])  # fmt: skip
        db.session.add(roll)
        db.session.flush()
        person = RollPerson(id=uuid4(), roll_id=roll.id, position=1,
                            employee_id=city.employees["budi"])  # fmt: skip
        db.session.add(person)
        facts = {"state": "open", "team": number}
        made.add("roll", f"team{number}", {"roll_id": roll.id}, **facts)
        made.said[str(roll.id)] = person.id
        ids = {"operation_id": operation.id, "team_id": team.id, "opd_id": city.opds[opd]}
        made.add("office_team", f"team{number}", ids, **facts)


def _report(city: world.World, operation_id: UUID, team_id: UUID) -> TeamReport:
    return TeamReport(
        id=uuid4(), operation_id=operation_id, team_id=team_id, number=1,
        declared_by=city.users["coordinator1"], declared_at=now(), received_at=now(), findings=0,
        visits=0, nil_visits=0, unsent_findings=0, unsent_photos=0, sha256="ef" * 32, log_index=0,
    )  # fmt: skip


_ZONE = (113.3, -7.8, 113.301, -7.799)
_AUTHORS = {1: ("officer1", "finder"), 2: ("officer2",)}


def _finding(
    made: MatrixWorld, thing: Thing, place: tuple[UUID, UUID], photo: tuple[str, int]
) -> None:
    city = made.city
    at = world.workday(9, 15)
    finding = Finding(
        id=uuid4(), operation_id=place[0], team_id=place[1], author_id=city.users[thing.author],
        source="phone", body=b"{}", sha256=uuid4().hex * 2, received_at=at, log_index=1,
        captured_at=at, seen_at=at, verdicts={}, flags=[], **canaries.of_team(thing.team),
        employee_id=city.employees["budi"], nip=canaries.NIP,
        basis="known", kind="pns", opd_id=city.opds["Dishub"], conduct="cooperative",
        observed="none", status=thing.status,
    )  # fmt: skip
    db.session.add(finding)
    db.session.flush()
    stored = FindingPhoto(
        id=uuid4(), finding_id=finding.id, number=0, kind="person", sha256=photo[0], size=photo[1],
        mime="image/jpeg", taken_at=at, state="stored", stored_at=at,
    )  # fmt: skip
    upload = Upload(
        id=f"upload-{uuid4().hex}", owner_id=city.users[thing.author], finding_id=finding.id,
        photo_id=stored.id, sha256="ab" * 32, length=9, created_at=at, expires_at=at + _LONG,
    )  # fmt: skip
    late = LateLetter(id=uuid4(), finding_id=finding.id, source="desk", kind="surat_tugas",
                      received_by=city.users["desk"], received_at=at)  # fmt: skip
    if thing.team == 2:
        late.file_sha256, late.file_mime = photo[0], "image/jpeg"
    db.session.add_all([stored, upload, late])
    facts = {"team": thing.team, "author": thing.author, "state": thing.state}
    ids = {
        "operation_id": place[0],
        "team_id": place[1],
        "finding_id": finding.id,
        "correction_id": uuid4(),
        "photo_id": stored.id,
        "sha256": photo[0],
        "size": photo[1],
        "upload_id": upload.id,
        "late_id": late.id,
    }
    made.add("finding", thing.label, ids, status=thing.status, **facts)
    if thing.status == "received":
        made.add("photo", thing.label, ids, **facts)
        made.add("upload", thing.label, ids, **facts)
        made.add("late_letter" if thing.team == 2 else "bare_letter", thing.label, ids, **facts)


_LONG = timedelta(days=3650)


def _masters(made: MatrixWorld) -> None:
    city = made.city
    for key, opd in (("budi", "Dishub"), ("siti", "Disdik")):
        ids = {"employee_id": city.employees[key]}
        made.add("employee", f"of {opd}", ids, opd=opd)
        made.add("permit", f"for {opd}", ids, opd=opd)
    for author in ("opd_dishub", "desk"):
        typed = Permit(employee_id=city.employees["budi"], kind="surat_tugas",
                       valid_from=now(), valid_to=now(), registered_by=city.users[author])  # fmt: skip
        db.session.add(typed)
        db.session.flush()
        made.add("typed_permit", f"by {author}", {"permit_id": typed.id}, author=author)
    holiday = CalendarDay(day=date(2026, 12, 25), kind="public", name="Natal", source="SKB")
    db.session.add(holiday)
    for owner in ("officer1", "officer2", "opd_dishub"):
        device = Device(user_id=city.users[owner], name="HP", public_key={})
        db.session.add(device)
        db.session.flush()
        made.add("device", f"of {owner}", {"device_id": device.id}, author=owner)
    made.add("holiday", "Natal", {"day_id": holiday.id})
    week = WorkSchedule(name="Jam lain", valid_from=date(2026, 1, 1))
    db.session.add(week)
    db.session.flush()
    made.add("schedule", "Jam lain", {"schedule_id": week.id})
    hold = LegalHold(subject="operation", subject_id=city.operation, reason="perkara")
    db.session.add(hold)
    db.session.flush()
    made.add("hold", "of an operation", {"hold_id": hold.id})
    made.add("opd", "Dishub", {"opd_id": city.opds["Dishub"]})
    made.add("user", "of team 1", {"user_id": city.users["officer1"]})
    files = (("roster", "applied"), ("roster", "undone"), ("attendance", "applied"),
             ("permits", "applied"), ("opds", "applied"))  # fmt: skip
    for kind, status in files:
        brought = Import(
            kind=kind, status=status, form="csv", size=1, sha256="ab" * 32, columns={},
            effective_on=date(2026, 1, 1), dropped=[], decisions={}, offices={}, figures={},
            applied_at=now(),
        )  # fmt: skip
        db.session.add(brought)
        db.session.flush()
        made.add("import", f"{kind} {status}", {"import_id": brought.id}, status=kind)


def _tips(made: MatrixWorld, sha256: str) -> None:
    for status, who in (("received", None), ("about_found", made.city.employees["budi"])):
        state = "case" if who else status
        tip = Tip(state=state, what=canaries.TIP, place=canaries.TIP, who=canaries.TIP, link="",
                  seen_time="", employee_id=who)  # fmt: skip
        db.session.add(tip)
        db.session.flush()
        picture = TipPicture(id=uuid4(), tip_id=tip.id, number=1, sha256=sha256)
        said = {"name": canaries.REPORTER, "contact": canaries.REPORTER}
        db.session.add_all([picture, TipReporter(tip_id=tip.id, sealed=seal(tip.id, said))])
        made.add("tip", status, {"tip_id": tip.id, "picture_id": picture.id}, status=status)


def _absent(made: MatrixWorld) -> None:
    """An id of nothing, for every kind of thing that an address names."""
    for about in ("operation", "team", "team_report", "finding", "photo", "upload", "employee",
                  "device", "hold", "holiday", "import", "late_letter", "bare_letter", "user",
                  "opd", "slips", "tip", "office", "office_team", "roll", "typed_permit",
                  "schedule"):  # fmt: skip
        ids = {name: uuid4() for name in ADDRESS}
        made.add(about, "absent", {**ids, "sha256": "cd" * 32, "size": 9}, exists=False)


_KEY = sealed_phone.jwk(sealed_phone.new_key())


_EMPTY_FILE = {"query_string": {"form": "csv"}, "content_type": "text/csv", "data": b""}
_ASKED: dict[str, dict[str, Any]] = {
    **{f"POST /api/imports/{kind}": _EMPTY_FILE
       for kind in ("roster", "attendance", "permits", "opds")},
    "POST /api/users/list": _EMPTY_FILE,
    "GET /api/holidays/proposed": {"query_string": {"year": 2026}},
}  # fmt: skip


def bodies(  # noqa: PLR0911 - one return for each kind of body
    made: MatrixWorld, rule: str, who: str, thing: Thing
) -> dict[str, Any]:
    """Return what a sound request of this route carries: `json`, `data`, `headers`."""
    if rule.startswith(("PATCH /api/uploads", "HEAD /api/uploads", "DELETE /api/uploads")):
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
        return {"headers": headers, "content_type": "application/offset+octet-stream", "data": b""}
    if rule == "POST /api/uploads":
        return {"headers": _announced(thing)}
    if rule in _ASKED:
        return dict(_ASKED[rule])
    if rule.startswith(
        (
            "PUT /api/late-letters",
            "PUT /api/own-lines",
            "PUT /api/replies",
            "PUT /api/letter-templates",
            "PUT /api/letters/",
            "PUT /api/own-letters",
        )
    ):
        return {"data": b"%PDF-1.7 scan", "content_type": "application/pdf"}
    if rule == "POST /api/tips/evidence":
        return {"headers": {"Sidak-Receipt": "0" * 16}, "data": b"x", "content_type": "image/jpeg"}
    if rule.startswith("PUT /api/findings"):
        return {"json": _said(made, who, thing)}
    if rule.startswith("PUT /api/visits"):
        said = _said(made, who, thing)
        told = {name: said[name] for name in _OF_A_VISIT}
        return {"json": {**told, "nil": True, "at": said["captured_at"], "note": ""}}
    if rule.startswith("PUT /api/corrections"):
        return {"json": _corrected(made, who, thing)}
    # the same for every principal, and `said` is whole before the first request
    if (rule, thing) not in made.written:
        found = ({"json": body} for start, body in _json(made, thing) if rule.startswith(start))
        made.written[rule, thing] = next(found, {})
    return dict(made.written[rule, thing])


_OF_A_VISIT = (
    "operation_id", "team_id", "author_id", "device_id", "sequence", "previous_sha256", "app_version",
    "place", "position",
)  # fmt: skip


def _corrected(made: MatrixWorld, who: str, thing: Thing) -> dict[str, Any]:
    said = _said(made, who, thing)
    told = {name: said[name] for name in (*_OF_A_VISIT[2:7], "clock")}
    return {**told, "finding_id": thing.id("finding_id"), "finding_sha256": "ab" * 32,
            "at": said["captured_at"], "reason": "salah ketik", "changes": {"note": "x"}}  # fmt: skip


def _announced(thing: Thing) -> dict[str, str]:
    said = {"finding": "finding_id", "photo": "photo_id", "sha256": "sha256"}
    metadata = ",".join(
        f"{key} {base64.b64encode(thing.id(name).encode()).decode()}" for key, name in said.items()
    )
    return {"Tus-Resumable": "1.0.0", "Upload-Length": thing.id("size"),
            "Upload-Metadata": metadata}  # fmt: skip


def _said(made: MatrixWorld, who: str, thing: Thing) -> dict[str, Any]:
    author = made.city.users.get(who, made.city.users["officer1"])
    return made.city.finding(
        operation_id=thing.id("operation_id"),
        team_id=thing.id("team_id"),
        author_id=str(author),
        photos=[world.announced(b"not yet here")],
    )


def _json(  # noqa: PLR0915 - one line for each kind of request
    made: MatrixWorld, thing: Thing
) -> Iterator[tuple[str, Any]]:
    """Yield bodies by how the row begins, the longer beginning first."""
    at = world.workday(9)
    moments = {"starts_at": iso(at), "ends_at": iso(at + timedelta(hours=3))}
    ids = dict(thing.ids)
    revision = made.said.get(ids.get("finding_id", ""), 1)
    verb: dict[str, Any] = {"reason": "sesuai bukti", "revision": revision}
    users = made.city.users
    finding = "POST /api/findings/<uuid:finding_id>/"
    operation = "POST /api/operations/<uuid:operation_id>/"
    signed = {"id": "AAAA", "client_data_json": "e30"}
    yield "POST /api/session/passkey", {"authenticator_data": "AA", "signature": "AA", **signed}
    yield "POST /api/passkeys/", {"current": "bukan sandi"}
    yield "POST /api/passkeys", {"name": "Laptop", "attestation_object": "oA", **signed}
    yield "POST /api/session", {"username": "tidak-ada", "password": "bukan sandi"}
    person = {"username": "baru", "name": "Orang Baru", "password": "kata-sandi-panjang"}
    yield "POST /api/second-factor/begin", {}
    yield "POST /api/second-factor", {"ticket": "ab" * 20, "code": "000000"}
    opd = {"name": "Dinas Baru", "short_name": "DB", "valid_from": "2026-01-01"}
    yield "POST /api/opds", {**opd, "reason": "Perwali baru"}
    yield "PATCH /api/opds", {"revision": 1, "reason": "Perwali baru", "address": "Jalan Contoh 1"}
    yield "PUT /api/password", {"current": "bukan sandi", "password": "kata-sandi-panjang"}
    yield "POST /api/password", {"token": "x" * 43, "password": "kata-sandi-panjang"}
    account = {"username": f"baru-{uuid4().hex[:8]}", "name": "Orang Baru", "roles": ["officer"]}
    yield "POST /api/users/<", {}
    yield "POST /api/users", {"users": [account]}
    yield "PATCH /api/users/", {"reason": "pindah tugas", "title": "Staf"}
    yield "POST /api/first-admin", {"token": "x" * 43, **person}
    key = _KEY
    yield "POST /api/devices/<uuid:device_id>/revoke", {"reason": "HP hilang"}
    yield "POST /api/devices/<", {"unsent_findings": 0, "unsent_photos": 0, "last_sequence": 1}
    yield "POST /api/devices", {"name": "HP", "public_key": key}
    yield "POST /api/holidays/adopt", {"year": 2026}
    yield (
        "POST /api/holidays",
        {"day": "2026-12-26", "kind": "government", "name": "Cuti", "source": "SKB"},
    )
    month = {"first_day": "2026-02-18", "last_day": "2026-03-19", "source": "KMA"}
    yield "PUT /api/ramadan", month
    day = {"weekday": 0, "starts": "07:30:00", "ends": "16:00:00"}
    week = {"name": f"Jam {uuid4().hex}", "valid_from": "2026-01-01", "days": [day], "reason": "SK"}
    yield "POST /api/schedules", {**week, "reason": "SK baru"}
    yield "PUT /api/schedules/", {**week, "reason": "SK baru", "revision": 1}
    yield "POST /api/employees/search", {"text": "KENARI"}
    decided = [{"name": "Dinas", "do": "skip"}]
    yield "POST /api/imports/<uuid:import_id>/decide", {"revision": 1, "decisions": decided}
    yield "POST /api/imports/<uuid:import_id>/apply", {"revision": 1}
    yield "POST /api/imports/<uuid:import_id>/undo", {"reason": "berkas lama"}
    yield "PATCH /api/employees", {"reason": "SK baru", "job": "Analis", "revision": made.said.get(
        ids.get("employee_id", ""), 1)}  # fmt: skip
    window = {"valid_from": iso(at), "valid_to": iso(at + timedelta(hours=1))}
    yield "POST /api/permits/<uuid:permit_id>/withdraw", {"reason": "salah ketik"}
    yield (
        "POST /api/permits",
        {"employee_id": ids.get("employee_id"), "kind": "surat_tugas", **window},
    )
    team_list = {"team_id": ids.get("team_id"), "opd_id": ids.get("opd_id")}
    yield f"{operation}rolls", team_list
    listed = str(made.said.get(ids.get("roll_id", ""), uuid4()))
    yield "POST /api/rolls", {"marks": [{"person_id": listed, "code": "present", "number": 0}]}
    yield f"{operation}open", {}
    yield f"{operation}slips", {"pages": 1}
    yield f"{operation}release", {"reason": "diumumkan"}
    yield "POST /api/replies/look", {"code": "ABCDE-FGHJK-LMNPQ"}
    yield "POST /api/replies", {"code": "ABCDE-FGHJK-LMNPQ", "text": "tugas luar"}
    yield f"{operation}letters/slots", {"line_ids": [str(uuid4())]}
    yield f"{operation}letters", {"kind": "A"}
    yield f"{operation}close", {"reason": "selesai semua"}
    walker = users["officer2" if thing.team == 2 else "officer1"]
    yield f"{operation}phone-codes", {"user_ids": [str(walker)]}
    yield "POST /api/enrolments/use", {"code": "tidak-ada", "name": "HP", "public_key": _KEY}
    yield "POST /api/enrolments", {"code": "tidak-ada"}
    yield f"{operation}teams/<", {"reason": "selesai semua"}
    members = [{"user_id": str(users["coordinator1"]), "role": "coordinator"}]
    yield f"{operation}teams", {"number": 1, "members": members}
    yield f"{operation}copy", {"name": "Salinan", "day": str(at.date())}
    area = {"name": "Pasar", "area": mapping(box(*_ZONE))}
    yield f"{operation}zones/many", {"zones": [area]}
    yield "PATCH /api/operations/<uuid:operation_id>/zones/<", {"name": "Pasar Lama"}
    yield "PATCH /api/operations", {**verb, "name": "Sidak lain"}
    yield f"{operation}zones", {"name": "Pasar", "area": mapping(box(*_ZONE))}
    yield (
        f"{operation}visits",
        {"id": str(uuid4()), "team_id": ids.get("team_id"), "place": "Pasar", "nil": True,
         "at": iso(at)},
    )  # fmt: skip
    yield "PUT /api/examinations", {"revision": 1, "place": "Aula", "started_at": None, "ended_at": None,
                                    "examiners": [], "questions": [], "signature": {}}  # fmt: skip
    yield "POST /api/examinations", {"revision": 1}
    yield f"{operation}lines/<uuid:line_id>/case-records", {"last": 0}
    yield f"{operation}lines", {}
    yield "POST /api/operations", {"name": "Baru", "day": str(at.date()), "time_zone":
                                   "Asia/Jakarta", **moments}  # fmt: skip
    hearing = {"hearing_at": iso(now() + timedelta(days=9))}
    line = {"reason": "sesuai bukti", "revision": 0, "operation_id": ids.get("operation_id")}
    step = {"reason": "sesuai", "revision": made.said.get(ids.get("letter_id", ""), 1)}
    yield "POST /api/lines/<uuid:line_id>/reschedule", {**line, **hearing}
    yield "POST /api/lines/<uuid:line_id>/outcome", {**line, "outcome": "coached"}
    yield "POST /api/lines", line
    yield (
        "POST /api/own-lines",
        {"operation_id": ids.get("operation_id"), "kind": "explanation", "note": "tugas"},
    )
    yield "POST /api/holds/<", {"reason": "perkara selesai"}
    yield "POST /api/holds", {"subject": "operation", "subject_id": ids.get("operation_id"),
                              "reason": "perkara"}  # fmt: skip
    yield "PATCH /api/own-letters/", {"revision": step["revision"], "number": "2"}
    own = {**step, "number": "1", "dated": str(at.date())}
    yield "POST /api/own-letters/<uuid:letter_id>/sign", own
    yield "POST /api/own-letters/", {**step, "received_by": "Bagian umum"}
    yield "PATCH /api/letters/", {**step, "hearing_place": "Ruang lain"}
    yield (
        "POST /api/letters/<uuid:letter_id>/sign",
        {**step, "number": "1", "dated": str(at.date())},
    )
    yield "POST /api/letters/search", {"text": "dinas"}
    yield "POST /api/letters/", step
    yield (
        "PUT /api/letterhead",
        {"government": "KOTA", "agency": "BKPSDM", "address": "-", "city": "X"},
    )
    yield "POST /api/signatories", {"letter_kind": "A", "title": "Sekda", "name": "Contoh"}
    yield "PATCH /api/signatories", {"title": "Sekretaris Daerah"}
    yield "POST /api/findings/table", {"operation": ids.get("operation_id"), "form": "csv"}
    yield "POST /api/findings/search", {"text": "KENARI"}
    yield from _tip_json(made)
    yield f"{finding}late", {"kind": "surat_tugas", "number": "12/ST"}
    yield f"{finding}amend", {**verb, "note": "catatan"}
    yield f"{finding}merge", {**verb, "into": _another(made, thing)}
    yield f"{finding}identify", {**verb, "employee_id": str(made.city.employees["budi"])}
    yield f"{finding}assess", {**verb, "state": "accepted"}
    yield finding, verb


def _tip_json(made: MatrixWorld) -> Iterator[tuple[str, Any]]:
    tip, why = "POST /api/tips/<uuid:tip_id>/", {"reason": "sudah ditelaah", "revision": 1}
    operation = str(made.city.operation)
    yield f"{tip}target", {**why, "operation_id": operation, "place": "Pasar Baru"}
    yield f"{tip}identify", {**why, "employee_id": str(made.city.employees["siti"])}
    yield f"{tip}end", {**why, "outcome": "dismissed"}
    yield f"{tip}reporter", {"reason": "perlu keterangan"}
    yield tip, why
    yield "POST /api/tips/status", {"receipt": "0" * 16}
    said = {"what": "Ada pegawai di kedai", "place": "Kedai A"}
    yield "POST /api/tips", {"challenge": "v1.0.8.0.0", "solution": 1, **said}


def _another(made: MatrixWorld, thing: Thing) -> str:
    """Another finding of the same operation, or an id of nothing."""
    for one in made.things["finding"]:
        same = dict(one.ids).get("operation_id") == dict(thing.ids).get("operation_id")
        if same and one.label != thing.label and one.status == "received":
            return one.id("finding_id")
    return str(uuid4())
