"""Wire forms of people."""

from typing import Any

import marshmallow as ma

from server.core.fields import PageIn, count, listed, number, word
from server.core.geo import lon_lat
from server.core.shapes import In, Out, Text
from server.people.rules import PersonKind

WEEK = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
CALENDAR_KINDS = ("public", "government", "regional", "working")


class Position(ma.fields.List[Any]):
    """A stored position as GeoJSON coordinates, [lon, lat] in degrees."""

    def _serialize(self, value: Any, *_more: Any, **_kw: Any) -> list[Any] | None:
        return lon_lat(value)


class OpdOut(Out):
    """An OPD, or a unit of its parent."""

    id = ma.fields.UUID(required=True)
    name = ma.fields.String(required=True)
    short_name = ma.fields.String(required=True)
    parent_id = ma.fields.UUID(required=True, allow_none=True)
    aliases = ma.fields.List(ma.fields.String(), required=True)
    head_title = ma.fields.String(required=True)
    head_form = ma.fields.String(required=True)
    head_id = ma.fields.UUID(required=True, allow_none=True)
    valid_from = ma.fields.Date(required=True)
    valid_to = ma.fields.Date(required=True, allow_none=True)
    schedule_id = ma.fields.UUID(required=True, allow_none=True)
    address = ma.fields.String(required=True)
    personnel_officer_id = ma.fields.UUID(required=True, allow_none=True)
    office = Position(ma.fields.Float(), required=True, allow_none=True)
    revision = ma.fields.Integer(required=True)


class OpdIn(In):
    """What to change of an OPD, and why; `office` is [lon, lat] in degrees."""

    reason = Text(500, least=3, required=True)
    name = Text(200, least=3)
    short_name = Text(60, least=1)
    parent_id = ma.fields.UUID(allow_none=True)
    aliases = ma.fields.List(Text(200, least=1), validate=ma.validate.Length(0, 60))
    address = Text(300)
    head_title = Text(200)
    head_form = word("definitive", "Plt.", "Plh.")
    head_id = ma.fields.UUID(allow_none=True)
    personnel_officer_id = ma.fields.UUID(allow_none=True)
    valid_from = ma.fields.Date()
    valid_to = ma.fields.Date(allow_none=True)
    schedule_id = ma.fields.UUID(allow_none=True)
    office = ma.fields.Tuple((number(-180, 180), number(-90, 90)), allow_none=True)


class NewOpdIn(OpdIn):
    """An OPD or unit to add."""

    name = Text(200, least=3, required=True)
    short_name = Text(60, least=1, required=True)
    valid_from = ma.fields.Date(required=True)


class OpdChangeIn(OpdIn):
    """What to change of an OPD, on which revision."""

    revision = count(required=True)


class EmployeeOut(Out):
    """A person of the roster; `revision` goes back with a change."""

    id = ma.fields.UUID(required=True)
    nip = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    rank = ma.fields.String(required=True, allow_none=True)
    job = ma.fields.String(required=True)
    opd_id = ma.fields.UUID(required=True)
    unit = ma.fields.String(required=True, allow_none=True)
    superior_id = ma.fields.UUID(required=True, allow_none=True)
    left_on = ma.fields.Date(required=True, allow_none=True)
    revision = ma.fields.Integer(required=True, attribute="change")


class EmployeesIn(PageIn):
    """Which employees to list."""

    opd_id = ma.fields.UUID()


class EmployeeSearchIn(PageIn):
    """Which employees to find: parts of a name or digits of a NIP, a whole NIP, an OPD."""

    text = Text(100, allow_none=True)
    nip = Text(40, allow_none=True)
    opd_id = ma.fields.UUID(allow_none=True)
    cursor = ma.fields.UUID(allow_none=True)


class EmployeeChangeIn(In):
    """What to change of a person, on which revision, and why; `superior_id` null means not known."""

    revision = count(required=True)
    reason = Text(500, least=3, required=True)
    name = Text(200, least=1)
    kind = word(*(str(kind) for kind in PersonKind))
    rank = Text(60, allow_none=True)
    job = Text(200)
    opd_id = ma.fields.UUID()
    unit = Text(200, allow_none=True)
    superior_id = ma.fields.UUID(allow_none=True)
    left_on = ma.fields.Date(allow_none=True)


class ScheduleDayOut(Out):
    """Local hours of one weekday (0 = Monday)."""

    weekday = ma.fields.Integer(required=True)
    ramadan = ma.fields.Boolean(required=True)
    starts = ma.fields.Time(required=True)
    ends = ma.fields.Time(required=True)
    break_starts = ma.fields.Time(required=True, allow_none=True)
    break_ends = ma.fields.Time(required=True, allow_none=True)


