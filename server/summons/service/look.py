"""Letters for the screen: one, many, and what may be done next."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import iso
from server.core.db import db
from server.core.steps import verbs_from
from server.operations.models import Operation
from server.summons import queries
from server.summons.models import Letter
from server.summons.rules import CALLS, FINISHED_BY_OPD, LETTER_STEPS, LetterKind, LetterState
from server.summons.service import copies
from server.summons.service.numbering import numbered_here
from server.summons.service.proof import address_of

PERSON = ("line_id", "employee_id", "name", "nip", "kind", "job")


def letters(user: User, operation_id: UUID, cursor: UUID | None, size: int) -> dict[str, Any]:
    """Return a page of an operation's letters, newest first; one audit row per user and hour."""
    require(user, "letter.read")
    queries.operation_of(operation_id)
    audit.reading(
        "letter.read", actor_id=user.id, subject_id=operation_id, operation_id=operation_id
    )
    found = queries.page_of(operation_id, cursor, size)
    return {"items": briefs(found.items), "next": found.next}


def search(user: User, text: str, limit: int) -> list[dict[str, Any]]:
    """Return letters whose number or OPD has these words, the newest first."""
    require(user, "letter.read")
    audit.reading("letter.read", actor_id=user.id)
    return briefs(queries.search(text, limit))


def readers(user: User, letter_id: UUID) -> dict[str, Any]:
    """Return who saw a letter or its persons on the list, once for each way of reading.

    For the correction of a wrong letter (domain.md §10); raises `not-found`.
    """
    letter = queries.letter(user, letter_id)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry, name, how in queries.readings(letter, queries.line_ids_of(letter.id)):
        known = found.setdefault(
            (str(entry.actor_id), how),
            {"reader_name": name, "how": how, "first_at": iso(entry.at), "last_at": ""},
        )
        known["last_at"] = iso(entry.at)
    items = sorted(found.values(), key=lambda one: (one["reader_name"] or "", one["first_at"]))
    return {"items": items, "next": None}


def briefs(found: Sequence[Letter]) -> list[dict[str, Any]]:
    """Return letters in the form of a list."""
    people = {row.id: row.name for row in db.session.scalars(select(User))}
    head = queries.letterhead()
    return [_brief(one, people) | {"numbered_here": numbered_here(head, one.kind)} for one in found]


def brief(letter: Letter) -> dict[str, Any]:
    """Return one letter in the form of a list."""
    return briefs([letter])[0]


def own_brief(letter: Letter) -> dict[str, Any]:
    """Return a letter B for the OPD that finishes it; one that is void names nobody any more."""
    operation = db.session.get_one(Operation, letter.operation_id)
    void = letter.status in queries.DEAD
    person = letter.content["persons"][0]
    signer = letter.content["signatory"]
    return {
        "id": str(letter.id),
        "operation_name": operation.name,
        "time_zone": operation.time_zone,
        "call": letter.content["call"],
        "status": letter.status,
        "verbs": [
            one
            for one in verbs_from(LETTER_STEPS, LetterState(letter.status))
            if one in FINISHED_BY_OPD
        ],
        "person": None if void else {name: person[name] for name in ("name", "nip", "job")},
        "signatory": {name: signer[name] for name in ("name", "nip")},
        "number": letter.number,
        "dated": letter.dated.isoformat() if letter.dated else None,
        "hearing_at": iso(letter.hearing_at),
        "hearing_place": letter.hearing_place,
        "hearing_checked": letter.hearing_checked,
        "signed_at": iso(letter.signed_at) if letter.signed_at else None,
        "delivered_at": iso(letter.delivered_at) if letter.delivered_at else None,
        "received_by": letter.received_by,
        "revision": letter.revision,
    }


def whole(letter: Letter, holds: list[str]) -> dict[str, Any]:
    """Return one letter with its printed words, its history and what holds its signature."""
    return {
        **brief(letter),
        "content": letter.content,
        "holds": holds,
        "steps": queries.steps_of([letter.id]).get(str(letter.id), []),
        "copy": copies.shown(queries.newest_copy(letter.id)),
    }


def _brief(letter: Letter, people: Mapping[UUID, str]) -> dict[str, Any]:
    content = letter.content
    return {
        "id": str(letter.id),
        "operation_id": str(letter.operation_id),
        "kind": letter.kind,
        "call": content.get("call"),
        "status": letter.status,
        "verbs": list(verbs_from(LETTER_STEPS, LetterState(letter.status))),
        "opd_id": str(letter.opd_id) if letter.opd_id else None,
        "opd_name": content["opd"] or None,
        "signing_opd_name": content["head"]["agency"] if letter.signing_opd_id else None,
        "to": content["to"],
        "addressee": content["addressee"],
        "number": letter.number,
        "dated": letter.dated.isoformat() if letter.dated else None,
        "subject": content.get("subject"),
        "hearing_at": iso(letter.hearing_at) if LetterKind(letter.kind) in CALLS else None,
        "hearing_place": letter.hearing_place,
        "hearing_checked": letter.hearing_checked,
        "hearing_reason": content.get("hearing_reason"),
        "revision": letter.revision,
        "people": [
            {name: one[name] for name in PERSON} | {"hearing_at": one.get("hearing_at")}
            for one in content["persons"]
        ],
        "signatory": {
            name: content["signatory"][name] for name in ("name", "nip", "titles", "form")
        },
        "replaces": content.get("replaces"),
        "corrects": content.get("corrects"),
        "drafted_by_name": people.get(letter.drafted_by),
        "drafted_at": iso(letter.drafted_at),
        "approved_by_name": people.get(letter.approved_by) if letter.approved_by else None,
        "signed_at": iso(letter.signed_at) if letter.signed_at else None,
        "delivered_at": iso(letter.delivered_at) if letter.delivered_at else None,
        "received_by": letter.received_by,
        "pdf_sha256": letter.pdf_sha256,
        "check_address": address_of(letter) or None,
    }
