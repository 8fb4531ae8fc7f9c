import hashlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from server.demo.city import build_city, demo_days
from server.demo.dice import Dice
from server.demo.names import name_shares
from server.demo.people import Registry
from server.demo.records import City, CityEmployee
from server.demo.siasn import SIASN_COLUMNS, to_siasn_rows
from server.demo.trades import RANKS
from server.demo.working_days import demo_today, make_holidays

# of (id, nip, name, job) of everybody: two machines show the same city
PEOPLE_HASH = "85d207230d515f2e"
ASN = {"pns", "cpns", "pppk", "pppk_part_time"}


def people_hash(city: City) -> str:
    rows = [(str(who.id), who.nip, who.full_name, who.job) for who in city.employees]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def test_the_seed_gives_the_same_people_on_every_machine(city: City) -> None:
    assert people_hash(city) == PEOPLE_HASH


def test_the_same_seed_and_day_give_an_equal_city(city: City) -> None:
    assert build_city(date(2026, 11, 23)) == city


def test_another_day_shows_the_same_people(city: City) -> None:
    assert build_city(date(2027, 3, 1)).employees == city.employees


def test_another_seed_shows_other_people(city: City) -> None:
    assert people_hash(build_city(date(2026, 11, 23), seed=7)) != people_hash(city)


def test_5000_employees_work_in_30_opds_and_half_of_them_in_three(city: City) -> None:
    assert len(city.employees) == 5000
    assert len(city.opds) == 30
    big = {city.opd(short).id for short in ("Disdikbud", "DinkesPPKB", "RSUD")}
    assert sum(1 for who in city.employees if who.opd_id in big) == 2500


def test_name_shares_are_those_of_a_real_roster(city: City) -> None:
    one_word, shared = name_shares([who.name for who in city.employees])
    assert abs(one_word - 0.27) < 0.01
    assert abs(shared - 0.17) < 0.01


def test_namesakes_sit_inside_one_opd(city: City) -> None:
    seen = Counter((who.opd_id, who.name) for who in city.employees)
    assert sum(1 for times in seen.values() if times > 1) >= 20


def test_names_carry_variants_and_titles(city: City) -> None:
    words = Counter(word for who in city.employees for word in who.name.split())
    for word in ("MOH.", "MUHAMMAD", "M.", "ACHMAD", "NUR", "NOOR", "ABD.", "ST."):
        assert words[word] >= 3, word
    fronts = Counter(who.front_title for who in city.employees)
    assert fronts["dr."] >= 10
    assert fronts["Dr."] >= 1
    backs = " ".join(who.back_title or "" for who in city.employees)
    for title in ("S.E.", "S.T.", "M.Si.", "A.Md.Kep."):
        assert title in backs


def assert_number_fits(who: CityEmployee) -> None:
    assert who.nip is not None
    assert len(who.nip) == 18
    assert who.nip.isdigit()
    assert who.nip[:8] == f"{who.birth_date:%Y%m%d}"
    assert who.nip[8:12] == f"{who.appointed:%Y}"
    if who.kind in {"pns", "cpns"}:
        assert who.nip[12:14] == f"{who.appointed:%m}"
    else:
        assert who.nip[12:14] in {"21", "22"}
    assert who.nip[14] == {"m": "1", "f": "2"}[who.sex]
    assert who.nip[15:] != "000"
    age = who.appointed - who.birth_date
    assert age >= timedelta(days=17 * 365 + 5)


def test_every_nip_fits_birth_appointment_and_sex(city: City) -> None:
    for who in city.employees:
        if who.kind in ASN:
            assert_number_fits(who)
        else:
            assert who.nip is None


def test_no_number_and_no_id_is_given_twice(city: City) -> None:
    nips = [who.nip for who in city.employees if who.nip]
    assert len(nips) == len(set(nips))
    things = (*city.employees, *city.opds, *city.units, *city.permits, *city.zones, *city.users)
    assert len({thing.id for thing in things}) == len(things)


def test_a_number_is_never_issued_twice() -> None:
    dice, registry = Dice(1), Registry()
    numbers = [registry.issue(dice, "198703122010011") for _ in range(38)]
    assert len(set(numbers)) == 38


def test_rank_follows_the_status(city: City) -> None:
    for who in city.employees:
        if who.kind in {"pns", "cpns"}:
            assert who.rank == RANKS[who.golongan or ""]
        elif who.kind == "pppk":
            assert who.golongan in {"V", "VII", "IX", "X"}
            assert who.rank is None
        else:
            assert who.golongan is None
            assert who.rank is None


