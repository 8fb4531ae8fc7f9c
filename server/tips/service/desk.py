"""Triage: each step has a reason and a revision, and every tip ends, also when nobody was recognised."""

from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import Thing, may, require
from server.core import app_state, audit
from server.core.clock import iso, now
from server.core.db import db
from server.core.http import same_revision
from server.core.problems import Code, Problem
from server.operations import queries as operations
from server.operations.service import add_place
from server.people.models import Employee, Opd
from server.tips import queries
from server.tips.models import Tip, TipPicture, TipStep
from server.tips.rules import Outcome, TipOrder, TipState, Verb, next_state, outcomes, verbs

EXCERPT = 140


def step(by: User, tip_id: UUID, verb: Verb, said: dict[str, Any]) -> Tip:
    """Take a step; raises `not-found`, `stale-revision`, `step-not-allowed`, and what the step needs."""
    tip = queries.get(by, tip_id, lock=True)
    word = "tip.reopen" if verb is Verb.REOPEN else "tip.handle"
    require(by, word, Thing(found_employee_id=tip.employee_id))
    same_revision(current={"revision": tip.revision}, sent=said)
    after = next_state(TipState(tip.state), verb)
    if after is None or tip.erased_at is not None:
        raise Problem(Code.STEP_NOT_ALLOWED)
    _DOES.get(verb, _nothing)(by, tip, said)
    tip.state = str(after)
    tip.revision += 1
    db.session.add(
        TipStep(
            tip_id=tip.id,
            revision=tip.revision,
            verb=str(verb),
            after=tip.state,
            actor_id=by.id,
            reason=said["reason"],
        )
    )
    audit.record(
        word,
        actor_id=by.id,
        subject_id=tip.id,
        operation_id=tip.operation_id,
        reason=said["reason"],
        verb=str(verb),
        state=tip.state,
        outcome=tip.outcome,
        revision=tip.revision,
    )
    return tip


def _nothing(_by: User, _tip: Tip, _said: dict[str, Any]) -> None:
    """Nothing but the state changes."""


def _target(by: User, tip: Tip, said: dict[str, Any]) -> None:
    """Note a place for a sidak that is not over; with a team it stands among that team's places."""
    operation = operations.get(by, said["operation_id"])
    if operation is None:
        raise Problem(Code.UNKNOWN_OPERATION)
    if operation.status == "closed":
        raise Problem(Code.STEP_NOT_ALLOWED)
    tip.operation_id, tip.target_place = operation.id, said["place"]
    if said["team_id"] is not None:
        add_place(by, operation.id, said["team_id"], said["place"])


def _identify(by: User, tip: Tip, said: dict[str, Any]) -> None:
    """Say who is meant; nobody does so about oneself. Raises `unknown-employee`."""
    if db.session.get(Employee, said["employee_id"]) is None:
        raise Problem(Code.UNKNOWN_EMPLOYEE)
    tip.employee_id = said["employee_id"]
    require(by, "tip.handle", Thing(found_employee_id=tip.employee_id))


def _end(_by: User, tip: Tip, said: dict[str, Any]) -> None:
    outcome = Outcome(said["outcome"])
    if outcome not in outcomes(TipState(tip.state), identified=tip.employee_id is not None):
        raise Problem(Code.STEP_NOT_ALLOWED)
    tip.outcome, tip.ended_at = str(outcome), now()


def _reopen(_by: User, tip: Tip, _said: dict[str, Any]) -> None:
    tip.outcome, tip.ended_at = None, None


_DOES = {
    Verb.TARGET: _target,
    Verb.IDENTIFY: _identify,
    Verb.END: _end,
    Verb.REOPEN: _reopen,
}


def revision(tip_id: UUID) -> int:
    """Return the revision of a tip now, for who takes steps without a screen."""
    return db.session.get_one(Tip, tip_id).revision


