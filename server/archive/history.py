"""Riwayat: who changed what, with before and after, told from the audit chain and what it points at.

The chain itself holds neither names nor values of findings; those are looked up for who may see
them, and are gone once retention has forgotten them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import may
from server.archive import queries
from server.archive.queries import SAME_MOMENT, Wanted
from server.people.models import EmployeeChange

Change = dict[str, Any]


def page(
    user: User, wanted: Wanted, last: int | None, size: int
) -> tuple[list[dict[str, Any]], str | None]:
    """Return rows of the log with `about` (what it is called) and `changes`, and the next cursor."""
    items, following = queries.page(wanted, last, size)
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for item in items:
        if (subject := _id_of(item["subject_id"])) is not None:
            subjects[_noun(item)].add(subject)
    called = {noun: queries.names(noun, ids) for noun, ids in subjects.items()}
    findings = queries.amended(subjects["finding"]) if may(user, "finding.read") else {}
    corrected: dict[UUID, list[EmployeeChange]] = defaultdict(list)
    for one in queries.corrections(subjects["employee"]):
        corrected[one.employee_id].append(one)
    for item in items:
        subject = _id_of(item["subject_id"])
        item["about"] = called.get(_noun(item), {}).get(subject) if subject else None
        item["changes"] = _changes(item, subject, findings, corrected)
    return items, following


def _changes(
    item: Mapping[str, Any],
    subject: UUID | None,
    findings: Mapping[tuple[UUID, int], Mapping[str, Any]],
    corrected: Mapping[UUID, Iterable[EmployeeChange]],
) -> list[Change]:
    detail = item["detail"]
    before, after = detail.get("before"), detail.get("after")
    named = map(str, detail.get("fields") or detail.get("changed") or ())
    if isinstance(before, dict) and isinstance(after, dict):
        return _pairs(before, after) + _bare(set(named) - before.keys())
    if before is not None or after is not None:
        return [{"field": "status", "before": before, "after": after}]
    if subject is not None and (subject, detail.get("revision")) in findings:
        return [
            {"field": field, "before": pair.get("before"), "after": pair.get("after")}
            for field, pair in findings[subject, detail["revision"]].items()
            if isinstance(pair, dict)
        ]
    if item["action"] == "employee.change" and subject is not None:
        near = [
            (abs(one.at - item["at"]), one)
            for one in corrected.get(subject, ())
            if abs(one.at - item["at"]) <= SAME_MOMENT
        ]
        if near:
            closest = min(near, key=lambda pair: pair[0])[1]
            return _pairs(closest.before, closest.after)
    return _bare(named)


def _bare(fields: Iterable[str]) -> list[Change]:
    return [{"field": field, "before": None, "after": None} for field in sorted(fields)]


def _pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    return [
        {"field": field, "before": before.get(field), "after": after.get(field)}
        for field in sorted(before.keys() | after.keys())
        if before.get(field) != after.get(field)
    ]


def _noun(item: Mapping[str, Any]) -> str:
    return str(item["action"]).partition(".")[0]


def _id_of(subject: str | None) -> UUID | None:
    """Return the id that a row is about; readings carry the hour behind it."""
    try:
        return UUID((subject or "").partition(":")[0])
    except ValueError:
        return None
