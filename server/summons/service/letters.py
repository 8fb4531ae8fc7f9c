"""The steps of a letter: draft, submitted, approved, signed and numbered, delivered.

Who drafted a letter never approves it; nothing is signed that its rules hold back; the bytes that
were signed are kept and served from then on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

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
    LETTER_STEPS,
    LINE_STEPS,
    Addressee,
    LetterDraft,
    LetterKind,
    LetterState,
    LineState,
    SamePerson,
    SigningHold,
    apart,
    signing_holds,
)
from server.summons.service import look
from server.summons.service.drafts import redraft
from server.summons.service.hearings import calendar_between, local_day, setting
from server.summons.service.lines import move, state_now
from server.summons.service.printed import named_by, need_letterhead, pdf

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
WORDING = frozenset({"hearing_at", "hearing_place", "matter"})
HOLDS = {
    SigningHold.NOT_APPROVED: Code.STEP_NOT_ALLOWED,
    SigningHold.NO_LINES: Code.NO_LINES,
    SigningHold.NO_SIGNATORY: Code.SIGNATORY_MISSING,
    SigningHold.SIGNATORY_NAMED: Code.SECOND_PERSON_NEEDED,
    SigningHold.ONE_PERSON_ONLY: Code.LETTER_KIND,
    SigningHold.WRONG_KIND: Code.LETTER_KIND,
    SigningHold.NO_SUPERIOR: Code.SUPERIOR_UNKNOWN,
    SigningHold.HEARING_NOT_CHECKED: Code.HEARING_TO_CHECK,
    SigningHold.HEARING_TOO_EARLY: Code.HEARING_TO_CHECK,
    SigningHold.HEARING_ON_DAY_OFF: Code.HEARING_TO_CHECK,
}
FIELDS = {
    SigningHold.NO_DATE: ("dated", "Isi tanggal surat."),
    SigningHold.NO_HEARING: ("hearing_at", "Isi waktu menghadap."),
    SigningHold.NO_PLACE: ("hearing_place", "Isi tempat menghadap."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Who takes a step, why, and on which revision of the letter."""

    actor: User
    revision: int
    reason: str = ""


def change(letter_id: UUID, step: Step, changes: Changes) -> Letter:
    """Type in number, dates and place; a changed letter date asks for a look at the hearing.

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
    _keep_number_unique(letter)
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
    letter = queries.letter(step.actor, letter_id, lock=True)
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
    made = STEPS.get(verb, _nothing_more)(letter, step, changes or {})
    letter.status = str(after)
    letter.revision += 1
    if verb == "sign":
        letter.pdf_sha256 = app_state.blobs().put(pdf(letter))
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
    )
    return made or letter


def holds(letter: Letter) -> tuple[SigningHold, ...]:
    """Return what stops a letter's signature today, its approval left out of account."""
    content = letter.content
    zone = content["zone"]
    kind = LetterKind(letter.kind)
    hearing = local_day(letter.hearing_at, zone)
    signer = content["signatory"]["employee_id"] or content["signatory"]["signatory_id"]
    draft = LetterDraft(
        kind=kind,
        state=LetterState(letter.status),
        named=named_by(letter),
        letter_date=letter.dated,
        hearing_date=hearing,
        hearing_place=letter.hearing_place,
        signatory_id=UUID(signer) if signer else None,
        hearing_checked_for=letter.dated if letter.hearing_checked else None,
    )
    calendar = calendar_between(letter.dated or hearing, hearing)
    rule = setting(need_letterhead(), kind, call=content.get("call", 1))
    return signing_holds(draft, calendar, rule=rule)


def _locked(letter_id: UUID, step: Step, word: str) -> Letter:
    """Return a letter that this step may touch; raises `not-found`, `stale-revision`."""
    letter = queries.letter(step.actor, letter_id, lock=True)
    require(step.actor, word)  # the drafter's own approval is told apart, not hidden
    if letter.revision != step.revision:
        sent = {"revision": step.revision, "reason": step.reason}
        raise Problem(Code.STALE_REVISION, current=look.brief(letter), sent=sent)
    return letter


