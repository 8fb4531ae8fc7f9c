"""The summons list in the exact shape of `summons-list.json` (architecture.md §6)."""

from typing import Any

from server.summons.rules.consolidate import Bucket, Line, NotListed, SummonsList


def summons_list_wire(found: SummonsList) -> dict[str, Any]:
    """Return the list as JSON values; `not_listed_people` and `marks` are added to the contract."""
    return {
        "opds": [
            {
                "opd_id": _text(opd.opd_id),
                "name": opd.name,
                "lines": [_line(line) for line in opd.lines],
            }
            for opd in found.opds
        ],
        "not_listed": found.buckets(),
        "totals": found.totals(),
        "not_listed_people": {
            bucket.value: [_person(one) for one in found.not_listed if one.bucket is bucket]
            for bucket in Bucket
        },
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "line_id": str(line.line_id),
        "employee_id": _text(line.employee_id),
        "name": line.name,
        "nip": line.nip,
        "kind": line.kind.value,
        "job": line.job,
        "rank": line.rank,
        "finding_ids": [str(one) for one in line.finding_ids],
        "document": line.document.value,
        "status": line.status.value,
        "marks": [mark.value for mark in line.marks],
    }


def _person(one: NotListed) -> dict[str, Any]:
    return {
        "line_id": str(one.line_id),
        "employee_id": _text(one.employee_id),
        "name": one.name,
        "nip": one.nip,
        "kind": one.kind.value,
        "opd_id": _text(one.opd_id),
        "opd_name": one.opd_name,
        "finding_ids": [str(item) for item in one.finding_ids],
        "status": one.status.value,
        "needs_correction": one.needs_correction,
    }


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)
