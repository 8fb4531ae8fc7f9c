"""Which OPD each row of a list means, and which one above it; rows that nobody can place."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from server.core.headers import folded
from server.people.rules.files import Remark
from server.people.rules.offices.rows import OpdRow


@dataclass(frozen=True, slots=True)
class Known:
    """An OPD of ours, as far as a file can speak of it; `office` is [lon, lat] in degrees."""

    id: UUID
    name: str
    short_name: str
    aliases: Sequence[str]
    parent_id: UUID | None
    address: str
    head_title: str
    head_form: str
    head_id: UUID | None
    personnel_officer_id: UUID | None
    valid_from: date
    valid_to: date | None
    schedule_id: UUID | None
    office: list[float] | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A row, the OPD that it means (a new one where `known` is None) and the one it puts above it."""

    row: OpdRow
    opd_id: UUID
    known: Known | None
    parent_id: UUID | None = None


class Names:
    """Names by which OPDs go; one in force goes before one that ended, an OPD before a unit."""

    def __init__(self, opds: Collection[Known]) -> None:
        self.opds = {one.id: one for one in opds}
        self._names: dict[str, UUID] = {}
        self._shorts: dict[str, UUID] = {}
        ordered = sorted(
            opds, key=lambda one: (one.valid_to is not None, one.parent_id is not None)
        )
        for one in ordered:
            self._names.setdefault(folded(one.name), one.id)
        self._present = dict(self._names)
        for one in ordered:
            for alias in one.aliases:
                self._names.setdefault(folded(alias), one.id)
            self._shorts.setdefault(folded(one.short_name), one.id)

    def present(self, name: str) -> UUID | None:
        """Return whose name this is today."""
        return self._present.get(folded(name))

    def owner(self, name: str) -> UUID | None:
        """Return whose name or former name this is."""
        return self._names.get(folded(name))

    def of(self, name: str) -> UUID | None:
        """Return which OPD is meant; its short name will do."""
        key = folded(name)
        return self._names.get(key) or (self._shorts.get(key) if key else None)


def matched(
    rows: Iterable[OpdRow], names: Names, new_id: Callable[[str], UUID]
) -> tuple[list[Placed], list[Remark]]:
    """Return which OPD each row means; rows that mean the same one, or take a name, are left out.

    A new name belongs to a known OPD only where the row gives its present one as another name.
    """
    kept = list(rows)
    meant = {row.number: names.of(row.name) for row in kept}
    claimed = set(meant.values())
    for row in kept:
        if meant[row.number] is None:
            former = {names.present(alias) for alias in row.said.get("aliases", ())} - {None}
            if len(former) == 1 and not former & claimed:
                meant[row.number] = former.pop()
    placed = [_placed(row, meant[row.number], names, new_id) for row in kept]
    times = Counter(one.opd_id for one in placed)
    owners = {folded(one.row.name): one.opd_id for one in placed}
    found: list[Placed] = []
    remarks: list[Remark] = []
    for one in placed:
        strange = [alias for alias in one.row.said.get("aliases", ())
                   if _taken(alias, one.opd_id, names, owners)]  # fmt: skip
        if times[one.opd_id] > 1:
            remarks.append(left_out(one.row, "opd_twice", one.row.name))
        elif strange:
            remarks.append(left_out(one.row, "alias_taken", strange[0]))
        else:
            found.append(one)
            for alias in one.row.said.get("aliases", ()):
                owners[folded(alias)] = one.opd_id
    return found, remarks


def under_parents(placed: Iterable[Placed], names: Names) -> tuple[list[Placed], list[Remark]]:
    """Return the rows with the OPD above each; whoever's parent is unknown or below it is left out.

    A row that is left out may have been the parent of another: it is asked until nothing changes.
    """
    found, remarks = list(placed), list[Remark]()
    while True:
        own = {folded(name): one.opd_id for one in reversed(found)
               for name in (*one.row.said.get("aliases", ()), one.row.said.get("short_name") or "",
                            one.row.name)}  # fmt: skip
        found = [_under(one, own, names) for one in found]
        above = {opd_id: one.parent_id for opd_id, one in names.opds.items()}
        above |= {one.opd_id: one.parent_id for one in found
                  if one.known is None or "parent" in one.row.said}  # fmt: skip
        wrong = [left_out(one.row, code, str(one.row.said["parent"])) for one in found
                 if (code := _fault(one, above))]  # fmt: skip
        if not wrong:
            return found, remarks
        remarks += wrong
        numbers = {one.row for one in wrong}
        found = [one for one in found if one.row.number not in numbers]


def left_out(row: OpdRow, code: str, said: str) -> Remark:
    """Return the remark about a row that is not taken."""
    return Remark(row.number, code, said[:60], rejected=True, name=row.name)


def _placed(
    row: OpdRow, opd_id: UUID | None, names: Names, new_id: Callable[[str], UUID]
) -> Placed:
    if opd_id is None:
        return Placed(row, new_id(row.name), None)
    return Placed(row, opd_id, names.opds[opd_id])


def _taken(alias: str, opd_id: UUID, names: Names, owners: Mapping[str, Any]) -> bool:
    return (names.owner(alias) or opd_id) != opd_id or owners.get(folded(alias), opd_id) != opd_id


def _under(one: Placed, own: Mapping[str, UUID], names: Names) -> Placed:
    said = one.row.said.get("parent")
    if said is None:
        return one
    parent_id = own.get(folded(said)) or names.of(said)
    return Placed(one.row, one.opd_id, one.known, parent_id)


def _fault(one: Placed, above: Mapping[UUID, UUID | None]) -> str | None:
    """Return what is wrong with a row's parent; `above` is the whole tree as it would become."""
    if one.row.said.get("parent") is None:
        return None
    if one.parent_id is None or one.parent_id not in above:
        return "parent_unknown"
    if one.parent_id == one.opd_id:
        return "parent_itself"
    here, seen = above.get(one.parent_id), {one.parent_id}
    while here is not None and here not in seen:
        if here == one.opd_id:
            return "parent_circle"
        seen.add(here)
        here = above.get(here)
    return None
