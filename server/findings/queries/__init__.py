"""Questions about findings; every list and every single look goes through `visible_to`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased

from server.accounts.models import User
from server.core.db import db, one_of
from server.core.pages import page_of_ids
from server.core.problems import Code, Problem
from server.findings.models import Amendment, Finding, FindingPhoto, LateLetter, SetAside
from server.findings.queries.chain import missing_findings_by_team as missing_findings_by_team
from server.findings.queries.marks import READERS, mark
from server.findings.queries.orders import ordered
from server.findings.rules.slips import slip_words
from server.findings.rules.words import QueueOrder
from server.operations.models import Team, TeamMember
from server.people.models import Opd

PERSON = "Yang bersangkutan"  # who answered by a slip and has no account


def visible_to(user: User) -> ColumnElement[bool]:
    """Which findings a user may know of: readers all, members those of their own team.

    What retention has forgotten nobody looks at any more; it only counts in the figures.
    """
    kept = Finding.erased_at.is_(None)
    if not READERS.isdisjoint(user.roles):
        return kept
    mine = select(TeamMember.team_id).where(TeamMember.user_id == user.id)
    return kept & Finding.team_id.in_(mine)


def get(user: User, finding_id: UUID, *, lock: bool = False) -> Finding:
    """Return a finding the user may see; raises `not-found`."""
    query = select(Finding).where(Finding.id == finding_id, visible_to(user))
    found = one_of(query, lock=lock)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def photos_of(finding_ids: Sequence[UUID]) -> dict[UUID, list[FindingPhoto]]:
    """Return the announced photos of each finding, in the order of the phone."""
    found: dict[UUID, list[FindingPhoto]] = {one: [] for one in finding_ids}
    query = (
        select(FindingPhoto)
        .where(FindingPhoto.finding_id.in_(finding_ids))
        .order_by(FindingPhoto.number)
    )
    for photo in db.session.scalars(query):
        found[photo.finding_id].append(photo)
    return found


def photo(user: User, photo_id: UUID) -> FindingPhoto:
    """Return a photo of a finding the user may see; raises `not-found`."""
    found = db.session.scalar(
        select(FindingPhoto)
        .join(Finding, Finding.id == FindingPhoto.finding_id)
        .where(FindingPhoto.id == photo_id, visible_to(user))
    )
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def team_role(user: User, team_id: UUID) -> str | None:
    """Return the user's role in a team, None for a stranger."""
    return db.session.scalar(
        select(TeamMember.role).where(TeamMember.team_id == team_id, TeamMember.user_id == user.id)
    )


def filters(wanted: dict[str, Any]) -> ColumnElement[bool]:
    """Turn the filters of the queue into one condition."""
    columns = {
        "operation": Finding.operation_id,
        "team": Finding.team_id,
        "opd": Finding.opd_id,
        "status": Finding.status,
        "assessment": Finding.assessment,
    }
    return and_(true(), *(columns[name] == wanted[name] for name in columns if name in wanted))


def matches_text(text: str) -> ColumnElement[bool]:
    """Find a name, an NIP fragment or a place, however it is written."""
    digits = "".join(letter for letter in text if letter.isdigit())
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: list[ColumnElement[bool]] = [
        func.upper(Finding.name).like(f"%{plain.upper()}%", escape="\\"),
        func.upper(Finding.place).like(f"%{plain.upper()}%", escape="\\"),
    ]
    if len(digits) >= 3 and digits == "".join(text.split()):  # noqa: PLR2004 - fewer match all
        found.append(Finding.nip.like(f"%{digits}%"))
    return or_(false(), *found)


def page(
    user: User,
    condition: ColumnElement[bool],
    cursor: str | None,
    limit: int,
    order: QueueOrder = QueueOrder.NEWEST,
) -> tuple[list[dict[str, Any]], str | None]:
    """Return one page of summaries in an order, and the cursor of the next."""
    rows, steps = ordered(select(Finding.id).where(visible_to(user), condition), order)
    wanted = page_of_ids(rows, steps, cursor=cursor, size=limit)
    whole = select(*_columns()).select_from(_joined()).where(Finding.id.in_(wanted.items))
    found = {row[0].id: row for row in db.session.execute(whole)}
    shown = [found[one] for one in wanted.items]
    items = [summary(*row) for row in shown]
    mark(user, [row[0] for row in shown], items)
    counts = photos_of([item["id"] for item in items])
    for item in items:
        photos = counts[item["id"]]
        item["photo_count"] = {
            "stored": sum(photo.state != "missing" for photo in photos),
            "announced": len(photos),
        }
    return items, wanted.next


