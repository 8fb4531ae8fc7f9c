"""How a list of OPDs differs from ours: which come, change, return, end."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from server.core.headers import folded
from server.people.rules.files import Remark
from server.people.rules.offices.match import (
    Known,
    Names,
    Placed,
    left_out,
    matched,
    under_parents,
)
from server.people.rules.offices.rows import LONGEST_SHORT, OpdRow
from server.people.rules.where import FAR_KM, kilometres

A_DAY = timedelta(days=1)
SAME_PLACE = 1e-6  # degrees; a tenth of a metre
EMPTY: Mapping[str, Any] = {"address": "", "head_title": "", "head_form": "definitive"}
_REFERENCES = (("head_nip", "head_id", "head_unknown"),
               ("officer_nip", "personnel_officer_id", "officer_unknown"),
               ("schedule", "schedule_id", "schedule_unknown"))  # fmt: skip


class OpdDifferenceKind(StrEnum):
    """What happens to an OPD by an import."""

    NEW = "new"
    RETURN = "return"
    CHANGE = "change"
    END = "end"


@dataclass(frozen=True, slots=True)
class Masters:
    """What a file is compared with: OPDs, who serves today (by NIP), work schedules (by folded name)."""

    opds: Collection[Known]
    people: Mapping[str, UUID]
    schedules: Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class OpdDifference:
    """One OPD's difference; `before` and `after` hold only the columns of the table that differ.

    `row` is None for an OPD that the file no longer has.
    """

    kind: OpdDifferenceKind
    opd_id: UUID
    name: str
    row: int | None
    before: dict[str, Any]
    after: dict[str, Any]


def differences(
    rows: Iterable[OpdRow],
    rejected: Collection[Remark],
    masters: Masters,
    on: date,
    new_id: Callable[[str], UUID],
) -> tuple[list[OpdDifference], list[Remark]]:
    """Return what differs, in the order of the file, those no longer in it at the end.

    What only differs in writing stays as it is; a new name leaves the former one as an alias. Only
    OPDs in force can be missed, units only by a file that names units, and none whose name stands in
    a row that is left out. `new_id` gives a new OPD the same id at every comparison.
    """
    names = Names(masters.opds)
    placed, remarks = matched(rows, names, new_id)
    sound: list[Placed] = []
    values: dict[UUID, dict[str, Any]] = {}
    for one in placed:
        read, wrong = _values(one, masters, on)
        if wrong is None:
            sound.append(one)
            values[one.opd_id] = read
        else:
            remarks.append(left_out(one.row, *wrong))
    sound, more = under_parents(sound, names)
    remarks += more
    found = [d for one in sound if (d := _difference(one, values[one.opd_id], on)) is not None]
    remarks += _doubts(found, names.opds)
    left = (one for one in (*rejected, *remarks) if one.rejected)
    seen = {one.opd_id for one in sound} | {names.of(one.name) for one in left}
    units = any(one.parent_id or (one.known and one.known.parent_id) for one in sound)
    found += _missed(masters.opds, seen, on, units=units)
    return found, remarks


def _values(
    one: Placed, masters: Masters, on: date
) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """Return a row as the table's columns (parent apart), or what is wrong: a code and what stood."""
    said = one.row.said
    found: dict[str, Any] = {
        name: EMPTY[name] if value is None else value
        for name, value in said.items() if name in EMPTY
    }  # fmt: skip
    for name, column, code in _REFERENCES:
        if name not in said:
            continue
        key = said[name]
        known = masters.schedules if name == "schedule" else masters.people
        found[column] = known.get(folded(key) if name == "schedule" else key) if key else None
        if key and found[column] is None:
            return found, (code, key)
    for name in ("valid_from", "valid_to"):
        if name in said:
            found[name] = date.fromisoformat(said[name]) if said[name] else None
    if "office" in said:
        found["office"] = said["office"]
    if said.get("short_name"):
        found["short_name"] = said["short_name"]
    begins = found.get("valid_from", one.known.valid_from if one.known else on)
    ends = found.get("valid_to", one.known.valid_to if one.known else None)
    if ends is not None and ends < begins and found.keys() & {"valid_from", "valid_to"}:
        return found, ("ends_before_start", f"{begins} s.d. {ends}")
    return found, None


