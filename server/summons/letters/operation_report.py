"""The words of the report on one sidak to the head of the region."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from server.summons.letters import drawings, wording
from server.summons.letters.facts import NEUTRAL, head_facts, reconciliation_facts, signatory_facts
from server.summons.letters.glyphs import printable
from server.summons.letters.papers import MapZone, OperationReport, TeamFigures

MOST_BARS: Final = 12


def operation_report_facts(report: OperationReport) -> dict[str, Any]:
    """Give everything the report prints; its figures are those of the list's reconciliation.

    Raises ValueError where they do not add up.
    """
    paper = report.summons
    sums = reconciliation_facts(paper)
    buckets = [["- " + row["label"], row["count"]] for row in sums["buckets"] if row["count"]]
    results = [
        ["Orang yang ditemukan", sums["people"]],
        [f"{sums['listed_word']} untuk klarifikasi", sums["listed"]],
        ["Tidak dipanggil", sums["not_listed"]],
        *buckets,
        ["Selisih", sums["difference"]],
    ]
    return {
        "head": head_facts(paper.head),
        "place_date": f"{paper.head.city}, {wording.BLANK_DATE}",
        "number": wording.BLANK_NUMBER,
        "nature": "Terbatas",
        "subject": "Laporan hasil sidak",
        "addressee": report.addressee,
        "operation": paper.operation,
        "opening": _opening(report),
        "state": "terverifikasi" if paper.verified else "sementara",
        "results": results,
        "strong_rows": [0, len(results) - 1],
        "difference": sums["difference"],
        "counted": _counted(report, sums["findings"], sums["repeat_findings"]),
        "teams": [_team(one) for one in report.teams],
        "opds": [[opd.name, len(opd.persons)] for opd in paper.opds],
        "drawings": _drawings(report),
        "follow_up": [[name, people] for name, people in report.follow_up],
        "neutral": NEUTRAL.replace("Daftar tersebut", "Angka tersebut"),
        "closing": "Demikian dilaporkan, mohon petunjuk lebih lanjut.",
        "signatory": signatory_facts(report.signatory),
        "copies": list(report.copies),
    }


def _team(one: TeamFigures) -> list[str | int]:
    """Give a team's row; one that went nowhere has not reported, which is not the same as nihil."""
    if not one.places and not one.people:
        return [f"{one.name} (belum melapor)", "-", "-", "-"]
    return [one.name, one.places, one.nil, one.people]


def _opening(report: OperationReport) -> str:
    """Say what was done when, and on what order."""
    paper = report.summons
    basis = ""
    if report.assignment:
        basis = f" berdasarkan Surat Perintah Tugas Nomor {report.assignment}"
    return (
        f"Bersama ini dilaporkan pelaksanaan {wording.without_date(report.operation, paper.operation_date)} "
        f"pada hari "
        f"{wording.day_and_date(paper.operation_date)}{basis}, dengan hasil sebagai berikut."
    )


def _counted(report: OperationReport, findings: int, repeated: int) -> str:
    """Say how the figures were counted and of when they are."""
    paper = report.summons
    again = f", {repeated} di antaranya atas orang yang sama" if repeated else ""
    later = "" if paper.verified else " Angka dapat berubah sampai operasi ditutup dan diperiksa."
    return (
        f"Angka tersebut berasal dari {findings} temuan{again}; setiap orang dihitung satu kali. "
        f"Keadaan {wording.deadline(paper.as_of, paper.zone)}.{later}"
    )


def _drawings(report: OperationReport) -> dict[str, dict[str, str]]:
    """Draw what there is to draw: `svg`, and `alt` for whoever cannot see it."""
    found = {}
    if report.zones or report.marks:
        zones = [_printable(zone) for zone in report.zones]
        found["map"] = {
            "svg": drawings.sketch(zones, report.marks),
            "alt": f"Peta {len(report.zones)} zona dan {len(report.marks)} temuan, tanpa nama",
        }
    if report.hours:
        hours = [(f"{hour:02}.00", people) for hour, people in report.hours]
        said = ", ".join(f"pukul {hour} {people} orang" for hour, people in hours)
        found["hours"] = {"svg": drawings.columns(hours), "alt": f"Menurut jam: {said}"}
    rows = _bars(report)
    if rows:
        said = "; ".join(f"{name} {words}" for name, _, words in rows)
        found["opds"] = {"svg": drawings.bars(rows), "alt": f"Menurut perangkat daerah: {said}"}
    return found


def _printable(zone: MapZone) -> MapZone:
    """Return a zone whose name the font can write."""
    return replace(zone, name=printable(zone.name))


def _bars(report: OperationReport) -> list[tuple[str, int, str]]:
    """Give the offices with the most people first, with their rate; the many behind in one bar."""
    rows = [(printable(opd.name), len(opd.persons)) for opd in report.summons.opds]
    rows.sort(key=lambda row: (-row[1], row[0]))
    told = [(name, people, _rate(people, report.staff.get(name, 0))) for name, people in rows]
    if len(told) <= MOST_BARS:
        return told
    rest = sum(people for _, people, _ in told[MOST_BARS - 1 :])
    others = len(told) - MOST_BARS + 1
    return [*told[: MOST_BARS - 1], (f"{others} perangkat daerah lain", rest, f"{rest} orang")]


def _rate(people: int, staff: int) -> str:
    if not staff:
        return f"{people} orang"
    rate = f"{people * 1000 / staff:.1f}".replace(".", ",")
    return f"{people} orang ({rate} per 1.000)"
