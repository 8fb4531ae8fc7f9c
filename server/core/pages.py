"""Lists by pages. No name ever stands in a URL: a cursor is an id, or numbers and moments before one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from server.core.clock import iso
from server.core.db import db
from server.core.problems import Code, Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list; `next` is the cursor of the following page, None on the last."""

    items: Sequence[T]
    next: str | None


def page(
    rows: Select[T],
    order: Sequence[InstrumentedAttribute[Any]],
    *,
    cursor: UUID | None,
    size: int,
    newest_first: bool = False,
) -> Page[T]:
    """Return one page of `rows`, ordered by `order`, whose last column is the id and none is NULL.

    Raises `bad-cursor` when the row of the cursor is gone.
    """
    if cursor is not None:
        last = db.session.execute(select(*order).where(order[-1] == cursor)).first()
        if last is None:
            raise Problem(Code.BAD_CURSOR)
        here = tuple_(*order)
        there = tuple_(*(literal(v, c.type) for v, c in zip(last, order, strict=True)))
        rows = rows.where(here < there if newest_first else here > there)
    rows = rows.order_by(*(c.desc() if newest_first else c.asc() for c in order))
    found = db.session.scalars(rows.limit(size + 1)).all()
    more = len(found) > size
    shown = found[:size]
    return Page(shown, str(getattr(shown[-1], order[-1].key)) if more else None)


@dataclass(frozen=True, slots=True)
class By:
    """One step of an order: a column that is never NULL, `down` from large to small.

    `read` turns what a cursor says of it back into its value: a number, a moment or an id, never a
    text, since a cursor stands in an address.
    """

    column: ColumnElement[Any] | InstrumentedAttribute[Any]
    read: Callable[[str], Any]
    down: bool = False


def moment(text: str) -> datetime:
    """Read a moment of a cursor; raises ValueError for a naive one."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def page_of_ids(
    rows: Select[Any], order: Sequence[By], *, cursor: str | None, size: int
) -> Page[UUID]:
    """Return the ids of one page of `rows` in an order whose last step is the id.

    The cursor says where the last row stood when it was shown, so that a row which has moved since
    (a finding that was judged, under "what waits first") leaves no gap. The ids come off an index,
    whole rows are for the caller: sorting 100,000 of those takes half a second. Raises `bad-cursor`.
    """
    if cursor is not None:
        rows = rows.where(_after(order, _spelt_out(order, cursor)))
    rows = rows.with_only_columns(*(one.column for one in order))
    rows = rows.order_by(*(one.column.desc() if one.down else one.column.asc() for one in order))
    found = db.session.execute(rows.limit(size + 1)).all()
    shown = found[:size]
    more = len(found) > size
    return Page([row[-1] for row in shown], "~".join(map(_spelt, shown[-1])) if more else None)


def _after(order: Sequence[By], last: Sequence[Any]) -> ColumnElement[bool]:
    """Keep what stands behind a row; the first column alone once more, to enter an index there."""
    beyond: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for one, value in zip(order, last, strict=True):
        here = literal(value, one.column.type)
        beyond.append(and_(*same, one.column < here if one.down else one.column > here))
        same.append(one.column == here)
    first, here = order[0], literal(last[0], order[0].column.type)
    return and_(first.column <= here if first.down else first.column >= here, or_(*beyond))


def _spelt(value: Any) -> str:
    return iso(value) if isinstance(value, datetime) else str(value)


def _spelt_out(order: Sequence[By], cursor: str) -> list[Any]:
    parts = cursor.split("~")
    if len(parts) != len(order):
        raise Problem(Code.BAD_CURSOR)
    try:
        return [one.read(part) for one, part in zip(order, parts, strict=True)]
    except ValueError:
        raise Problem(Code.BAD_CURSOR) from None
