"""What of a sidak everybody may see: figures without persons, released and withdrawn by a decision."""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.accounts.permissions import require
from server.board.models import PublicRelease
from server.board.rules import per_thousand, release
from server.core import app_state, audit
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db
from server.core.pages import Page, page
from server.core.problems import Code, Problem
from server.people import queries as people
from server.summons.queries import Listing, facts, listing, operation_of
from server.summons.rules import Bucket, FiguresState, people_totals

Figures = dict[str, Any]


def standing(user: User, operation_id: UUID) -> dict[str, Any]:
    """Return what the desk sees before it releases: today's public figures, and what is public.

    `figures` is None while they are provisional; `changed` says that what is public is no longer
    what would be released today.
    """
    require(user, "figures.read")
    found = listing(operation_of(operation_id))
    figures = public_figures(found) if _final(found) else None
    public = _public(operation_id)
    return {
        "figures": figures,
        "release": _told(public) if public else None,
        "changed": public is not None and public.figures != figures,
    }


def publish(user: User, operation_id: UUID, reason: str) -> dict[str, Any]:
    """Show the figures of a closed and reviewed operation to everybody.

    Raises `figures-not-final` for provisional ones, `step-not-allowed` where some are public.
    """
    require(user, "figures.release")
    found = listing(operation_of(operation_id, lock=True))
    if not _final(found):
        raise Problem(Code.FIGURES_NOT_FINAL, state=found.operation.status)
    if _public(operation_id):
        raise Problem(Code.STEP_NOT_ALLOWED, state="released")
    figures = public_figures(found)
    made = PublicRelease(operation_id=operation_id, figures=figures, released_by=user.id)
    db.session.add(made)
    db.session.flush()
    audit.record(
        "figures.release",
        actor_id=user.id,
        subject_id=made.id,
        operation_id=operation_id,
        reason=reason,
        people=figures["people"],
        least=figures["least"],
    )
    return standing(user, operation_id)


def withdraw(user: User, operation_id: UUID, reason: str) -> dict[str, Any]:
    """Take the figures of an operation off the public page; raises `step-not-allowed` without any."""
    require(user, "figures.withdraw")
    operation_of(operation_id, lock=True)
    public = _public(operation_id)
    if public is None:
        raise Problem(Code.STEP_NOT_ALLOWED, state="not-released")
    public.withdrawn_at, public.withdrawn_by = now(), user.id
    audit.record(
        "figures.withdraw",
        actor_id=user.id,
        subject_id=public.id,
        operation_id=operation_id,
        reason=reason,
    )
    return standing(user, operation_id)


def released(*, cursor: UUID | None, size: int) -> Page[PublicRelease]:
    """Return what everybody may see, the newest first; no right is asked."""
    rows = select(PublicRelease).where(PublicRelease.withdrawn_at.is_(None))
    order = (PublicRelease.released_at, PublicRelease.id)
    return page(rows, order, cursor=cursor, size=size, newest_first=True)


def public_figures(found: Listing) -> Figures:
    """Return the figures of a list as everybody may see them, cells under the minimum merged.

    Offices are counted by whom they are asked about (listed), never by whom was merely met. Where
    that total is not told, no office is.
    """
    least = app_state.settings().public_least
    operation, buckets = found.operation, found.found.buckets()
    totals = people_totals(facts(found.seen))
    listed, accepted = found.found.listed, buckets[Bucket.DOCUMENT_ACCEPTED]
    others = totals.people - listed - accepted
    kinds = {"asn": totals.asn, "non_asn": totals.non_asn}
    kinds["elsewhere"] = totals.people - sum(kinds.values())
    results = {"listed": listed, "document_accepted": accepted, "other": others}
    shown = release(results, least=least)
    told = "listed" in shown.cells or (shown.total is not None and listed == shown.merged == 0)
    return {
        "operation": operation.name,
        "day": operation.day.isoformat(),
        "simulation": operation.simulation,
        "least": least,
        "people": shown.total,
        "kinds": _table(kinds, least),
        "results": _table(results, least),
        "opds": _offices(found, least) if told else None,
    }


def _table(cells: dict[str, int], least: int) -> dict[str, Any]:
    shown = release(cells, least=least)
    empty = shown.total is not None and shown.merged == 0
    rows = {name: shown.cells.get(name, 0 if empty else None) for name in cells}
    return {
        "cells": [{"name": name, "people": people} for name, people in rows.items()],
        "merged": shown.merged,
    }


def _offices(found: Listing, least: int) -> dict[str, Any]:
    staff = people.staff_counts()
    listed: Counter[UUID | None] = Counter(dict.fromkeys(staff, 0))
    listed.update({opd.opd_id: len(opd.lines) for opd in found.found.opds})
    shown = release(listed, least=least)
    names = {opd.id: opd.name for opd in people.all_opds()}
    rows = [
        _office(names.get(opd_id, ""), counted, staff[opd_id])
        for opd_id, counted in shown.cells.items()
        if opd_id is not None
    ]
    rest = staff.total() - sum(row["employees"] for row in rows)
    unknown = shown.cells.get(None, 0)  # own staff whose office nobody knows yet
    return {
        "rows": sorted(rows, key=lambda row: (-row["people"], row["name"])),
        "rest": _office("", shown.merged + unknown, rest),
    }


def _office(name: str, counted: int, employees: int) -> dict[str, Any]:
    rate = per_thousand(counted, employees)
    return {"name": name, "people": counted, "employees": employees, "per_thousand": rate}


def _final(found: Listing) -> bool:
    return found.state is FiguresState.VERIFIED and found.found.difference == 0


def _public(operation_id: UUID) -> PublicRelease | None:
    rows = select(PublicRelease).where(
        PublicRelease.operation_id == operation_id, PublicRelease.withdrawn_at.is_(None)
    )
    return db.session.scalar(rows)


def _told(public: PublicRelease) -> dict[str, Any]:
    """Return who released what, when and why."""
    entry = db.session.scalar(
        select(AuditEntry).where(
            AuditEntry.subject_id == str(public.id), AuditEntry.action == "figures.release"
        )
    )
    return {
        "released_at": public.released_at,
        "released_by": db.session.get_one(User, public.released_by).name,
        "reason": entry.reason if entry else None,
        "figures": public.figures,
    }
