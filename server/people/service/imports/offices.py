"""The list of OPDs as a file: compared with ours, applied as a whole, taken back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import update

from server.accounts.models import User
from server.core import audit
from server.core.db import db
from server.core.geo import point
from server.core.headers import folded
from server.core.problems import Code, Problem
from server.core.sheets import Form
from server.people import queries
from server.people.models import Import, Opd
from server.people.rules import offices as rules
from server.people.rules.files import Remark
from server.people.service.employees import wire
from server.people.service.imports import files
from server.people.service.imports.apply import read
from server.people.service.imports.compare import new_opd_id
from server.people.service.masters import insert_opds

OPDS = "opds"
A_DAY = timedelta(days=1)
AT_ONCE = 500
_FORMS = {"definitive": "definitif"}
Kind = rules.OpdDifferenceKind


def read_opds(data: bytes, form: Form, mapping: dict[str, str]) -> files.Brought:
    """Read the wanted columns of a file; holds no lock. Raises what `core.sheets` raises."""
    return files.read(OPDS, rules.OPD_HABITS, data, form, mapping)


def take_opds(
    by: User | None, brought: files.Brought, *, effective_on: date, today: date
) -> Import:
    """Keep a file's rows and compare them; an older one that waits is thrown away.

    `effective_on` is the first day of a new OPD without one of its own, and the day after the last
    one of an OPD that is no longer in the file. Raises `header-unknown` with the file's names.
    """
    rows_of = partial(rules.read_rows, today=today)
    return files.take(by, brought, rows_of, compare, effective_on)


def compare(one: Import, *, lock: bool = False) -> list[rules.OpdDifference]:
    """Compare the kept rows with today's OPDs and write the report; `lock` holds all of them."""
    held = files.unpacked(one)
    rows = [rules.OpdRow(*row) for row in held["rows"]]
    remarks = [Remark(*row) for row in held["remarks"]]
    opds, people, schedules = (
        queries.known_opds(lock=lock), queries.known_people(), queries.schedules()
    )  # fmt: skip
    found, more = rules.differences(
        rows,
        remarks,
        rules.Masters(
            opds,
            {who.nip: who.id for who in people if who.nip and who.left_on is None},
            {folded(one.head.name): one.head.id for one in schedules},
        ),
        one.effective_on,
        partial(new_opd_id, one),
    )
    called = {who.id: who.name for who in people}
    called |= {one.head.id: one.head.name for one in schedules} | {one.id: one.name for one in opds}
    called |= {one.opd_id: one.after["name"] for one in found if "name" in one.after}
    one.figures = _figures(len(rows), remarks, more, found)
    staff = queries.staff_counts()
    files.report_on(
        one,
        [_written(d, called, staff[d.opd_id]) for d in found],
        [*remarks, *more],
        rules.opd_text,
    )
    return found


def apply_opds(by: User | None, one: Import, absent_left: bool) -> Problem | None:  # noqa: FBT001 - the form of all kinds
    """Change the OPDs as the dry run said; `absent_left` ends those that the file no longer has.

    Returns `import-aged`, with the report made anew, when OPDs or people changed since the dry run.
    """
    found = files.again(one, partial(compare, lock=True))
    if found is None:
        return Problem(Code.IMPORT_AGED)
    wanted = [d for d in found if d.row is not None or absent_left]
    new = [d for d in wanted if d.kind is Kind.NEW]
    insert_opds({"id": d.opd_id, "revision": 1, **_with_lon_lat(d.after)} for d in new)
    _change({d.opd_id: d.after for d in wanted if d.kind is not Kind.NEW})
    _told(by, one, ((d.opd_id, d.before, d.after) for d in wanted if d.kind is not Kind.NEW))
    figures = {"absent_left": int(absent_left), "applied": len(wanted)}
    files.applied(by, one, figures, effective_on=str(one.effective_on))
    return None


