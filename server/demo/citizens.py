"""What citizens of Kota Contoh reported in the days before: one new, one a case, one that has ended."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.demo.replay import Event
from server.tips.rules import Outcome, Verb
from server.tips.service import desk, public

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_Step = tuple[timedelta, str, Verb, dict[str, Any]]
# how long before now it came, what was said, and the steps of the desk (how much later, who, what)
_REPORTS: tuple[tuple[timedelta, dict[str, Any], tuple[_Step, ...]], ...] = (
    (
        6 * _DAY,
        {
            "what": "Dua orang berseragam dinas belanja di pasar hampir setiap Senin pagi.",
            "place": "Pasar Baru, blok sayur",
            "seen_time": "sekitar 09.00",
        },
        (
            (3 * _HOUR, "bkpsdm", Verb.TAKE, {"reason": "Mulai ditelaah"}),
            (
                _DAY,
                "bkpsdm",
                Verb.END,
                {
                    "reason": "Keduanya bertugas memantau harga, surat tugas sudah dilihat",
                    "outcome": str(Outcome.DISMISSED),
                },
            ),
        ),
    ),
    (
        2 * _DAY,
        {
            "what": "Video yang ramai kemarin: seorang pegawai berseragam duduk di kafe pada jam "
            "kerja. Wajahnya tidak terlihat jelas.",
            "place": "Kafe di Jalan Contoh Raya",
            "who": "Laki-laki, seragam cokelat, membawa tas hitam",
            "link": "https://video.contoh.id/v/12345",
        },
        ((2 * _HOUR, "bkpsdm", Verb.CASE, {"reason": "Sudah ramai di media sosial"}),),
    ),
    (
        5 * _HOUR,
        {
            "what": "Tiga orang berseragam dinas duduk di kedai kopi sejak pagi, mobil dinas "
            "diparkir di depan.",
            "place": "Kedai kopi dekat alun-alun",
            "seen_time": "08.30 sampai 10.00",
            "reporter": {"name": "Warga Contoh", "contact": "0800-0000-0000"},
        },
        (),
    ),
)


def tip_events(users: Mapping[str, User], now: datetime) -> list[Event]:
    """Return the reports and what the desk did with them, up to `now`."""
    events: list[Event] = []
    for before, said, steps in _REPORTS:
        came = now - before
        known: dict[str, UUID] = {}
        events.append(Event(came, _report(said, known)))
        events += [
            Event(came + later, _step(users[who], verb, more, known))
            for later, who, verb, more in steps
        ]
    return events


def _report(said: dict[str, Any], known: dict[str, UUID]) -> Callable[[], object]:
    empty = {"who": "", "link": "", "seen_time": "", "seen_on": None}

    def report() -> None:
        known["id"] = public.receive({**empty, **said}).tip.id

    return report


def _step(
    by: User, verb: Verb, more: dict[str, Any], known: dict[str, UUID]
) -> Callable[[], object]:
    def step() -> None:
        revision = desk.revision(known["id"])
        desk.step(by, known["id"], verb, {**more, "revision": revision})

    return step
