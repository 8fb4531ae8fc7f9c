"""The words of a team's berita acara."""

from __future__ import annotations

from typing import Any

from server.summons.letters import wording
from server.summons.letters.facts import head_facts, person_facts
from server.summons.letters.papers import TeamReport


def team_report_facts(report: TeamReport) -> dict[str, Any]:
    """Give everything a berita acara prints; a team without members raises ValueError."""
    if not report.members:
        raise ValueError("a berita acara needs somebody who signs it")
    day = wording.local(report.starts, report.zone).date()
    return {
        "head": head_facts(report.head),
        "title": "BERITA ACARA TAMBAHAN" if report.addendum else "BERITA ACARA",
        "operation": report.operation,
        "team": report.team,
        "number": report.number or wording.BLANK_NUMBER,
        "opening": _opening(report),
        "places": [
            {
                "name": place.name,
                "at": wording.clock(place.at, report.zone),
                "result": f"{place.people} orang" if place.people else "nihil",
            }
            for place in report.places
        ],
        "result": _result(report),
        "persons": [person_facts(person, report.zone, day) for person in report.persons],
        "closing": (
            "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana "
            "mestinya."
        ),
        "place_date": f"{report.head.city}, {wording.full_date(day)}",
        "members": [
            {
                "name": member.name,
                "nip": wording.nip(member.nip) if member.nip else "",
                "duty": member.duty,
            }
            for member in report.members
        ],
        "checkpoint": report.checkpoint,
    }


def _opening(report: TeamReport) -> str:
    """Say who did what, when and on what basis."""
    day = wording.day_and_date(wording.local(report.starts, report.zone).date())
    span = wording.hours(report.starts, report.until, report.zone)
    basis = ""
    if report.assignment:
        basis = f" berdasarkan Surat Perintah Tugas Nomor {report.assignment}"
    return (
        f"Pada hari {day}, {span}, kami yang bertanda tangan di bawah ini, {report.team}, telah "
        f"melaksanakan {report.operation}{basis} dengan hasil sebagai berikut."
    )


def _result(report: TeamReport) -> str:
    """Say how many were found; nihil is a result of its own."""
    if not report.persons:
        return "Nihil: tidak ditemukan pegawai di luar kantor pada jam kerja di lokasi tersebut."
    count = wording.counted(len(report.persons))
    return f"Ditemukan {count} orang, dicatat sebagai temuan yang masih memerlukan klarifikasi."
