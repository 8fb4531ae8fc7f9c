"""The number of a letter: typed back from the agenda, or given by the office's own register.

The register is gap-free per year: its next number is taken inside the transaction that signs, and a
signature that fails takes none. A withdrawn letter keeps its number. Letters B are numbered by the
superior's OPD, never here.
"""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from server.core.clock import now
from server.core.db import db
from server.core.problems import Code, Problem
from server.summons.models import Letter, Letterhead
from server.summons.rules import LetterKind, number_of, read_inserted

BY_REGISTER = (
    "Register memberi nomor saat tanda tangan dicatat. Kosongkan, atau tulis sisipan: 12a."
)


def numbered_here(head: Letterhead | None, kind: str) -> bool:
    """Whether the server numbers this kind of letter itself."""
    return head is not None and head.own_register and kind != LetterKind.B


def give_number(letter: Letter) -> None:
    """Give a letter that is being signed its number where the office keeps its own register.

    A number put in between ("12a") follows one that is taken. Raises `bad-field` for another one
    that was typed, and `number-taken`.
    """
    # whoever signs next waits here: two never read the same last number
    head = db.session.scalar(select(Letterhead).with_for_update())
    if head is None or not numbered_here(head, letter.kind) or letter.dated is None:
        return
    letter.year = letter.dated.year
    last = _last(letter.year)
    if not letter.number:
        letter.register_number = last + 1
        place = str(letter.register_number)
    else:
        between = read_inserted(letter.number)
        if between is None or not 0 < between[0] <= last:
            raise Problem(Code.BAD_FIELD, invalid={"number": [BY_REGISTER]})
        place = f"{between[0]}{between[1]}"
    letter.number = number_of(head.classification, place, head.unit_code, letter.year)
    keep_unique(letter)


def keep_unique(letter: Letter) -> None:
    """Refuse a number that another letter of the year bears, also one written this very moment.

    Spaces and capitals make no other number; the index catches only what is written the same.
    """
    number = letter.number
    letter.year = (letter.dated or now().date()).year if number else None
    if number and _taken(letter, number):
        raise Problem(Code.NUMBER_TAKEN)
    try:
        db.session.flush()
    except IntegrityError:  # UNIQUE (number, year), withdrawn letters included
        if number is None:
            raise
        raise Problem(Code.NUMBER_TAKEN) from None


def _taken(letter: Letter, number: str) -> bool:
    alike = func.lower(func.replace(Letter.number, " ", "")) == number.replace(" ", "").lower()
    with db.session.no_autoflush:
        others = select(Letter.id).where(Letter.year == letter.year, alike, Letter.id != letter.id)
        return db.session.scalar(others.limit(1)) is not None


def _last(year: int) -> int:
    """Return the last number of the register in a year, 0 for none."""
    rows = select(func.max(Letter.register_number)).where(Letter.year == year)
    return db.session.scalar(rows) or 0