def test_all_statuses_are_there(city: City) -> None:
    kinds = Counter(who.kind for who in city.employees)
    assert kinds["pns"] > 2500
    assert 200 <= kinds["non_asn"] <= 400
    assert min(kinds["cpns"], kinds["pppk"], kinds["pppk_part_time"]) >= 100


def test_most_people_have_a_superior_and_nobody_is_in_a_circle(city: City) -> None:
    by_id = {who.id: who for who in city.employees}
    missing = sum(1 for who in city.employees if who.superior_id is None)
    assert 100 <= missing <= 400
    for who in city.employees:
        steps = 0
        while who.superior_id is not None:
            who, steps = by_id[who.superior_id], steps + 1  # noqa: PLW2901
            assert steps < 6


def test_every_opd_has_a_head_and_one_of_them_is_acting(city: City) -> None:
    by_id = {who.id: who for who in city.employees}
    for opd in city.opds:
        assert by_id[opd.head_id].opd_id == opd.id
        assert opd.personnel_officer_id in by_id
    assert [opd.short for opd in city.opds if opd.head_acting] == ["Dispopar"]
    parents = {opd.id for opd in city.opds}
    assert {unit.parent_id for unit in city.units} <= parents
    units = {unit.id for unit in city.units}
    assert {who.unit_id for who in city.employees if who.unit_id} == units


def test_hours_add_up_to_the_week_of_the_regulation(city: City) -> None:
    for schedule in city.schedules:
        if not schedule.shift:
            assert sum(day.minutes for day in schedule.days) == 37 * 60 + 30
            assert sum(day.minutes for day in schedule.ramadan_days) == 32 * 60 + 30
    codes = {schedule.code for schedule in city.schedules}
    assert {opd.schedule for opd in (*city.opds, *city.units)} == codes


def test_calendar_holds_shared_leave_and_marks_estimates(city: City) -> None:
    of_2026 = Counter(row.category for row in city.holidays if row.day.year == 2026)
    assert of_2026 == {"public": 17, "government": 8}
    estimated = [row for row in city.holidays if row.provisional]
    assert estimated
    assert all(row.day.year == 2027 for row in estimated)


def test_the_open_day_is_today_only_if_offices_work() -> None:
    assert demo_days(date(2026, 11, 23)) == (date(2026, 11, 20), date(2026, 11, 23))
    assert demo_days(date(2026, 11, 22)) == (date(2026, 11, 19), date(2026, 11, 20))
    # 24 December is cuti bersama, 25 Christmas
    assert demo_days(date(2026, 12, 28)) == (date(2026, 12, 23), date(2026, 12, 28))
    off = {row.day for row in make_holidays((2026, 2027))}
    days = [date(2026, 1, 5) + timedelta(days=step) for step in range(600)]
    for day in days:
        published, opened = demo_days(day)
        assert published < opened <= day
        assert not {published, opened} & off
    assert all(demo_days(a)[1] <= demo_days(b)[1] for a, b in pairwise(days))


def test_before_the_morning_is_over_the_demo_uses_the_day_before() -> None:
    assert demo_today(datetime(2026, 11, 24, 3, 29, tzinfo=UTC)) == date(2026, 11, 23)
    assert demo_today(datetime(2026, 11, 24, 3, 30, tzinfo=UTC)) == date(2026, 11, 24)


def test_permits_name_staff_of_the_signers_opd(city: City) -> None:
    by_id = {who.id: who for who in city.employees}
    assert len(city.permits) >= 50
    for permit in city.permits:
        opds = {by_id[person].opd_id for person in permit.employee_ids}
        assert opds == {by_id[permit.signer_id].opd_id}
        assert permit.registered_at <= permit.valid_from < permit.valid_to


def test_the_roster_can_be_written_as_the_short_siasn_export(city: City) -> None:
    rows = to_siasn_rows(city)
    assert len(rows) == sum(1 for who in city.employees if who.kind in ASN)
    assert all(len(row) == len(SIASN_COLUMNS) for row in rows)
    assert {row[2] for row in rows} == {"PNS", "CPNS", "PPPK", "PPPK PARUH WAKTU"}


def test_users_are_the_accounts_of_the_contract(city: City) -> None:
    numbered = [f"{role}{number}" for role in ("koordinator", "petugas") for number in range(1, 6)]
    named = ["admin", "sekda", "bkpsdm", "kepala-bkpsdm", "inspektorat", "opd-pendidikan"]
    assert sorted(user.username for user in city.users) == sorted(named + numbered)
    assert len({user.employee_id for user in city.users}) == len(city.users)
