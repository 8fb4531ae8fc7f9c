"""The retention job: it forgets by schedule, leaves a trace of what, and the chain goes on holding.

Nothing is deleted from a table: bodies, names, positions and reasons become empty (the guards of
revision 0009 allow no other change), each finding leaves one audit row `retention.erase`, and only
then go the files. Figures stay as they were: a pseudonym per person and operation counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CompoundSelect, Select, select, union, update

from server.archive import old_rolls
from server.archive.alone import alone
from server.archive.due import Due, due
from server.archive.forgotten import ERASE
from server.archive.holds import decided, held
from server.archive.rules import Rule
from server.core import app_state, audit
from server.core.audit import AuditEntry
from server.core.blobs import BlobStore
from server.core.clock import now
from server.core.db import db, transaction
from server.findings.models import (
    Amendment,
    Correction,
    Finding,
    FindingPhoto,
    LateLetter,
    SetAside,
)
from server.permits import service as permits
from server.summons.models import (
    CaseRecord,
    Examination,
    Letter,
    LetterCopy,
    Line,
    LineStep,
)
from server.tips.models import Tip
from server.tips.service import forget


@dataclass
class Tally:
    """What is due or was done under one rule in one operation; counts only."""

    operation_id: UUID | None  # laporan masyarakat and punches belong to none
    operation: str
    rule: Rule
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, one: Due) -> None:
        """Count one person."""
        self.counts["held" if one.held else "persons"] += 1
        if not one.held:
            self.counts["findings"] += len(one.findings) if one.whole else 0
            self.counts["photos"] += len(one.photos)


def preview(at: datetime | None = None) -> list[Tally]:
    """Return what a run would forget at a moment (now), by operation and rule; changes nothing."""
    moment = at or now()
    tips = _tip_tally(_tips_due(moment))
    rolls = _roll_tally(old_rolls.ripe(moment))
    return [*_tallies(due(decided(), moment)), *tips, *_punch_tally(moment), *rolls]


def run(store: BlobStore, *, decree: str = "", at: datetime | None = None) -> list[Tally]:
    """Forget what is due and return the tallies; one transaction per person, then the files.

    Case files are archives: without a `decree` (berita acara pemusnahan) they stay. Being stopped
    half-way is harmless: the next run goes on, and takes away files left behind. Waits for a backup
    that is under way.
    """
    with alone(app_state.settings()):
        return _run(store, decree, at or now())


def _run(store: BlobStore, decree: str, at: datetime) -> list[Tally]:
    found = [one for one in due(decided(), at) if decree or one.rule is not Rule.CASE]
    db.session.expunge_all()
    db.session.rollback()
    for one in found:
        if not one.held:
            with transaction():
                _forget(one, decree)
    tips = _tips_due(at)
    lists = {
        key: ids for key, ids in old_rolls.ripe(at).items() if decree or key[2] is not Rule.CASE
    }
    tallies = [*_tallies(found), *_tip_tally(tips), *_punch_tally(at), *_roll_tally(lists)]
    with transaction():
        permits.forget_punches(*_punches_due(at))
        for ids in lists.values():
            old_rolls.forget(ids)
    kept = held()
    for tip_id in [tip.id for tip in tips if tip.id not in kept]:
        with transaction():
            forget.forget(tip_id)
    files = sweep(store)
    totals: dict[str, Any] = dict(sum((tally.counts for tally in tallies), Counter[str]()))
    with transaction():
        audit.record(
            "retention.run",
            actor_id=None,
            reason=decree or None,
            files=files,
            periods={str(rule): period.days for rule, period in decided().items()},
            **totals,
        )
    return tallies


def _punches_due(at: datetime) -> tuple[date, Select[UUID | None]]:
    """Punches stand beside findings: those of others, and of people since forgotten, go."""
    found = select(Finding.employee_id).where(Finding.employee_id.is_not(None))
    return (at - timedelta(days=decided()[Rule.CLEARED].days)).date(), found


def _punch_tally(at: datetime) -> list[Tally]:
    people = permits.old_punches(*_punches_due(at))
    return [Tally(None, "Absen harian", Rule.CLEARED, Counter(persons=people))] if people else []


def _roll_tally(lists: old_rolls.Ripe) -> list[Tally]:
    return [
        Tally(operation_id, f"Daftar hadir: {name}", rule, Counter(persons=len(ids)))
        for (operation_id, name, rule), ids in lists.items()
    ]


def _tips_due(at: datetime) -> Sequence[Tip]:
    return forget.due(decided()[Rule.TIP].days, at)


def _tip_tally(tips: Sequence[Tip]) -> list[Tally]:
    if not tips:
        return []
    kept = held()
    free = [tip for tip in tips if tip.id not in kept]
    counts = Counter(tips=len(free), photos=forget.pictures_of(free))
    if len(free) < len(tips):
        counts["held"] = len(tips) - len(free)
    return [Tally(None, "Laporan masyarakat", Rule.TIP, counts)]


def _tallies(found: Iterable[Due]) -> list[Tally]:
    tallies: dict[tuple[UUID, Rule], Tally] = {}
    for one in found:
        key = one.operation.id, one.rule
        tallies.setdefault(key, Tally(*key[:1], one.operation.name, one.rule)).add(one)
    return list(tallies.values())


def _forget(one: Due, decree: str) -> None:
    """Empty everything of one person; photos of `one` only where the rest stays."""
    db.session.execute(
        update(FindingPhoto).where(FindingPhoto.id.in_(one.photos)).values(state="erased")
    )
    photos = _by_finding(one)
    heard = _forget_examinations(one.line_ids) if one.whole else {}
    if one.whole:
        _forget_findings(one)
        if one.line_id is not None:
            _forget_line(one.line_id, one.findings[0])
        subjects = [*one.findings, *([one.line_id] if one.line_id else [])]
        _forget_reasons(subjects)
    for finding_id in one.findings:
        if one.whole or photos[finding_id]:
            audit.record(
                ERASE,
                actor_id=None,
                subject_id=finding_id,
                operation_id=one.operation.id,
                reason=decree or None,
                rule=str(one.rule),
                whole=one.whole,
                photos=photos[finding_id],
                line=str(one.line_id) if one.whole and one.line_id else None,
                **heard,
            )


def _by_finding(one: Due) -> dict[UUID, list[str]]:
    photos: dict[UUID, list[str]] = {finding_id: [] for finding_id in one.findings}
    rows = select(FindingPhoto.finding_id, FindingPhoto.id).where(FindingPhoto.id.in_(one.photos))
    for finding_id, photo_id in db.session.execute(rows.order_by(FindingPhoto.number)):
        photos[finding_id].append(str(photo_id))
    return photos


def _forget_findings(one: Due) -> None:
    pseudonym, first = (uuid4() if one.identified else None), one.findings[0]
    rows = db.session.scalars(select(Finding).where(Finding.id.in_(one.findings)))
    for row in rows.all():
        row.body, row.said = b"", {}
        row.verdicts = {"work_time": {"state": (row.verdicts.get("work_time") or {}).get("state")}}
        for name in ("nip", "name", "employee_id", "opd_text", "unit", "job", "rank"):
            setattr(row, name, None)
        row.superior_id, row.position, row.accuracy_m = None, None, None
        row.erased_at, row.erased_id = now(), pseudonym
        if pseudonym is None and row.id != first and row.merged_into is None:
            row.merged_into = first  # unidentified, but one person: the figures keep that
        row.revision += 1
    _empty(Amendment, Amendment.finding_id, one.findings, reason="", changes={})
    _empty(Correction, Correction.finding_id, one.findings, body=b"", said={})
    _empty(LateLetter, LateLetter.finding_id, one.findings, number="", signer="", note="")
    _empty(SetAside, SetAside.finding_id, one.findings, body=None)


def _empty(table: Any, key: Any, ids: Sequence[UUID], **values: Any) -> None:
    db.session.execute(update(table).where(key.in_(ids)).values(**values))


def _forget_line(line_id: UUID, first: UUID) -> None:
    """Keep the line for the figures, under the pseudonym of its person."""
    line = db.session.get_one(Line, line_id)
    pseudonym = db.session.get_one(Finding, first).erased_id
    line.person_key = f"employee:{pseudonym}" if pseudonym else f"finding:{first}"
    line.employee_id, line.note = None, ""
    _empty(LineStep, LineStep.line_id, [line_id], reason="")


def _forget_examinations(line_ids: Sequence[UUID]) -> dict[str, list[str]]:
    """Empty the BAP of a person and what followed, and return what the audit row says of them."""
    rows = select(Examination).where(Examination.line_id.in_(line_ids)).order_by(Examination.id)
    found = db.session.scalars(rows).all()
    for bap in found:
        bap.content, bap.employee_id = {}, None
    _empty(CaseRecord, CaseRecord.line_id, line_ids, employee_id=None, by_whom="", note="")
    return {"examinations": [str(bap.id) for bap in found]} if found else {}


def _forget_reasons(subjects: Sequence[UUID]) -> None:
    """Forget the free text of the audit rows about these; their commitments stay in the chain."""
    about = [str(one) for one in subjects]
    db.session.execute(
        update(AuditEntry)
        .where(AuditEntry.subject_id.in_(about), AuditEntry.reason_sha256.is_not(None))
        .values(reason=None, reason_salt=None)
    )


def sweep(store: BlobStore) -> int:
    """Delete the files that only forgotten rows speak of, and return how many."""
    erased = Finding.erased_at.is_not(None)
    tips_gone, tips_kept = forget.files()
    gone: CompoundSelect[str | None] = union(
        select(FindingPhoto.sha256).where(FindingPhoto.state == "erased"),
        select(LateLetter.file_sha256).join(Finding).where(erased),
        select(SetAside.sha256).join(Finding, Finding.id == SetAside.finding_id).where(erased),
        tips_gone,
    )
    kept: CompoundSelect[str | None] = union(
        select(FindingPhoto.sha256).where(FindingPhoto.state != "erased"),
        select(LateLetter.file_sha256).join(Finding).where(~erased),
        select(SetAside.sha256)
        .outerjoin(Finding, Finding.id == SetAside.finding_id)
        .where(Finding.erased_at.is_(None)),
        select(Letter.pdf_sha256),
        select(LetterCopy.sha256),
        tips_kept,
    )
    with transaction():
        needed = set(db.session.scalars(kept))
        free = {one for one in db.session.scalars(gone) if one and one not in needed}
        here = sorted(one for one in free if store.holds(one))
        for sha256 in here:  # while nobody writes: what is free now is free when it goes
            store.forget(sha256)
    return len(here)
