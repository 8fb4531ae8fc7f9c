"""How a roster file differs from the roster: who comes, moves, changes, leaves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from server.core.headers import folded
from server.people.rules.files import Remark
from server.people.rules.kinds import ASN_KINDS, PersonKind
from server.people.rules.names import names_agree, normalise_name
from server.people.rules.nip import check_nip
from server.people.rules.roster.rows import RosterRow, golongan_of


class DifferenceKind(StrEnum):
    """What happens to a person by an import."""

    JOIN = "join"
    RETURN = "return"
    MOVE = "move"
    CHANGE = "change"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the roster, as far as a file can speak of them."""

    id: UUID
    nip: str | None
    name: str
    kind: str
    rank: str | None
    job: str
    unit: str | None
    opd_id: UUID
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Office:
    """Where an OPD stands in the tree: `root` is the OPD itself or the one above its unit."""

    id: UUID
    name: str
    root: UUID


@dataclass(frozen=True, slots=True)
class Places:
    """The tree of OPDs, and which OPD is meant by each name that a file writes (None: left out)."""

    offices: Mapping[UUID, Office]
    placed: Mapping[str, UUID | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One person's difference; `before` and `after` hold only the fields that differ."""

    kind: DifferenceKind
    employee_id: UUID | None
    nip: str
    name: str
    row: int | None
    before: dict[str, Any]
    after: dict[str, Any]


def differences(
    rows: Iterable[RosterRow],
    rejected: Iterable[Remark],
    known: Collection[Known],
    places: Places,
    on: date,
) -> tuple[list[Difference], list[Remark]]:
    """Return what differs, in the order of the file, those who left at the end.

    Rows of an OPD that is left out are left alone. Only people of OPDs that the file speaks of can
    have left, and nobody whose name stands in a rejected row: a damaged number retires nobody.
    """
    offices = places.offices
    by_nip = {one.nip: one for one in known if one.nip}
    found: list[Difference] = []
    remarks: list[Remark] = []
    seen: set[str] = set()
    spoken_of: set[UUID] = set()
    for row in rows:
        seen.add(row.nip)
        opd_id = places.placed.get(row.opd)
        if opd_id is None:
            continue
        spoken_of.add(offices[opd_id].root if opd_id in offices else opd_id)
        one = by_nip.get(row.nip)
        if one is not None and one.name != row.name and not names_agree(one.name, row.name):
            remarks.append(Remark(row.number, "name_differs", f"{one.name} → {row.name}"))
        difference = _of_row(row, one, opd_id, offices, on)
        if difference is not None:
            found.append(difference)
    doubtful = [one for one in rejected if one.rejected]
    seen |= {one.said for one in doubtful}
    names = {normalise_name(one.name) for one in doubtful}
    found += [
        _leave(one, None, on)
        for one in sorted(by_nip.values(), key=lambda one: one.nip or "")
        if one.left_on is None
        and one.nip not in seen
        and one.kind in ASN_KINDS
        and one.opd_id in offices
        and offices[one.opd_id].root in spoken_of
        and normalise_name(one.name) not in names
    ]
    return found, remarks


def _of_row(
    row: RosterRow, one: Known | None, opd_id: UUID, offices: Mapping[UUID, Office], on: date
) -> Difference | None:
    if row.leaving:
        return None if one is None or one.left_on is not None else _leave(one, row.number, on)
    if one is None:
        after = {
            "name": row.name,
            "kind": row.kind or _kind_by_nip(row.nip, on),
            "rank": row.rank,
            "job": row.job,
            "unit": row.unit,
            "opd_id": opd_id,
        }
        return Difference(DifferenceKind.JOIN, None, row.nip, row.name, row.number, {}, after)
    after = _changed(row, one, opd_id, offices)
    kind = DifferenceKind.MOVE if "opd_id" in after else DifferenceKind.CHANGE
    if one.left_on is not None:
        kind, after = DifferenceKind.RETURN, {**after, "left_on": None}
    if not after:
        return None
    before = {name: getattr(one, name) for name in after}
    return Difference(kind, one.id, row.nip, one.name, row.number, before, after)


def _changed(
    row: RosterRow, one: Known, opd_id: UUID, offices: Mapping[UUID, Office]
) -> dict[str, Any]:
    """Return the fields that the file says otherwise; what only differs in writing stays as it is."""
    after: dict[str, Any] = {}
    same_name = one.name == row.name or (
        not row.titled and normalise_name(one.name) == normalise_name(row.name)
    )
    if not same_name:
        after["name"] = row.name
    if row.kind is not None and row.kind != one.kind:
        after["kind"] = row.kind
    if row.rank is not None and golongan_of(row.rank) != golongan_of(one.rank):
        after["rank"] = row.rank
    if row.job and folded(row.job) != folded(one.job):
        after["job"] = row.job
    here = offices.get(one.opd_id)
    in_unit = (
        here is not None
        and here.root == opd_id
        and one.opd_id != opd_id
        and folded(here.name) == folded(row.unit or "")
    )
    if in_unit:  # the roster has the unit itself, the file the OPD and the unit's name
        return after
    if one.opd_id != opd_id:
        after["opd_id"] = opd_id
    if row.unit is not None and folded(row.unit) != folded(one.unit or ""):
        after["unit"] = row.unit
    elif row.unit is None and one.unit is not None and one.opd_id != opd_id:
        after["unit"] = None
    return after


def _leave(one: Known, row: int | None, on: date) -> Difference:
    before, after = {"left_on": None}, {"left_on": on}
    return Difference(DifferenceKind.LEAVE, one.id, one.nip or "", one.name, row, before, after)


def _kind_by_nip(nip: str, on: date) -> str:
    family = check_nip(nip, on).family
    return PersonKind.PPPK if family == "pppk_family" else PersonKind.PNS
