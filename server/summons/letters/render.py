"""Papers as PDF/A-2a: letter A, letter B, the summons list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from server.summons.letters.case_sheet import case_sheet_facts
from server.summons.letters.examination import ExaminationPaper, examination_facts
from server.summons.letters.facts import (
    letter_a_facts,
    letter_b_facts,
    plain_letter_facts,
    summons_list_facts,
)
from server.summons.letters.operation_report import operation_report_facts
from server.summons.letters.order import OrderPaper, order_facts
from server.summons.letters.papers import (
    CaseSheet,
    Imprint,
    LetterA,
    LetterB,
    Letterhead,
    OperationReport,
    PaperSize,
    PlainLetter,
    SlipSheet,
    SummonsListPaper,
    TeamReport,
)
from server.summons.letters.roll import RollPaper, roll_facts
from server.summons.letters.slips import slip_facts
from server.summons.letters.team_report import team_report_facts
from server.summons.letters.typesetting import emblem_svg, imprint_facts, stamp_of, typeset
from server.summons.letters.wording import local


def render_letter_a(letter: LetterA, *, paper: PaperSize = "a4") -> bytes:
    """Print letter A with its list of names as lampiran; PDF/A-2a bytes.

    Raises TypesettingError when Typst warns or refuses, ValueError for an unknown zone or kind.
    """
    facts = letter_a_facts(letter)
    return typeset(
        "letter_a",
        {**facts, **_dress(letter.head, letter.imprint, paper)},
        stamp_of(letter.dated, letter.zone),
    )


def render_letter_b(letter: LetterB, *, paper: PaperSize = "a4") -> bytes:
    """Print letter B (Surat Panggilan I or II) for one person; PDF/A-2a bytes, errors as for letter A."""
    facts = letter_b_facts(letter)
    return typeset(
        "letter_b",
        {**facts, **_dress(letter.head, letter.imprint, paper)},
        stamp_of(letter.dated, letter.zone),
    )


def render_plain_letter(letter: PlainLetter, *, paper: PaperSize = "a4") -> bytes:
    """Print a surat dinas that calls nobody; PDF/A-2a bytes, errors as for letter A."""
    facts = plain_letter_facts(letter)
    return typeset(
        "plain_letter",
        {**facts, **_dress(letter.head, letter.imprint, paper)},
        stamp_of(letter.dated, letter.zone),
    )


def render_summons_list(summons: SummonsListPaper, *, paper: PaperSize = "a4") -> bytes:
    """Print the per-OPD summons list, landscape, with its reconciliation; PDF/A-2a bytes."""
    facts = summons_list_facts(summons)
    return typeset(
        "summons_list",
        {**facts, **_dress(summons.head, summons.imprint, paper)},
        stamp_of(local(summons.as_of, summons.zone).date(), summons.zone),
    )


def render_team_report(report: TeamReport, *, paper: PaperSize = "a4") -> bytes:
    """Print the berita acara of one team, nihil included; PDF/A-2a bytes."""
    facts = team_report_facts(report)
    return typeset(
        "team_report",
        {**facts, **_dress(report.head, report.imprint, paper)},
        stamp_of(local(report.until, report.zone).date(), report.zone),
    )


def render_operation_report(report: OperationReport, *, paper: PaperSize = "a4") -> bytes:
    """Print the report on one sidak to the head of the region; PDF/A-2a bytes."""
    facts, summons = operation_report_facts(report), report.summons
    return typeset(
        "operation_report",
        {**facts, **_dress(summons.head, summons.imprint, paper)},
        stamp_of(local(summons.as_of, summons.zone).date(), summons.zone),
    )


def render_case_sheet(sheet: CaseSheet, *, paper: PaperSize = "a4") -> bytes:
    """Print one person's case, chronologically; PDF/A-2a bytes."""
    facts = case_sheet_facts(sheet)
    return typeset(
        "case_sheet",
        {**facts, **_dress(sheet.head, sheet.imprint, paper)},
        stamp_of(local(sheet.as_of, sheet.zone).date(), sheet.zone),
    )


def render_examination(examination: ExaminationPaper, *, paper: PaperSize = "a4") -> bytes:
    """Print a berita acara pemeriksaan; PDF/A-2a bytes, the same for the same facts once it has ended."""
    facts, ends = examination_facts(examination), examination.ends
    return typeset(
        "examination",
        {**facts, **_dress(examination.head, examination.imprint, paper)},
        stamp_of(local(ends, examination.zone).date() if ends else None, examination.zone),
    )


def render_order(order: OrderPaper, *, paper: PaperSize = "a4") -> bytes:
    """Print a surat perintah tugas; PDF/A-2a bytes, the same for the same facts once it is dated."""
    facts = order_facts(order)
    return typeset(
        "order",
        {**facts, **_dress(order.head, order.imprint, paper)},
        stamp_of(order.dated, order.zone),
    )


def render_rolls(rolls: RollPaper, *, paper: PaperSize = "a4") -> bytes:
    """Print the attendance lists of a sidak kantor, landscape, recap first; PDF/A-2a bytes."""
    return typeset(
        "office_roll",
        {**roll_facts(rolls), **_dress(rolls.head, rolls.imprint, paper)},
        stamp_of(local(rolls.as_of, rolls.zone).date(), rolls.zone),
    )


def render_slips(sheet: SlipSheet) -> bytes:
    """Print slips to cut apart, ten on an A4 page; PDF/A-2a bytes, the same for the same slips."""
    return typeset(
        "slips",
        {**slip_facts(sheet), **_dress(sheet.head, sheet.imprint, "a4")},
        stamp_of(local(sheet.made_at, sheet.zone).date(), sheet.zone),
    )


def render_letters(
    letters: Iterable[LetterA | LetterB], *, paper: PaperSize = "a4", workers: int = 2
) -> Iterator[bytes]:
    """Print many letters side by side on `workers` threads; PDF bytes in the order given."""

    def render(letter: LetterA | LetterB) -> bytes:
        if isinstance(letter, LetterA):
            return render_letter_a(letter, paper=paper)
        return render_letter_b(letter, paper=paper)

    with ThreadPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(render, letters)


def _dress(head: Letterhead | None, imprint: Imprint, paper: PaperSize) -> dict[str, Any]:
    """Add what every PDF carries around its words: emblem, size, marks, foot line."""
    emblem = emblem_svg(head.emblem) if head else ""
    return {"emblem": emblem, **imprint_facts(imprint, paper)}
