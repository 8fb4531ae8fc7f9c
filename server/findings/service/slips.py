"""Paper slips: made in batches before a sidak, printed as often as needed, the same each time.

A slip belongs to no person until a finding names its number; what is left over is good for the next
sidak.
"""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core import app_state, audit
from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.findings.models import ReplySlip
from server.findings.queries import slips as queries
from server.findings.rules.slips import code_hash, code_of, grouped, read_slip, slip_words
from server.operations import queries as operations
from server.operations.models import Operation

WORD = "slip.print"
PURPOSE = "reply slips"
ON_A_PAGE = 10


def make(by: User, operation_id: UUID, pages: int) -> dict[str, Any]:
    """Make the slips of so many pages; raises `not-found`, `step-not-allowed` once it is closed."""
    operation = _operation(by, operation_id)
    if operation.status == "closed":
        raise Problem(Code.STEP_NOT_ALLOWED)
    batch_id, at = uuid4(), now()
    made = [
        ReplySlip(
            batch_id=batch_id,
            operation_id=operation.id,
            salt=secrets.token_hex(16),
            made_at=at,
            made_by=by.id,
        )
        for _ in range(pages * ON_A_PAGE)
    ]
    db.session.add_all(made)
    db.session.flush()
    for slip in made:
        slip.code_sha256 = code_hash(_code(slip))
    numbers = [slip.number for slip in made]
    audit.record(
        WORD,
        actor_id=by.id,
        subject_id=batch_id,
        operation_id=operation.id,
        first=min(numbers),
        last=max(numbers),
    )
    return _batch(made[-1], min(numbers), len(made), by.name)


def known_slip(typed: str | None) -> int | None:
    """Return the number of a slip that a finding names, None for one that was never printed."""
    number = read_slip(typed) if typed else None
    return number if number is not None and queries.known(number) else None


def of_operation(user: User, operation_id: UUID) -> dict[str, Any]:
    """Return the batches that were made for an operation, newest first; raises `not-found`."""
    _operation(user, operation_id)
    return {"items": [_batch(*row) for row in queries.batches(operation_id)], "next": None}


def printed(user: User, batch_id: UUID) -> tuple[Operation, datetime, list[tuple[str, str]]]:
    """Return the operation of a batch, when it was made, and number and code of each slip.

    Number and code are as the paper shows them.

    Raises `not-found`, and `step-not-allowed` where another key has taken the place of the one that
    the codes were made with: those slips would open nothing.
    """
    slips = queries.of_batch(batch_id)
    if not slips:
        raise Problem(Code.NOT_FOUND)
    operation = _operation(user, slips[0].operation_id)
    found = [(slip, _code(slip)) for slip in slips]
    if any(code_hash(code) != slip.code_sha256 for slip, code in found):
        raise Problem(Code.STEP_NOT_ALLOWED)
    shown = [(slip_words(slip.number), grouped(code)) for slip, code in found]
    return operation, slips[0].made_at, shown


def _operation(user: User, operation_id: UUID) -> Operation:
    operation = operations.get(user, operation_id)
    if operation is None:
        raise Problem(Code.NOT_FOUND)
    require(user, WORD, Thing(team_role=operations.operation_role(user, operation_id)))
    return operation


def _code(slip: ReplySlip) -> str:
    return code_of(app_state.keys().secret(PURPOSE), slip.number, bytes.fromhex(slip.salt))


def _batch(last: ReplySlip, first: int, count: int, made_by: str) -> dict[str, Any]:
    return {
        "id": last.batch_id,
        "first": slip_words(first),
        "last": slip_words(last.number),
        "count": count,
        "made_at": last.made_at,
        "made_by_name": made_by,
    }
