"""The steps of a letter: draft, submitted, approved, signed and numbered, delivered.

Who drafted a letter never approves it; nothing is signed that its rules hold back; the bytes that
were signed are kept and served from then on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import app_state, audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.core.steps import Part, StepRefused, take
from server.people.models import Opd
from server.summons import queries
from server.summons.models import Letter
from server.summons.rules import (
    CALLS,
    EARLY_HOLDS,
    LETTER_STEPS,
    Addressee,
    LetterKind,
    LetterState,
    SamePerson,
    apart,
)
from server.summons.service import look
from server.summons.service.calls import recall
from server.summons.service.diary import spread_over
from server.summons.service.drafts import redraft
from server.summons.service.hearings import odd_hour
from server.summons.service.numbering import give_number, keep_unique
from server.summons.service.printed import need_letterhead, pdf
from server.summons.service.proof import new_token
from server.summons.service.sealing import seal_letter
from server.summons.service.signing import call, holds, notes, refuse_held

Changes = dict[str, Any]
# Permission and audit word of each verb; a draft is withdrawn by the desk itself.
WORDS = {
    "submit": "letter.submit",
    "return": "letter.return",
    "approve": "letter.approve",
    "sign": "letter.sign",
    "deliver": "letter.deliver",
    "withdraw": "letter.withdraw",
    "replace": "letter.replace",
}
REASONED = frozenset({"return", "withdraw", "replace"})
OPEN = frozenset(
    {LetterState.DRAFT, LetterState.RETURNED, LetterState.SUBMITTED, LetterState.APPROVED}
)
WRITABLE = frozenset({LetterState.DRAFT, LetterState.RETURNED})
WORDING = frozenset({"hearing_at", "hearing_place", "matter", "addressee"})
# Whose addressee the office knows better than the list does.
FREE_ADDRESSEE = frozenset({LetterKind.REFERRAL, LetterKind.NOTICE})


@dataclass(frozen=True, slots=True)
class Step:
    """Who takes a step, why, and on which revision of the letter.

    `own` is the door of an OPD account: only letters B that were handed over to its OPD.
    """

    actor: User
    revision: int
    reason: str = ""
    own: bool = False


def read(user: User, letter_id: UUID) -> dict[str, Any]:
    """Return one letter whole; one audit row per user and hour."""
    operation_id = queries.letter(user, letter_id).operation_id
    audit.reading("letter.read", actor_id=user.id, subject_id=letter_id, operation_id=operation_id)
    return shown(queries.letter(user, letter_id))


def shown(letter: Letter) -> dict[str, Any]:
    """Return a letter whole, with what would hold its signature while it is not signed."""
    open_still = LetterState(letter.status) in OPEN
    return look.whole(letter, holds_of(letter)) | {"notes": notes(letter) if open_still else []}


def holds_of(letter: Letter) -> list[str]:
    """Return what holds the signature of a letter that is not signed yet."""
    open_still = LetterState(letter.status) in OPEN
    return [str(hold) for hold in holds(letter)] if open_still else []


def change(letter_id: UUID, step: Step, changes: Changes) -> Letter:
    """Type in number, dates and place; a changed letter date asks for a look at the hearing.

    So does an hour at which nobody is at the office: it is confirmed by a request of its own.

    What the approver has seen changes only in a draft, or by the approver; number and date come
    from the agenda at any time before the signature. Raises `number-taken`, `stale-revision`,
    `step-not-allowed`.
    """
    letter = _locked(letter_id, step, "letter.change")
    state = LetterState(letter.status)
    if state not in OPEN:
        raise Problem(Code.STEP_NOT_ALLOWED)
    wording = {name for name in WORDING & changes.keys() if changes[name] != _now_is(letter, name)}
    if wording and state not in WRITABLE:
        if state is LetterState.SUBMITTED:
            raise Problem(Code.STEP_NOT_ALLOWED)
        require(step.actor, "letter.return")
    changed = _write(letter, changes)
    letter.revision += 1
    keep_unique(letter)
    audit.record(
        "letter.change",
        actor_id=step.actor.id,
        subject_id=letter.id,
        operation_id=letter.operation_id,
        reason=step.reason or None,
        changed=sorted(changed),
        hearing_checked=letter.hearing_checked,
        revision=letter.revision,
    )
    return letter


def walk(letter_id: UUID, verb: str, step: Step, changes: Changes | None = None) -> Letter:
    """Take one step of a letter; `replace` returns the new draft.

    Raises `step-not-allowed`, `second-person-needed`, `reason-needed`, and what holds a signature.
    """
    letter = _found(letter_id, step)
    found = LETTER_STEPS.get((LetterState(letter.status), verb))
    desk = verb == "withdraw" and found is not None and found.by is not Part.APPROVER
    letter = _locked(letter_id, step, "letter.draft" if desk else WORDS[verb])
    before = letter.status
    try:
        after = take(LETTER_STEPS, LetterState(letter.status), verb).to
    except StepRefused:
        raise Problem(Code.STEP_NOT_ALLOWED, state=letter.status, verb=verb) from None
    if verb in REASONED and not step.reason:
        raise Problem(Code.REASON_NEEDED)
    void = verb in {"withdraw", "replace"}
    recalled = recall(letter, step.actor, step.reason) if void else []
    made = STEPS.get(verb, _nothing_more)(letter, step, changes or {})
    letter.status = str(after)
    letter.revision += 1
    more: Changes = {"recalled": recalled} if recalled else {}
    if verb == "sign":
        letter.check_token = new_token()
        issued, seal = seal_letter(letter, pdf(letter))
        letter.pdf_sha256 = app_state.blobs().put(issued)
        more |= {"seal": seal} if seal else {}
    audit.record(
        WORDS[verb],
        actor_id=step.actor.id,
        subject_id=letter.id,
        operation_id=letter.operation_id,
        reason=step.reason or None,
        before=before,
        after=letter.status,
        pdf_sha256=letter.pdf_sha256,
        revision=letter.revision,
        **more,
    )
    return made or letter


def _locked(letter_id: UUID, step: Step, word: str) -> Letter:
    """Return a letter that this step may touch; raises `not-found`, `stale-revision`."""
    letter = _found(letter_id, step)
    # the drafter's own approval is told apart, not hidden
    require(step.actor, word, queries.signing_thing(step.actor, letter) if step.own else None)
    if letter.revision != step.revision:
        sent = {"revision": step.revision, "reason": step.reason}
        now_is = look.own_brief(letter) if step.own else look.brief(letter)
        raise Problem(Code.STALE_REVISION, current=now_is, sent=sent)
    return letter


def _found(letter_id: UUID, step: Step) -> Letter:
    find = queries.own_letter if step.own else queries.letter
    return find(step.actor, letter_id, lock=True)


def _now_is(letter: Letter, name: str) -> Any:
    if name == "addressee":
        return " ".join(letter.content["addressee"])
    return letter.content.get("matter") if name == "matter" else getattr(letter, name)


def _write(letter: Letter, changes: Changes) -> set[str]:
    changed: set[str] = {
        name
        for name in ("number", "dated", "hearing_at", "hearing_place")
        if name in changes and changes[name] != getattr(letter, name)
    }
    for name in changed:
        setattr(letter, name, changes[name])
    if changes.get("matter") and letter.kind == LetterKind.B:
        letter.content = {**letter.content, "matter": changes["matter"]}
        changed.add("matter")
    if changes.get("addressee") and letter.kind in FREE_ADDRESSEE:
        letter.content = {**letter.content, "addressee": [changes["addressee"]]}
        changed.add("addressee")
    if "hearing_at" in changed and letter.kind == LetterKind.A:
        content = dict(letter.content)
        spread_over(content, need_letterhead(), letter.hearing_at)
        letter.content = content
    if "hearing_at" in changed:
        # an hour at which nobody is there is confirmed by a step of its own
        letter.hearing_checked = letter.kind not in CALLS or not odd_hour(letter)
    elif "hearing_at" in changes or changes.get("hearing_checked", False):
        letter.hearing_checked = True
    elif "dated" in changed and "counted_from" in letter.content:
        # the default was counted for the day of the draft and some after; others need a look
        letter.hearing_checked = letter.hearing_checked and _counted_for(letter)
    return changed


def _counted_for(letter: Letter) -> bool:
    """Whether the hearing was counted for this letter date, or for one not known yet."""
    first = date.fromisoformat(letter.content["counted_from"])
    last = date.fromisoformat(letter.content.get("counted_until", first.isoformat()))
    return letter.dated is None or first <= letter.dated <= last


def _approve(letter: Letter, step: Step, _changes: Changes) -> None:
    try:
        apart(step.actor.id, letter.drafted_by, *queries.drafters_of(letter.id))
    except SamePerson:
        raise Problem(Code.SECOND_PERSON_NEEDED) from None
    _refuse_addressee_named(letter)
    refuse_held(letter, EARLY_HOLDS)
    letter.approved_by = step.actor.id


def _submit(letter: Letter, _step: Step, _changes: Changes) -> None:
    _refuse_addressee_named(letter)
    refuse_held(letter, EARLY_HOLDS)


def _sign(letter: Letter, step: Step, changes: Changes) -> None:
    """Number and date what was signed, and call its persons."""
    if changes:
        _write(letter, changes)
        keep_unique(letter)
    give_number(letter)
    refuse_held(letter)
    _refuse_addressee_named(letter)
    call(letter, step.actor)
    letter.signed_at = now()


def _deliver(letter: Letter, step: Step, changes: Changes) -> None:
    """Record who took the paper over and when; a day that lies ahead is refused."""
    at: datetime = changes.get("delivered_at") or now()
    received_by: str = changes.get("received_by", "")
    if at > now() or (letter.signed_at is not None and at.date() < letter.signed_at.date()):
        sentence = "Waktu penyampaian berada sesudah tanda tangan dan tidak di masa depan."
        raise Problem(Code.BAD_FIELD, invalid={"delivered_at": [sentence]})
    if not (received_by or step.reason):
        raise Problem(Code.REASON_NEEDED)
    letter.delivered_at, letter.received_by = at, received_by


def _replace(letter: Letter, step: Step, _changes: Changes) -> Letter:
    return redraft(step.actor, letter)


def _nothing_more(_letter: Letter, _step: Step, _changes: Changes) -> None:
    return None


def _refuse_addressee_named(letter: Letter) -> None:
    """Refuse a letter whose addressee it names; posts may have changed since it was drafted."""
    named = {one["employee_id"] for one in letter.content["persons"]} - {None}
    reads = {letter.content["addressee_employee_id"]}
    if letter.content["to"] == Addressee.HEAD and letter.opd_id is not None:
        head = db.session.get_one(Opd, letter.opd_id).head_id
        reads.add(str(head) if head else None)
    if named & reads:
        raise Problem(Code.ADDRESSEE_NAMED)


STEPS: dict[str, Callable[[Letter, Step, Changes], Letter | None]] = {
    "submit": _submit,
    "approve": _approve,
    "sign": _sign,
    "deliver": _deliver,
    "replace": _replace,
}