class ScheduleOut(Out):
    """Working hours of one decree."""

    id = ma.fields.UUID(required=True, attribute="head.id")
    name = ma.fields.String(required=True, attribute="head.name")
    decree = ma.fields.String(required=True, attribute="head.decree")
    is_default = ma.fields.Boolean(required=True, attribute="head.is_default")
    shift = ma.fields.Boolean(required=True, attribute="head.shift")
    tolerance_minutes = ma.fields.Integer(required=True, attribute="head.tolerance_minutes")
    valid_from = ma.fields.Date(required=True, attribute="head.valid_from")
    valid_to = ma.fields.Date(required=True, allow_none=True, attribute="head.valid_to")
    revision = ma.fields.Integer(required=True, attribute="head.revision")
    days = ma.fields.List(ma.fields.Nested(ScheduleDayOut), required=True)


class ScheduleDayIn(In):
    """Local hours of one weekday (0 = Monday); a break has both its ends or none."""

    weekday = ma.fields.Integer(
        strict=True, required=True, validate=ma.validate.Range(0, len(WEEK) - 1)
    )
    ramadan = ma.fields.Boolean(load_default=False)
    starts = ma.fields.Time(required=True)
    ends = ma.fields.Time(required=True)
    break_starts = ma.fields.Time(load_default=None, allow_none=True)
    break_ends = ma.fields.Time(load_default=None, allow_none=True)


class ScheduleIn(In):
    """Working hours of one decree, whole, and why; weekdays that are not named are off."""

    reason = Text(500, least=3, required=True)
    name = Text(120, least=3, required=True)
    decree = Text(200, load_default="")
    is_default = ma.fields.Boolean(load_default=False)
    shift = ma.fields.Boolean(load_default=False)
    tolerance_minutes = ma.fields.Integer(
        strict=True, load_default=0, validate=ma.validate.Range(0, 240)
    )
    valid_from = ma.fields.Date(required=True)
    valid_to = ma.fields.Date(load_default=None, allow_none=True)
    days = ma.fields.List(
        ma.fields.Nested(ScheduleDayIn),
        required=True,
        validate=ma.validate.Length(0, 2 * len(WEEK)),
    )


class ScheduleChangeIn(ScheduleIn):
    """Working hours that replace those of a revision."""

    revision = count(required=True)


class YearIn(In):
    """Of which year."""

    year = ma.fields.Integer(required=True, validate=ma.validate.Range(2000, 2100))


class NationalDayOut(Out):
    """A day of the national list, and what taking it over does: `new`, `change`, `gone`."""

    day = ma.fields.Date(required=True)
    kind = word(*CALENDAR_KINDS, required=True)
    name = ma.fields.String(required=True)
    provisional = ma.fields.Boolean(required=True)
    doing = word("new", "change", "gone", required=True)


class AdoptedOut(Out):
    """How many days were added, made certain and taken away."""

    new = ma.fields.Integer(required=True)
    change = ma.fields.Integer(required=True)
    gone = ma.fields.Integer(required=True)


class RamadanIn(In):
    """When Ramadan is, and who decreed it."""

    first_day = ma.fields.Date(required=True)
    last_day = ma.fields.Date(required=True)
    source = Text(200, least=3, required=True)


class RamadanOut(Out):
    """First and last day of a Ramadan."""

    first_day = ma.fields.Date(required=True)
    last_day = ma.fields.Date(required=True)
    source = ma.fields.String(required=True)


class HolidaysIn(In):
    """Which days to list, both ends included."""

    first = ma.fields.Date(load_default=None)
    last = ma.fields.Date(load_default=None)


class HolidayIn(In):
    """What a day is, by which decree; `working` makes a day off a working day."""

    day = ma.fields.Date(required=True)
    kind = word(*CALENDAR_KINDS, required=True)
    name = Text(200, least=1, required=True)
    source = Text(200, least=1, required=True)
    provisional = ma.fields.Boolean(load_default=False)


class HolidayOut(Out):
    """A day that differs from its weekday."""

    id = ma.fields.UUID(required=True)
    day = ma.fields.Date(required=True)
    kind = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    provisional = ma.fields.Boolean(required=True)
    source = ma.fields.String(required=True)


OpdListOut = listed(OpdOut)
EmployeeListOut = listed(EmployeeOut)
ScheduleListOut = listed(ScheduleOut)
HolidayListOut = listed(HolidayOut)
NationalDayListOut = listed(NationalDayOut)
RamadanListOut = listed(RamadanOut)