def _now_is(letter: Letter, name: str) -> Any:
    return letter.content.get("matter") if name == "matter" else getattr(letter, name)


def _write(letter: Letter, changes: Changes) -> set[str]:
    changed = {
        name
        for name in ("number", "dated", "hearing_at", "hearing_place")
        if name in changes and changes[name] != getattr(letter, name)
    }
    for name in changed:
        setattr(letter, name, changes[name])
    if changes.get("matter") and letter.kind == LetterKind.B:
        letter.content = {**letter.content, "matter": changes["matter"]}
        changed.add("matter")
    looked = "hearing_at" in changes or changes.get("hearing_checked", False)
    if looked:
        letter.hearing_checked = True
    elif "dated" in changed:
        # the default was counted from the day of the draft; any other date needs a look
        counted = date.fromisoformat(letter.content["counted_from"])
        letter.hearing_checked = letter.dated in {None, counted} and letter.hearing_checked
    letter.year = (letter.dated or now().date()).year if letter.number else None
    return changed


def _keep_number_unique(letter: Letter) -> None:
    """Refuse a number that another letter of the year bears, also one written this very moment."""
    if letter.number is None or letter.year is None:
        db.session.flush()
        return
    with db.session.no_autoflush:
        taken = queries.number_is_taken(letter.number, letter.year, letter.id)
    if taken:
        raise Problem(Code.NUMBER_TAKEN)
    try:
        db.session.flush()
    except IntegrityError:
        raise Problem(Code.NUMBER_TAKEN) from None


def _approve(letter: Letter, step: Step, _changes: Changes) -> None:
    try:
        apart(step.actor.id, letter.drafted_by, *queries.drafters_of(letter.id))
    except SamePerson:
        raise Problem(Code.SECOND_PERSON_NEEDED) from None
    _refuse_addressee_named(letter)
    letter.approved_by = step.actor.id


def _submit(letter: Letter, _step: Step, _changes: Changes) -> None:
    _refuse_addressee_named(letter)


def _sign(letter: Letter, step: Step, changes: Changes) -> None:
    """Number and date what was signed, and call its persons."""
    if changes:
        _write(letter, changes)
        _keep_number_unique(letter)
    found = holds(letter)
    told = [str(hold) for hold in found]
    invalid = {FIELDS[hold][0]: [FIELDS[hold][1]] for hold in found if hold in FIELDS}
    if not letter.number:
        invalid["number"] = ["Isi nomor surat."]
    coded = next((HOLDS[hold] for hold in found if hold in HOLDS), None)
    if invalid:
        raise Problem(Code.BAD_FIELD, invalid=invalid, holds=told)
    if coded is not None:
        raise Problem(coded, holds=told)
    _refuse_addressee_named(letter)
    _call(letter, step)
    letter.signed_at = now()


def _call(letter: Letter, step: Step) -> None:
    """Move the lines of a signed letter; raises `no-lines` for persons no longer on the list."""
    listing = queries.listing(queries.operation_of(letter.operation_id))
    ids = [listing.today.get(one, one) for one in queries.line_ids_of(letter.id)]
    if gone := [str(one) for one in ids if one not in listing.lines]:
        raise Problem(Code.NO_LINES, line_ids=gone)
    reason = f"Surat {letter.number}"
    for line_id in ids:
        if state_now(listing, line_id) is LineState.CANDIDATE:
            move(listing, line_id, "list", step.actor, reason)
        if (state_now(listing, line_id), "call") in LINE_STEPS:
            move(listing, line_id, "call", step.actor, reason).hearing_at = letter.hearing_at


def _deliver(letter: Letter, _step: Step, _changes: Changes) -> None:
    letter.delivered_at = now()


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
