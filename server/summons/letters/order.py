"""The surat perintah tugas (SPT) of an operation: its words, and what it is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.summons.letters import wording
from server.summons.letters.facts import head_facts, signatory_facts
from server.summons.letters.papers import Imprint, Letterhead, Signatory

OUTSIDE = (
    "Memeriksa surat tugas, izin, atau cuti, dan memberi setiap orang kesempatan menjelaskan.",
    "Tidak mencatat di rumah, tempat ibadah, toilet, dan fasilitas kesehatan.",
    "Melaporkan hasilnya dengan berita acara tim pada hari itu juga.",
)
AT_OFFICES = (
    "Mencatat kehadiran setiap pegawai di kantor yang didatangi menurut daftar pegawai.",
    "Memeriksa surat tugas, izin, atau cuti dari setiap orang yang tidak berada di kantor.",
    "Melaporkan hasilnya dengan daftar hadir pada hari itu juga.",
)
SECRET = "RAHASIA sampai operasi dibuka: tidak diperlihatkan kepada yang tidak bertugas."  # noqa: S105


@dataclass(frozen=True, slots=True)
class Ordered:
    """Somebody who is sent; `duty` is koordinator or petugas."""

    name: str
    nip: str = ""
    rank: str = ""
    job: str = ""
    duty: str = "petugas"


@dataclass(frozen=True, slots=True)
class OrderedTeam:
    """A team with its members, coordinators first, and its places."""

    name: str
    members: tuple[Ordered, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """An SPT; without a number or a date it prints dots. `secret` until the operation is opened.

    `office`: the teams go to offices and ask who is missing, instead of who is found outside.
    """

    head: Letterhead
    zone: str
    operation: str
    starts: datetime
    ends: datetime
    basis: tuple[str, ...]
    teams: tuple[OrderedTeam, ...]
    signatory: Signatory
    number: str = ""
    dated: date | None = None
    secret: bool = True
    office: bool = False
    copies: tuple[str, ...] = ()
    imprint: Imprint = field(default_factory=Imprint)


def order_facts(order: OrderPaper) -> dict[str, Any]:
    """Give everything an SPT prints; one without anybody raises ValueError."""
    people = [one for team in order.teams for one in team.members]
    if not people:
        raise ValueError("an SPT sends somebody")
    day = wording.local(order.starts, order.zone).date()
    by = "tim dan tempat" if any(team.places for team in order.teams) else "tim"
    return {
        "head": head_facts(order.head),
        "number": order.number or wording.BLANK_NUMBER,
        "basis": list(order.basis),
        "count": wording.counted(len(people)),
        "task": (
            f"Melaksanakan {wording.without_date(order.operation, day)} pada hari "
            f"{wording.day_and_date(day)}, "
            f"{wording.hours(order.starts, order.ends, order.zone)}, menurut {by} di bawah ini."
        ),
        "duties": list(AT_OFFICES if order.office else OUTSIDE),
        "teams": [
            {
                "name": team.name,
                "places": ", ".join(team.places),
                "members": [_member(one) for one in team.members],
            }
            for team in order.teams
            if team.members
        ],
        "secret": SECRET if order.secret else "",
        "closing": "Demikian surat perintah tugas ini untuk dilaksanakan dengan penuh tanggung jawab.",
        "place_date": (
            f"{order.head.city}, "
            f"{wording.full_date(order.dated) if order.dated else wording.BLANK_DATE}"
        ),
        "signatory": signatory_facts(order.signatory),
        "copies": list(order.copies),
    }


def _member(one: Ordered) -> dict[str, str]:
    return {
        "name": one.name,
        "nip": wording.nip(one.nip) if one.nip else "-",
        "rank": one.rank or "-",
        "job": one.job or "-",
        "duty": one.duty,
    }
