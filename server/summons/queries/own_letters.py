"""Letters B in the hands of the OPD that finishes them: those its superiors sign, and no other.

A paraf hands a letter over (diserahkan ke OPD), closing the operation shows it: an OPD hears of no
operation before. The letter about an account's own head or owner stays hidden from it.
"""

from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from server.accounts.models import User
from server.accounts.permissions import Thing, require
from server.core.db import db, one_of
from server.core.pages import Page, page
from server.core.problems import Code, Problem
from server.operations.models import Operation
from server.people import queries as people
from server.people.models import Opd
from server.summons.models import Letter
from server.summons.queries.lists import DEAD
from server.summons.rules import LetterKind, LetterState

HANDED_OVER = (LetterState.APPROVED, LetterState.SIGNED, LetterState.DELIVERED)


def own_letters(user: User, cursor: UUID | None, size: int) -> Page[Letter]:
    """Return one page of the letters that an account's OPD finishes, newest first.

    With those of them that were issued and are void by now. Raises `not-found`, `bad-cursor`.
    """
    require(user, "letter.read_own")
    issued = and_(Letter.status.in_(DEAD), Letter.pdf_sha256.is_not(None))
    rows = _of_opd(user).where(or_(Letter.status.in_(HANDED_OVER), issued))
    found = page(rows, (Letter.drafted_at, Letter.id), cursor=cursor, size=size, newest_first=True)
    hidden = hidden_from(user)
    return Page([one for one in found.items if not _names(one, hidden)], found.next)


def own_letter(user: User, letter_id: UUID, *, lock: bool = False) -> Letter:
    """Return a letter that an account's OPD is to finish, or has finished; raises `not-found`."""
    require(user, "letter.read_own")
    rows = _of_opd(user).where(Letter.id == letter_id, Letter.status.in_(HANDED_OVER))
    if db.session.scalar(rows.with_only_columns(Letter.id)) is None:
        raise Problem(Code.NOT_FOUND)
    found = one_of(select(Letter).where(Letter.id == letter_id), lock=lock)
    if found is None or found.status not in HANDED_OVER or _names(found, hidden_from(user)):
        raise Problem(Code.NOT_FOUND)
    return found


def signing_thing(user: User, letter: Letter) -> Thing:
    """Return a letter for the permission table; a unit below the own OPD counts as the OPD."""
    below = people.subtree(user.opd_id) if user.opd_id else set()
    return Thing(opd_id=user.opd_id if letter.signing_opd_id in below else None)


def hidden_from(user: User) -> set[UUID]:
    """Return the employees about whom an account sees nothing: its owner and the heads above it.

    A head's line goes to the Sekda, never to the head's own office.
    """
    own = db.session.get(Opd, user.opd_id) if user.opd_id else None
    root = people.root_opd(own.id) if own else None
    heads = {one.head_id for one in (own, root) if one is not None}
    return {one for one in (user.employee_id, *heads) if one is not None}


def _of_opd(user: User) -> Select[Letter]:
    below = people.subtree(user.opd_id) if user.opd_id else set()
    return (
        select(Letter)
        .join(Operation, Operation.id == Letter.operation_id)
        .where(
            Letter.kind == LetterKind.B,
            Letter.signing_opd_id.in_(below),
            Operation.status == "closed",
        )
    )


def _names(letter: Letter, hidden: set[UUID]) -> bool:
    about = {one["employee_id"] for one in letter.content["persons"]}
    return not about.isdisjoint(map(str, hidden))
