"""Questions about OPDs: the tree of parents and units, and how far an office is."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from server.core.db import db
from server.core.geo import lon_lat, metres_between, point
from server.people.models import Opd
from server.people.rules import offices as rules

_KNOWN = (
    Opd.id,
    Opd.name,
    Opd.short_name,
    Opd.aliases,
    Opd.parent_id,
    Opd.address,
    Opd.head_title,
    Opd.head_form,
    Opd.head_id,
    Opd.personnel_officer_id,
    Opd.valid_from,
    Opd.valid_to,
    Opd.schedule_id,
    Opd.office,
)


def opd(opd_id: UUID) -> Opd | None:
    """Return an OPD or unit, None when there is none."""
    return db.session.get(Opd, opd_id)


def all_opds(on: date | None = None) -> Sequence[Opd]:
    """Return every OPD and unit by name; with `on` only those that exist on that day."""
    rows = select(Opd).order_by(Opd.name, Opd.id)
    if on is not None:
        rows = rows.where(Opd.valid_from <= on, or_(Opd.valid_to.is_(None), Opd.valid_to >= on))
    return db.session.scalars(rows).all()


def known_opds(*, lock: bool = False) -> list[rules.Known]:
    """Return every OPD and unit as the rules compare a file with it; `lock` holds them all."""
    rows = select(*_KNOWN).order_by(Opd.id)
    if lock:
        rows = rows.with_for_update(key_share=True)  # people may be given an OPD meanwhile
    held: Sequence[Any] = db.session.execute(rows).all()
    return [rules.Known(*(*row[:-1], lon_lat(row[-1]))) for row in held]


def lineage(opd_id: UUID) -> list[Opd]:
    """Return an OPD, its parent, and so on up; empty for an unknown one."""
    found: list[Opd] = []
    here = db.session.get(Opd, opd_id)
    while here is not None and here not in found:
        found.append(here)
        here = db.session.get(Opd, here.parent_id) if here.parent_id else None
    return found


def root_opd(opd_id: UUID) -> Opd | None:
    """Return the OPD that a unit belongs to (dinas of a UPT), itself when it has no parent."""
    found = lineage(opd_id)
    return found[-1] if found else None


def subtree(opd_id: UUID) -> set[UUID]:
    """Return the ids of an OPD and all its units below."""
    found = {opd_id}
    edge = found
    while edge:
        edge = set(db.session.scalars(select(Opd.id).where(Opd.parent_id.in_(edge)))) - found
        found = found | edge
    return found


def office_metres(opd_id: UUID, lon: float, lat: float) -> float | None:
    """Return how far a position is from the office, in metres on the ellipsoid.

    A unit without an office of its own uses its parent's; None where none is known.
    """
    for one in lineage(opd_id):
        if one.office is not None:
            metres = select(metres_between(Opd.office, point(lon, lat))).where(Opd.id == one.id)
            return db.session.scalar(metres)
    return None


def office_positions() -> list[tuple[float, float]]:
    """Return where the offices of this government are, [lon, lat] in degrees."""
    offices = db.session.scalars(select(Opd.office).where(Opd.office.is_not(None)))
    found = [lon_lat(office) for office in offices]
    return [(place[0], place[1]) for place in found if place]
