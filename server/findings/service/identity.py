"""Who a finding is about: the roster's word of the finding date beside what the team wrote."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.core import app_state
from server.core.problems import Code, Problem
from server.people import queries as people
from server.people.models import Employee
from server.people.rules.names import names_agree
from server.people.rules.nip import check_nip, clean

NIP_LENGTH = 18
DOUBTS = ("nip_given", "nip_ok", "nip_in_roster", "name_agrees", "namesakes")


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
    nip_given: bool = False
    nip_ok: bool = True
    nip_in_roster: bool = True
    name_agrees: bool = True
    namesakes: int = 0

    def circumstances(self) -> dict[str, Any]:
        """Return what flags follow from about the person."""
        return {name: getattr(self, name) for name in DOUBTS}

    def columns(self) -> dict[str, Any]:
        """Return the columns of `findings` that say who it is."""
        return {name: value for name, value in asdict(self).items() if name not in DOUBTS}


def snapshot(identity: dict[str, Any], *, on: datetime) -> Snapshot:
    """Look a phone's identity up in the roster; nothing is refused, doubts become flags.

    An exact NIP finds the person; a contradicting name is never accepted silently, so such a
    finding stays unlinked until the desk identifies it.
    """
    nip = clean(identity["nip"]) if identity["nip"] else None
    nip_ok = nip is None or not check_nip(nip, on.date()).errors
    chosen = people.employee(identity["employee_id"]) if identity["employee_id"] else None
    by_nip = people.employee_by_nip(nip) if nip else None
    name = identity["name"] or None
    employee = chosen or by_nip
    agrees = employee is None or _agree(employee, by_nip, nip, name)
    shot = of_employee(employee, on) if employee and agrees else _as_written(identity, nip)
    return replace(
        shot,
        nip_given=nip is not None,
        nip_ok=nip_ok,
        nip_in_roster=nip is None or by_nip is not None,
        name_agrees=agrees,
        namesakes=people.namesakes(employee.name) - 1 if employee else 0,
    )


def identified(choice: dict[str, Any], *, on: datetime) -> Snapshot:
    """Build the person that the desk chose; raises `unknown-employee`, `nip-invalid`."""
    if choice["employee_id"] is not None:
        employee = people.employee(choice["employee_id"])
        if employee is None:
            raise Problem(Code.UNKNOWN_EMPLOYEE)
        return of_employee(employee, on)
    nip = clean(choice["nip"]) if choice["nip"] else None
    if nip and check_nip(nip, on.date()).errors:
        raise Problem(Code.NIP_INVALID)
    return Snapshot(
        employee_id=None,
        nip=nip,
        name=choice["name"] or None,
        kind=choice["kind"] or "unknown",
        opd_id=_known_opd(choice["opd_id"]),
        opd_text=choice["opd_text"],
        unit=None,
        job=None,
        rank=None,
        superior_id=None,
    )


def of_employee(employee: Employee, on: datetime) -> Snapshot:
    """Copy what held of an employee on the finding date, which may lie before a later import."""
    zone = ZoneInfo(app_state.settings().time_zone)
    then = people.as_at(employee, on.astimezone(zone).date())
    return Snapshot(
        employee_id=then.id,
        nip=then.nip,
        name=then.name,
        kind=then.kind,
        opd_id=then.opd_id,
        opd_text=None,
        unit=then.unit,
        job=then.job,
        rank=then.rank,
        superior_id=then.superior_id,
    )


def _as_written(identity: dict[str, Any], nip: str | None) -> Snapshot:
    return Snapshot(
        employee_id=None,
        nip=nip[:NIP_LENGTH] if nip else None,
        name=identity["name"] or None,
        kind=identity["kind"],
        opd_id=_known_opd(identity["opd_id"]),
        opd_text=identity["opd_text"],
        unit=None,
        job=identity["job"],
        rank=None,
        superior_id=None,
    )


def _known_opd(opd_id: UUID | None) -> UUID | None:
    return opd_id if opd_id is not None and people.opd(opd_id) is not None else None


def _agree(employee: Employee, by_nip: Employee | None, nip: str | None, name: str | None) -> bool:
    """Whether number, name and chosen row speak of one person."""
    if nip and employee.nip not in {nip, None}:
        return False
    if by_nip is not None and by_nip.id != employee.id:
        return False
    return name is None or names_agree(name, employee.name)
