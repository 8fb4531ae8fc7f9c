"""Gathering what a sidak day needs: one look at the tables, the disk, the keys and the certificate."""

import shutil
import ssl
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from server.accounts import devices
from server.archive import backup
from server.archive.certificate import probe
from server.archive.rules import (
    Calendar,
    Facts,
    Office,
    Phone,
    Plan,
    ReadyRow,
    Roster,
    judged,
)
from server.core.clock import now
from server.core.db import db, end_reading
from server.operations import queries as operations
from server.operations.queries import TeamSheet
from server.people import queries as people
from server.settings import Settings
from server.summons import queries as summons
from server.summons.letters.wording import day_and_date
from server.summons.rules import LetterKind

AHEAD = timedelta(days=45)  # a hearing or a late letter of this sidak is not later
BLANKS = {"agency": "nama instansi", "address": "alamat", "hearing_place": "tempat menghadap"}
SIGNED = {
    LetterKind.A: "surat panggilan",
    LetterKind.REFERRAL: "surat penerusan",
    LetterKind.NOTICE: "surat pemberitahuan",
    LetterKind.CORRECTION: "surat ralat",
}


def look(settings: Settings) -> list[ReadyRow]:
    """Return how everything stands; ends the reading transaction before it asks the network."""
    at = now()
    today = at.astimezone(ZoneInfo(settings.time_zone)).date()
    plan, phones = _next_sidak(today, at)
    made = backup.last_made(settings)
    facts = Facts(
        certificate=None,
        database_ms=_database_ms(at),
        disk_free=shutil.disk_usage(settings.instance).free,
        backup_key=backup.has_key(settings),
        backup=at - made if made else None,
        version=settings.version,
        phones=phones,
        roster=_roster(today, at, settings.time_zone),
        calendar=_calendar(today),
        office=_office(),
        open_keys=_open_keys(settings),
        plan=plan,
    )
    end_reading()
    if settings.https:
        own = settings.certificate
        trusted = ssl.create_default_context(cafile=own) if own else None
        facts = replace(facts, certificate=probe(settings.address, at, trusted))
    return judged(facts)


def _next_sidak(today: date, at: datetime) -> tuple[Plan | None, list[Phone]]:
    one = operations.next_operation(today)
    if one is None:
        return None, []
    sheets = operations.sheets(one.id)
    zones = operations.zones_of(one.id)
    led = {
        sheet.team.id
        for sheet in sheets
        if any(member.role == "coordinator" for member in sheet.members)
    }
    shared = any(zone.team_id is None for zone in zones)
    walked = {zone.team_id for zone in zones}
    plan = Plan(
        name=one.name,
        day=day_and_date(one.day),
        running=one.status == "open",
        past=one.day < today,
        order_number=one.order_number,
        teams=len(sheets),
        members=sum(len(sheet.members) for sheet in sheets),
        zones=len(zones),
        without_coordinator=[
            sheet.team.number for sheet in sheets if sheet.members and sheet.team.id not in led
        ],
        without_members=[sheet.team.number for sheet in sheets if not sheet.members],
        without_zone=[
            sheet.team.number for sheet in sheets if not shared and sheet.team.id not in walked
        ],
    )
    return plan, _phones(sheets, at)


def _phones(sheets: Sequence[TeamSheet], at: datetime) -> list[Phone]:
    """Return each member with the phone heard of last, in the order of the teams."""
    members = {member.user_id: member.name for sheet in sheets for member in sheet.members}
    newest = devices.in_use(members)
    found = []
    for user_id, name in members.items():
        phone = newest.get(user_id)
        if phone is None:
            found.append(Phone(name))
            continue
        heard = phone.last_contact_at
        found.append(
            Phone(
                owner=name,
                enrolled=True,
                version=phone.app_version,
                heard=at - heard if heard else None,
                clock_ms=phone.clock_ms,
                unsent=phone.unsent_findings + phone.unsent_photos + phone.unsent_visits,
            )
        )
    return found


def _database_ms(at: datetime) -> int | None:
    """Return how far the database's clock is before ours; SQLite reads the clock that we read."""
    if db.engine.dialect.name == "sqlite":
        return None
    there = db.session.scalar(select(func.clock_timestamp()))
    return round((there - max(at, now())).total_seconds() * 1000) if there else None


def _roster(today: date, at: datetime, zone: str) -> Roster:
    brought, changed, count = people.roster_age()
    since = (
        datetime.combine(brought, time(), ZoneInfo(zone)) if brought and brought <= today else None
    )
    return Roster(
        people=count,
        imported=at - since if since else None,
        changed=at - changed if changed else None,
    )


def _calendar(today: date) -> Calendar:
    years = sorted({today.year, (today + AHEAD).year})
    days = people.calendar_days(date(years[0], 1, 1), date(years[-1], 12, 31))
    off = [day for day in days if day.kind != people.WORKING]
    return Calendar(
        empty_years=[year for year in years if not any(day.day.year == year for day in off)],
        provisional=sum(day.provisional for day in off if day.day >= today),
        days=len(off),
    )


def _office() -> Office:
    head = summons.letterhead()
    blank = (
        None if head is None else [word for name, word in BLANKS.items() if not getattr(head, name)]
    )
    return Office(
        blank=blank,
        unsigned=[word for kind, word in SIGNED.items() if not summons.signatories(kind)],
    )


def _open_keys(settings: Settings) -> list[str]:
    """Return what of instance and keys others could read, or what belongs to somebody else."""
    owner = settings.instance.stat().st_uid
    places = [settings.instance, settings.keys, *sorted(settings.keys.iterdir())]
    return [
        str(place.relative_to(settings.instance.parent))
        for place in places
        if place.stat().st_mode & 0o077 or place.stat().st_uid != owner
    ]