def listed(
    by: User, state: str, order: TipOrder, *, cursor: str | None, size: int
) -> dict[str, Any]:
    """Return a page of tips (`state` "" is all that have not ended) and how many each state has."""
    audit.reading("tip.read", actor_id=by.id)
    wanted = [state] if state else [one for one in TipState if one is not TipState.ENDED]
    page = queries.listed(by, wanted, order, cursor=cursor, size=size)
    ids = [tip.id for tip in page.items]
    pictures, sealed = queries.pictures(ids), queries.with_reporter(ids)
    counts = queries.counts(by)
    return {
        "items": [
            _summary(tip, pictures=len(pictures[tip.id]), reporter=tip.id in sealed)
            for tip in page.items
        ],
        "next": page.next,
        "counts": {one: counts.get(one, 0) for one in TipState},
    }


def read(by: User, tip_id: UUID) -> dict[str, Any]:
    """Return one tip with everything but who reported it; the reading is audited."""
    queries.get(by, tip_id)
    audit.reading("tip.read", actor_id=by.id, subject_id=tip_id)
    return shown(by, queries.get(by, tip_id))


def picture(by: User, picture_id: UUID) -> bytes:
    """Return a picture as JPEG without EXIF; the reading is audited. Raises `not-found`."""
    row = db.session.get(TipPicture, picture_id)
    if row is None or queries.get(by, row.tip_id).erased_at is not None:
        raise Problem(Code.NOT_FOUND)
    audit.reading("tip.read", actor_id=by.id, subject_id=picture_id)
    return app_state.blobs().get(db.session.get_one(TipPicture, picture_id).sha256)


def shown(by: User, tip: Tip) -> dict[str, Any]:
    """Return a tip as the desk sees it, with the steps that this user may take now."""
    state, about = TipState(tip.state), Thing(found_employee_id=tip.employee_id)
    handle, again = may(by, "tip.handle", about), may(by, "tip.reopen", about)
    allowed = [one for one in verbs(state) if (again if one is Verb.REOPEN else handle)]
    pictures = queries.pictures([tip.id])[tip.id]
    sealed = bool(queries.with_reporter([tip.id]))
    operation = operations.operation(tip.operation_id) if tip.operation_id else None
    return {
        **_summary(tip, pictures=len(pictures), reporter=sealed),
        "what": tip.what,
        "who": tip.who,
        "link": tip.link,
        "seen_time": tip.seen_time,
        "picture_ids": [str(one.id) for one in pictures],
        "may_read_reporter": sealed and may(by, "tip.read_reporter", about),
        "target": {
            "operation_id": str(operation.id),
            "operation": operation.name,
            "day": operation.day.isoformat(),
            "place": tip.target_place,
        }
        if operation
        else None,
        "person": _person(tip.employee_id),
        "verbs": [] if tip.erased_at else [str(one) for one in allowed],
        "outcomes": [str(one) for one in outcomes(state, identified=tip.employee_id is not None)],
        "steps": [
            {
                "at": iso(one.at),
                "verb": one.verb,
                "after": one.after,
                "by_name": name,
                "reason": one.reason,
            }
            for one, name in queries.steps(tip.id)
        ],
    }


def _summary(tip: Tip, *, pictures: int, reporter: bool) -> dict[str, Any]:
    return {
        "id": str(tip.id),
        "revision": tip.revision,
        "state": tip.state,
        "outcome": tip.outcome,
        "received_at": iso(tip.received_at),
        "ended_at": iso(tip.ended_at) if tip.ended_at else None,
        "excerpt": tip.what[:EXCERPT],
        "place": tip.place,
        "seen_on": tip.seen_on.isoformat() if tip.seen_on else None,
        "pictures": pictures,
        "has_reporter": reporter,
        "erased": tip.erased_at is not None,
    }


def _person(employee_id: UUID | None) -> dict[str, Any] | None:
    if employee_id is None:
        return None
    row = db.session.get_one(Employee, employee_id)
    office = db.session.get(Opd, row.opd_id) if row.opd_id else None
    return {
        "employee_id": str(row.id),
        "name": row.name,
        "nip": row.nip,
        "opd_name": office.name if office else None,
    }