def _difference(one: Placed, values: dict[str, Any], on: date) -> OpdDifference | None:
    known, row = one.known, one.row
    if "parent" in row.said:
        values["parent_id"] = one.parent_id
    if known is None:
        after = {
            "name": row.name, "short_name": row.name[:LONGEST_SHORT],
            "aliases": _more_aliases(row, row.name, ()),
            "parent_id": None, "head_id": None, "personnel_officer_id": None, "valid_from": on,
            "valid_to": None, "schedule_id": None, "office": None, **EMPTY, **values,
        }  # fmt: skip
        return OpdDifference(OpdDifferenceKind.NEW, one.opd_id, row.name, row.number, {}, after)
    ended = known.valid_to is not None and known.valid_to < on
    if ended and "valid_to" not in values:
        values["valid_to"] = None  # in the list again, and no end said
    after = {name: value for name, value in values.items() if _differs(getattr(known, name), value)}
    aliases = _more_aliases(row, known.name, known.aliases)
    if _renamed(one):
        after["name"] = row.name
        aliases = _more_aliases(row, row.name, [*known.aliases, known.name])
    if aliases != list(known.aliases):
        after["aliases"] = aliases
    if not after:
        return None
    kind = OpdDifferenceKind.CHANGE
    if "valid_to" in after and ended != _is_over(after["valid_to"], on):
        kind = OpdDifferenceKind.RETURN if ended else OpdDifferenceKind.END
    before = {name: getattr(known, name) for name in after}
    return OpdDifference(kind, known.id, known.name, row.number, before, after)


def _is_over(valid_to: date | None, on: date) -> bool:
    return valid_to is not None and valid_to < on


def _renamed(one: Placed) -> bool:
    """Whether the row has a new name: one by which the OPD does not go yet."""
    known = one.known
    return known is not None and folded(one.row.name) not in {
        folded(name) for name in (known.name, known.short_name, *known.aliases)
    }


def _more_aliases(row: OpdRow, name: str, had: Collection[str]) -> list[str]:
    """Return the aliases that were there and those that the row adds, without the name itself."""
    found, seen = list(had), {folded(name), *map(folded, had)}
    for alias in row.said.get("aliases", ()):
        if folded(alias) not in seen:
            seen.add(folded(alias))
            found.append(alias)
    return found


def _differs(before: Any, after: Any) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return folded(before) != folded(after)
    if isinstance(before, list) and isinstance(after, list):
        return any(abs(a - b) > SAME_PLACE for a, b in zip(before, after, strict=True))
    return bool(before != after)


def _missed(
    opds: Iterable[Known], seen: Collection[UUID | None], on: date, *, units: bool
) -> Iterator[OpdDifference]:
    for one in sorted(opds, key=lambda one: one.name):
        in_force = one.valid_to is None and one.valid_from < on
        if in_force and one.id not in seen and (units or one.parent_id is None):
            before, after = {"valid_to": None}, {"valid_to": on - A_DAY}
            yield OpdDifference(OpdDifferenceKind.END, one.id, one.name, None, before, after)


def _doubts(found: Iterable[OpdDifference], known: Mapping[UUID, Known]) -> Iterator[Remark]:
    """Say what is taken and yet odd: a short name that two have, an office far from all others."""
    changed = {one.opd_id: one for one in found}
    shorts = Counter(
        folded(one.short_name) for one in known.values()
        if one.valid_to is None and "short_name" not in getattr(changed.get(one.id), "after", {})
    )  # fmt: skip
    shorts.update(folded(one.after["short_name"]) for one in changed.values()
                  if "short_name" in one.after)  # fmt: skip
    offices = [(one.office[0], one.office[1]) for one in known.values() if one.office]
    for one in changed.values():
        short, office = one.after.get("short_name"), one.after.get("office")
        if short and shorts[folded(short)] > 1:
            yield Remark(one.row or 0, "short_shared", short)
        far = [kilometres((office[0], office[1]), other) for other in offices] if office else []
        if office and far and min(far) > FAR_KM:
            yield Remark(one.row or 0, "position_far", f"{office[1]}, {office[0]}")
