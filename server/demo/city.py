"""Kota Contoh put together: `build_city` returns the same city for the same seed and date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from math import cos, sin

from server.demo.dice import Dice, ident
from server.demo.offices import OFFICES, Office
from server.demo.people import Post, make_people
from server.demo.permits import make_permits
from server.demo.records import (
    City,
    CityEmployee,
    CityLetterhead,
    CityOpd,
    CitySignatory,
    CityZone,
)
from server.demo.users import make_users
from server.demo.working_days import RAMADAN, make_holidays, make_schedules, working_day_from
from server.demo.zones import make_zones

SEED = 2026
PERSONNEL_OFFICER = "Kepala Subbagian Umum dan Kepegawaian"
_CENTRE = (113.2130, -7.7560)
_STREETS = ("Raya Contoh", "Merdeka Asri", "Pelabuhan Lama", "Taman Kota", "Ki Contoh", "Melati")


@dataclass(frozen=True, slots=True)
class _Payroll:
    """People and posts side by side."""

    people: list[CityEmployee]
    posts: list[Post]

    def first(self, office: Office, *, unit: str | None = None, title: str | None = None) -> int:
        for at, post in enumerate(self.posts):
            if post.office is office and post.unit == unit and title in {None, post.title}:
                return at
        raise KeyError(office.short, unit, title)


def _inside(spot: tuple[float, float], zone: CityZone) -> bool:
    """Tell whether a point lies in the box around a zone."""
    lons, lats = [lon for lon, _ in zone.ring], [lat for _, lat in zone.ring]
    return min(lons) < spot[0] < max(lons) and min(lats) < spot[1] < max(lats)


def _spots(total: int, reach: float, zones: tuple[CityZone, ...]) -> Iterator[tuple[float, float]]:
    """Give points on a spiral about the centre, none of them where a team looks for people."""
    lon, lat = _CENTRE
    for number in count():
        turn = number * 2.4  # close to the golden angle
        distance = reach * (0.25 + 0.75 * number / total)
        spot = (round(lon + distance * cos(turn), 6), round(lat + distance * 0.7 * sin(turn), 6))
        if not any(_inside(spot, zone) for zone in zones):
            yield spot


def _head_title(office: Office, person: CityEmployee) -> str:
    return f"Kepala {office.name}" if office.head_acting else person.job


def _make_opds(seed: int, payroll: _Payroll) -> tuple[CityOpd, ...]:
    opds = []
    spots = _spots(len(OFFICES), 0.017, make_zones(seed))
    for at, office in enumerate(OFFICES):
        head = payroll.people[payroll.first(office)]
        personnel = "Kepala Bagian Umum" if office.short == "Setda" else PERSONNEL_OFFICER
        lon, lat = next(spots)
        opds.append(
            CityOpd(
                id=ident(seed, "opd", office.code),
                code=office.code,
                name=office.name,
                short=office.short,
                aliases=office.aliases,
                parent_id=None,
                head_id=head.id,
                head_title=_head_title(office, head),
                head_acting=office.head_acting,
                personnel_officer_id=payroll.people[payroll.first(office, title=personnel)].id,
                address=f"Jalan {_STREETS[at % len(_STREETS)]} Nomor {3 + at * 4}, Kota Contoh",
                lon=lon,
                lat=lat,
                schedule=office.schedule,
            )
        )
    return tuple(opds)


def _make_units(seed: int, payroll: _Payroll) -> tuple[CityOpd, ...]:
    rows = [(office, at, unit) for office in OFFICES for at, unit in enumerate(office.units, 1)]
    units = []
    spots = _spots(len(rows), 0.03, make_zones(seed))
    for number, (office, at, unit) in enumerate(rows):
        head = payroll.people[payroll.first(office, unit=unit)]
        lon, lat = next(spots)
        units.append(
            CityOpd(
                id=ident(seed, "unit", office.code, unit),
                code=f"{office.code}.{at:02d}",
                name=unit,
                short=unit,
                aliases=(),
                parent_id=ident(seed, "opd", office.code),
                head_id=head.id,
                head_title=head.job,
                head_acting=False,
                personnel_officer_id=None,
                address=f"Jalan {_STREETS[at % len(_STREETS)]} Nomor {100 + number}, Kota Contoh",
                lon=lon,
                lat=lat,
                schedule=office.unit_schedule,
            )
        )
    return tuple(units)


def _make_signatories(seed: int, opds: dict[str, CityOpd]) -> tuple[CitySignatory, ...]:
    """Return who signs: BKPSDM for its letters, the Sekda for those about BKPSDM or heads."""

    def make(short: str, form: str, letters: tuple[str, ...]) -> CitySignatory:
        opd = opds[short]
        key = ident(seed, "signatory", short, form)
        return CitySignatory(key, opd.head_id, opd.head_title, form, letters)

    return (
        make("BKPSDM", "", ("a", "b", "referral", "correction")),
        make("Setda", "a.n. Wali Kota Contoh", ("a", "referral")),
        make("Dispopar", "Plt.", ("b",)),
    )


def demo_days(today: date) -> tuple[date, date]:
    """Return (published morning, open operation): the open one is today if offices work today.

    On a day off the open operation is the last working day, still open: on a Sunday everybody
    would rightly be judged off hours. The published morning is the working day before it.
    """
    open_day = working_day_from(today, -1)
    return working_day_from(open_day - timedelta(days=1), -1), open_day


def build_city(today: date, seed: int = SEED) -> City:
    """Return Kota Contoh: people depend on `seed` only, permits and days also on `today`."""
    payroll = _Payroll(*make_people(seed))
    opds = _make_opds(seed, payroll)
    by_short = {opd.short: opd for opd in opds}
    published_day, open_day = demo_days(today)
    people = tuple(payroll.people)
    return City(
        seed=seed,
        name="Kota Contoh",
        time_zone="Asia/Jakarta",
        published_day=published_day,
        open_day=open_day,
        opds=opds,
        units=_make_units(seed, payroll),
        employees=people,
        schedules=make_schedules(seed),
        holidays=make_holidays(tuple(range(published_day.year, today.year + 2))),
        ramadan=RAMADAN,
        permits=make_permits(Dice(f"permits/{seed}"), by_short, people, open_day),
        zones=make_zones(seed),
        users=make_users(seed, by_short, people),
        signatories=_make_signatories(seed, by_short),
        letterhead=CityLetterhead(
            government="PEMERINTAH KOTA CONTOH",
            agency="BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA",
            address=by_short["BKPSDM"].address,
            contact="Telepon (0335) 000000 · bkpsdm@kotacontoh.invalid",
            city="Contoh",
        ),
    )