def one(user: User, finding_id: UUID) -> tuple[Finding, dict[str, Any]]:
    """Return a finding with its summary; raises `not-found`."""
    row = db.session.execute(
        select(*_columns()).select_from(_joined()).where(Finding.id == finding_id, visible_to(user))
    ).one_or_none()
    if row is None:
        raise Problem(Code.NOT_FOUND)
    item = summary(*row)
    mark(user, [row[0]], [item])
    return row[0], item


def summary(
    finding: Finding, team_number: int, author_name: str, opd_name: str | None
) -> dict[str, Any]:
    """Put one row of the queue together."""
    return {
        **{
            name: getattr(finding, name)
            for name in (
                "id", "operation_id", "team_id", "status", "revision", "seen_at", "received_at",
                "place", "conduct", "observed", "flags", "log_index",
            )
        },
        "team_number": team_number,
        "author_name": author_name,
        "person": {
            "opd_name": opd_name,
            **{
                name: getattr(finding, name)
                for name in (
                    "employee_id", "nip", "name", "basis", "kind", "opd_id", "opd_text", "unit",
                    "job", "rank",
                )
            },
        },
        "assessment": {"state": finding.assessment, "due_at": finding.assessment_due_at},
        "slip": slip_words(finding.slip_number) if finding.slip_number else None,
    }  # fmt: skip


def amendments_of(finding_id: UUID) -> list[dict[str, Any]]:
    """Return what was done to a finding, oldest first."""
    actor = aliased(User)
    rows = db.session.execute(
        select(Amendment, actor.name)
        .outerjoin(actor, actor.id == Amendment.actor_id)
        .where(Amendment.finding_id == finding_id)
        .order_by(Amendment.revision)
    )
    return [
        {
            "revision": row.revision,
            "verb": row.verb,
            "at": row.at,
            "actor_name": name or PERSON,
            "reason": row.reason,
            "changes": row.changes,
        }
        for row, name in rows
    ]


def late_letters_of(finding_ids: Sequence[UUID]) -> dict[UUID, list[LateLetter]]:
    """Return the papers that came after each finding, in the order they came."""
    found: dict[UUID, list[LateLetter]] = {one: [] for one in finding_ids}
    query = select(LateLetter).where(LateLetter.finding_id.in_(finding_ids))
    for late in db.session.scalars(query.order_by(LateLetter.received_at, LateLetter.id)):
        found[late.finding_id].append(late)
    return found


def awaiting(operation_id: UUID) -> Sequence[tuple[Finding, str | None]]:
    """Return the findings with a promised letter, waited for or already here, and their OPD's name."""
    came = select(LateLetter.finding_id)
    promised = and_(Finding.observed == "promised", Finding.assessment == "unassessed")
    rows = db.session.execute(
        select(Finding, Opd.name)
        .outerjoin(Opd, Opd.id == Finding.opd_id)
        .where(
            Finding.operation_id == operation_id,
            Finding.status.not_in(["dismissed", "merged"]),
            or_(Finding.assessment == "pending", promised, Finding.id.in_(came)),
        )
        .order_by(Finding.seen_at, Finding.id)
    )
    return [(row[0], row[1]) for row in rows]


def set_aside_count(finding_id: UUID) -> int:
    """Count the versions and photos kept apart for this finding."""
    return (
        db.session.scalar(
            select(func.count()).select_from(SetAside).where(SetAside.finding_id == finding_id)
        )
        or 0
    )


def _columns() -> tuple[Any, ...]:
    return Finding, Team.number, User.name, Opd.name


def _joined() -> Any:
    return (
        Finding.__table__.join(Team.__table__, Team.id == Finding.team_id)
        .join(User.__table__, User.id == Finding.author_id)
        .outerjoin(Opd.__table__, Opd.id == Finding.opd_id)
    )