def undo_opds(by: User | None, one: Import, reason: str) -> None:
    """Take the last list back; an OPD that came with it ends before it began, since nothing is deleted.

    A field that somebody changed since keeps that change. Raises `import-not-last`.
    """
    last = queries.last_applied(OPDS)
    if last is None or last.id != one.id:
        raise Problem(Code.IMPORT_NOT_LAST)
    now = {opd.id: opd for opd in queries.known_opds(lock=True)}
    kept = 0
    back: dict[UUID, dict[str, Any]] = {}
    for row in queries.report(one)["differences"]:
        if row["row"] is None and not one.figures["absent_left"]:
            continue
        opd = now[UUID(row["opd_id"])]
        if row["kind"] == Kind.NEW:
            back[opd.id] = {"valid_to": opd.valid_from - A_DAY}
            continue
        same = {name for name, value in row["now"].items() if wire(getattr(opd, name)) == value}
        kept += len(row["now"]) - len(same)
        back[opd.id] = {name: read(name, row["was"][name]) for name in same}
    _change(back)
    _told(by, one, ((key, {name: getattr(now[key], name) for name in values}, values)
                    for key, values in back.items()))  # fmt: skip
    files.undone(by, one, reason, changes=len(back), kept=kept)


def _change(changes: Mapping[UUID, Mapping[str, Any]]) -> None:
    rows = [{"id": key, **values} for key, values in changes.items() if values]
    for row in rows:
        if row.get("office") is not None:
            row["office"] = point(*row["office"])
    if rows:
        db.session.execute(update(Opd), sorted(rows, key=sorted))
    ids = [row["id"] for row in rows]
    for at in range(0, len(ids), AT_ONCE):
        changed = update(Opd).where(Opd.id.in_(ids[at : at + AT_ONCE]))
        db.session.execute(
            changed.values(revision=Opd.revision + 1),
            execution_options={"synchronize_session": False},
        )
    db.session.expire_all()


def _told(
    by: User | None,
    one: Import,
    changes: Iterable[tuple[UUID, Mapping[str, Any], Mapping[str, Any]]],
) -> None:
    """Leave a row per OPD that was there, as a change by hand does, so that its history is whole."""
    audit.record_all(
        "opd.change",
        (
            (key, {"import_id": str(one.id), "before": _wired(before), "after": _wired(after)})
            for key, before, after in changes
        ),
        actor_id=by.id if by else None,
    )


def _wired(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value is None else wire(value) for name, value in sorted(values.items())}


def _with_lon_lat(values: Mapping[str, Any]) -> dict[str, Any]:
    lon, lat = values["office"] or (None, None)
    return {**{name: values[name] for name in values.keys() - {"office"}}, "lon": lon, "lat": lat}


def _figures(
    sound: int,
    of_rows: Collection[Remark],
    of_all: Collection[Remark],
    found: Collection[rules.OpdDifference],
) -> dict[str, int]:
    alone, beside = (len({one.row for one in told if one.rejected}) for told in (of_rows, of_all))
    kinds = {str(kind): sum(one.kind is kind for one in found) for kind in Kind}
    in_file = sum(one.row is not None for one in found)
    return {
        "rows": sound + alone,
        "rejected": alone + beside,
        "unchanged": sound - beside - in_file,
        "absent": len(found) - in_file,
        **kinds,
    }


def _written(
    difference: rules.OpdDifference, called: Mapping[UUID, str], staff: int
) -> dict[str, Any]:
    """Return a difference as JSON keeps it: in words for a reader, as the columns have it for undo."""
    before, after = (
        {
            name: None if value is None else _words(name, value, called)
            for name, value in sorted(values.items())
        }
        for values in (difference.before, difference.after)
    )
    if difference.kind is Kind.NEW:
        usual = difference.after["head_form"] == "definitive"
        silent = {"name", "head_form"} if usual else {"name"}
        after = {name: value for name, value in after.items() if value and name not in silent}
    if difference.kind is Kind.END and staff:
        after["people"] = str(staff)
    return {
        "kind": str(difference.kind),
        "employee_id": None,
        "nip": "",
        "name": difference.name,
        "row": difference.row,
        "before": before,
        "after": after,
        "opd_id": str(difference.opd_id),
        "was": _wired(difference.before),
        "now": _wired(difference.after),
    }


def _words(name: str, value: Any, called: Mapping[UUID, str]) -> str:
    if isinstance(value, UUID):
        return called.get(value, "")
    if name == "office":
        return f"{value[1]}, {value[0]}"
    if isinstance(value, list | tuple):
        return " · ".join(value)
    return _FORMS.get(value, value) if name == "head_form" else str(wire(value))
