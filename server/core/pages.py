"""Lists by pages: a cursor is the id of the last row seen, so that no name ever stands in a URL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

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
