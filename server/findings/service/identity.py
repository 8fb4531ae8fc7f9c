"""Who a finding is about: the roster's word of the finding date beside what the team wrote."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from server.core.problems import Code, Problem
from server.people import queries as people
from server.people.models import Employee
from server.people.rules.names import same_name
from server.people.rules.nip import check_nip, clean

NIP_LENGTH = 18


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The person columns of a finding, and the doubts met on the way as flags."""

    employee_id: UUID | None
    nip: str | None
    name: str | None
    kind: str
    opd_id: UUID | None
    opd_text: str | None
    unit: str | None
    job: str | None
    rank: str | None
    superior_id: UUID | None
    doubts: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """Return the columns of `findings` that say who it is."""
        return {name: value for name, value in asdict(self).items() if name != "doubts"}


def snapshot(identity: dict[str, Any], *, on: datetime) -> Snapshot:
    """Look a phone's identity up in the roster; nothing is refused, doubts become flags.

    An exact NIP finds the person; a contradicting name is never accepted silently, so such a
    finding stays unlinked until the desk identifies it.
    """
    nip = clean(identity["nip"]) if identity["nip"] else None
    employee = people.employee(identity["employee_id"]) if identity["employee_id"] else None
    doubts: list[str] = []
    if identity["employee_id"] and employee is None:
        doubts.append("employee_unknown")
    if nip and check_nip(nip, on.date()).errors:
        doubts.append("nip_invalid")
    if nip and employee is not None and employee.nip not in {nip, None}:
        doubts.append("nip_name_mismatch")
        employee = None
    if nip and employee is None and not doubts:
        employee, doubts = _by_nip(nip, identity["name"])
    if employee is not None:
        shot = of_employee(employee)
        namesake = people.namesakes(employee.name, employee.opd_id) > 1
        return replace(shot, doubts=(*doubts, *(["namesake"] if namesake else [])))
    opd_id = identity["opd_id"] if people.opd(identity["opd_id"]) else None
    return Snapshot(
        employee_id=None,
        nip=nip[:NIP_LENGTH] if nip else None,
        name=identity["name"] or None,
        kind=identity["kind"],
        opd_id=opd_id,
        opd_text=identity["opd_text"],
        unit=None,
        job=identity["job"],
        rank=None,
        superior_id=None,
        doubts=tuple(doubts),
    )


def identified(choice: dict[str, Any], *, on: datetime) -> Snapshot:
    """Build the person that the desk chose; raises `unknown-employee`, `nip-invalid`."""
    if choice["employee_id"] is not None:
        employee = people.employee(choice["employee_id"])
        if employee is None:
            raise Problem(Code.UNKNOWN_EMPLOYEE)
        return of_employee(employee)
    nip = clean(choice["nip"]) if choice["nip"] else None
    if nip and check_nip(nip, on.date()).errors:
        raise Problem(Code.NIP_INVALID)
    return Snapshot(
        employee_id=None,
        nip=nip,
        name=choice["name"] or None,
        kind=choice["kind"] or "unknown",
        opd_id=choice["opd_id"] if people.opd(choice["opd_id"]) else None,
        opd_text=choice["opd_text"],
        unit=None,
        job=None,
        rank=None,
        superior_id=None,
    )


def of_employee(employee: Employee) -> Snapshot:
    """Copy what the roster says of an employee today."""
    return Snapshot(
        employee_id=employee.id,
        nip=employee.nip,
        name=employee.name,
        kind=employee.kind,
        opd_id=employee.opd_id,
        opd_text=None,
        unit=employee.unit,
        job=employee.job,
        rank=employee.rank,
        superior_id=employee.superior_id,
    )


def _by_nip(nip: str, name: str | None) -> tuple[Employee | None, list[str]]:
    found = people.employee_by_nip(nip)
    if found is None:
        return None, ["nip_not_in_roster"]
    if name and not same_name(name, found.name):
        return None, ["nip_name_mismatch"]
    return found, []
