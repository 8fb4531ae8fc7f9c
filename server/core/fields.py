"""Wire fields that every room uses: moments, numbers, words, and lists that are paged."""

from datetime import UTC, datetime
from typing import Any

import marshmallow as ma

from server.core.shapes import In, Out

LARGEST_PAGE = 500
USUAL_PAGE = 100


class Moment(ma.fields.AwareDateTime):
    """An aware ISO 8601 moment, kept and written in UTC; one that leaves the calendar is refused."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(format="iso", default_timezone=None, **kw)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kw: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **kw)
        try:
            return moment.astimezone(UTC)
        except (OverflowError, ValueError) as error:
            raise ma.ValidationError("Waktu di luar kalender.") from error

    def _serialize(self, value: datetime | None, *_more: Any, **_kw: Any) -> str | None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def number(low: float, high: float, **kw: Any) -> ma.fields.Float:
    """Make a field for a finite number in a range, both ends included."""
    return ma.fields.Float(allow_nan=False, validate=ma.validate.Range(low, high), **kw)


def count(**kw: Any) -> ma.fields.Integer:
    """Make a field for a whole number that JSON keeps exactly, such as a revision."""
    return ma.fields.Integer(strict=True, validate=ma.validate.Range(0, 2**53), **kw)


def word(*words: str, **kw: Any) -> ma.fields.String:
    """Make a field that holds one word of the contract."""
    return ma.fields.String(validate=ma.validate.OneOf(words), **kw)


class ClockIn(In):
    """Four readings of time, none of them trusted alone; milliseconds where so named."""

    device_at = Moment(required=True)
    gps_at = Moment(required=True, allow_none=True)
    monotonic_ms = number(0, 1e15, required=True)
    server_offset_ms = number(-1e15, 1e15, required=True, allow_none=True)


def page_size() -> ma.fields.Integer:
    """Make the field that says how many rows a page has."""
    return ma.fields.Integer(load_default=USUAL_PAGE, validate=ma.validate.Range(1, LARGEST_PAGE))


class PageIn(In):
    """Which page of a list; the cursor is the `next` of the page before."""

    cursor = ma.fields.UUID()
    size = page_size()


def listed(item: type[Out]) -> type[Out]:
    """Return the schema of a list of `item`: `{"items": [...], "next": cursor|null}`."""
    fields = {
        "__doc__": f"A page of {item.__name__.removesuffix('Out')}.",
        "items": ma.fields.List(ma.fields.Nested(item), required=True),
        "next": ma.fields.String(required=True, allow_none=True),
    }
    return type(item.__name__.removesuffix("Out") + "ListOut", (Out,), fields)
