"""A SIASN file that BKPSDM brought before the first sidak, so that the page of imports has a past.

The people of the city are fixed by their seed and stay as they are: some begin one step of the ladder lower
or in another OPD, and the file puts them where the city has them.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from server.accounts.models import User
from server.demo.records import City, CityEmployee
from server.demo.samples import csv_bytes
from server.demo.siasn import SIASN_COLUMNS, to_siasn_rows
from server.demo.trades import LADDER, RANKS
from server.people import service as people

OPD, BEFORE = "Dishub", "Diskominfo"  # whose file it is, and where two of its people came from
PROMOTED, MOVED = 9, 2


def as_before(city: City) -> dict[UUID, CityEmployee]:
    """Return the people whom the file changes, as they were before it."""
    opd, other = city.opd(OPD), city.opd(BEFORE)
    own = [who for who in city.employees if who.opd_id == opd.id and who.kind == "pns"]
    risen = [who for who in own if who.golongan in LADDER[1:]][:PROMOTED]
    found: dict[UUID, CityEmployee] = {}
    for who in risen:
        below = LADDER[LADDER.index(who.golongan or "") - 1]
        found[who.id] = replace(who, golongan=below, rank=RANKS[below])
    staff = [who for who in own if who.job_type == "Pelaksana" and who.id not in found]
    return found | {who.id: replace(who, opd_id=other.id) for who in staff[-MOVED:]}


def read_file(city: City) -> people.Brought:
    """Return the export of one OPD as a CSV, read as any file is; holds no lock."""
    rows = [row for row in to_siasn_rows(city) if row[-1] == city.opd(OPD).name]
    data = csv_bytes(SIASN_COLUMNS, rows)
    return people.read_roster(data, "csv", {})


def bring(file: people.Brought, by: User, day: date) -> int:
    """Compare and apply the file as the desk does; return how many people it changed."""
    one = people.take_roster(by, file, effective_on=day, today=day)
    people.apply_import(by, one, absent_left=False)
    return int(one.figures["applied"])
