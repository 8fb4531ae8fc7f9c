import re
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from shapely.geometry import Point, Polygon

from server.demo.hard_cases import open_operation
from server.demo.photos import draw_photo
from server.demo.plan import PlannedFinding, PlannedOperation, finding_body
from server.demo.records import City
from server.demo.stage import Stage

ASN = {"pns", "cpns", "pppk", "pppk_part_time"}
BANNED = re.compile(r"pelanggar(?!an)|oknum|bolos|terciduk|terjaring|kabur|honorer", re.IGNORECASE)


def both(published: PlannedOperation, opened: PlannedOperation) -> list[PlannedFinding]:
    return [*published.findings, *opened.findings]


def split(findings: list[PlannedFinding]) -> tuple[int, int]:
    kinds = [finding.identity["kind"] for finding in findings]
    return sum(kind in ASN for kind in kinds), kinds.count("non_asn")


def test_the_published_morning_is_15_people_7_asn_and_8_non_asn(
    published: PlannedOperation,
) -> None:
    people = {f.identity["employee_id"] or f.identity["name"] for f in published.findings}
    assert len(people) == len(published.findings) == 15
    assert split(list(published.findings)) == (7, 8)


def test_the_published_teams_are_0_9_none_2_4(published: PlannedOperation) -> None:
    per_team = Counter(finding.team for finding in published.findings)
    assert [per_team[number] for number in range(1, 6)] == [0, 9, 0, 2, 4]
    assert split([f for f in published.findings if f.team == 5]) == (1, 3)
    assert split([f for f in published.findings if f.team in {2, 4}]) == (6, 5)


def test_team_1_is_nihil_at_three_places_and_team_3_has_not_reported(
    published: PlannedOperation,
) -> None:
    assert [v.nihil for v in published.visits if v.team == 1] == [True, True, True]
    assert not [v for v in published.visits if v.team == 3]
    assert [team.number for team in published.teams if team.closed_at is None] == [3]


def test_the_sekda_leads_team_1_and_the_inspektur_team_5(published: PlannedOperation) -> None:
    leads = {team.number: team.coordinator for team in published.teams}
    assert leads[1] == "sekda"
    assert leads[5] == "koordinator5"


def test_zones_are_valid_apart_and_hold_their_places(city: City) -> None:
    shapes = {zone.team: Polygon(zone.ring) for zone in city.zones}
    assert sorted(shapes) == [1, 2, 3, 4, 5]
    for zone in city.zones:
        assert zone.ring[0] == zone.ring[-1]
        assert shapes[zone.team].is_valid
        for place in zone.places:
            assert shapes[zone.team].contains(Point(place.lon, place.lat)), place.name
        for other, shape in shapes.items():
            assert other == zone.team or not shape.intersects(shapes[zone.team])


def test_no_office_stands_where_a_team_looks(city: City) -> None:
    for zone in city.zones:
        shape = Polygon(zone.ring)
        for opd in (*city.opds, *city.units):
            assert not shape.contains(Point(opd.lon, opd.lat)), opd.short


def test_every_finding_and_visit_lies_inside_the_zone_of_its_team(
    published: PlannedOperation, opened: PlannedOperation
) -> None:
    shapes = {team.number: Polygon(team.zone.ring) for team in opened.teams}
    for row in (*both(published, opened), *published.visits, *opened.visits):
        assert shapes[row.team].contains(Point(row.lon, row.lat)), row


def test_the_open_operation_has_every_hard_case(opened: PlannedOperation) -> None:
    outcomes = Counter(step.outcome for f in opened.findings for step in f.desk)
    assert (outcomes["accepted"], outcomes["mismatch"], outcomes["pending"]) == (2, 1, 2)
    kinds = Counter(finding.identity["kind"] for finding in opened.findings)
    assert kinds["other_agency"] == kinds["unknown"] == 1
    left = [finding for finding in opened.findings if finding.conduct == "left"]
    assert [finding.identity["basis"] for finding in left] == ["known"]
    seen: dict[str, set[int]] = {}
    for finding in opened.findings:
        if finding.identity["employee_id"]:
            seen.setdefault(finding.identity["employee_id"], set()).add(finding.team)
    assert [teams for teams in seen.values() if len(teams) > 1] == [{1, 5}]


def test_the_expected_figures_of_the_open_operation_balance(opened: PlannedOperation) -> None:
    expected = opened.expected
    assert expected["findings"] == len(opened.findings)
    assert expected["people"] == expected["findings"] - expected["repeat_findings"]
    kept_off = sum(expected["not_listed"].values())
    assert expected["people"] - expected["listed"] - kept_off == expected["difference"] == 0


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 23, 4, 0, tzinfo=UTC), "2026-11-23T16:00:00+07:00"),
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "2026-11-24T16:00:00+07:00"),
    ],
)
def test_one_promise_has_expired_and_one_is_still_running(
    city: City, now: datetime, due: str
) -> None:
    plan = open_operation(city, now)
    dues = sorted(step.due_at for f in plan.findings for step in f.desk if step.due_at)
    assert dues[0] < now < dues[1]
    assert dues[1].isoformat() == due


def test_letters_that_were_shown_are_registered(opened: PlannedOperation) -> None:
    registered = {str(permit.id): permit for permit in opened.permits}
    shown = [f for f in opened.findings if f.document["permit_id"]]
    assert len(shown) == len(registered) == 3
    for finding in shown:
        permit = registered[finding.document["permit_id"]]
        assert [str(who) for who in permit.employee_ids] == [finding.identity["employee_id"]]
        assert permit.registered_at < opened.starts_at


def test_nobody_who_runs_the_operations_is_found(
    city: City, published: PlannedOperation, opened: PlannedOperation
) -> None:
    found = [finding.identity["employee_id"] for finding in both(published, opened)]
    staff = {str(user.employee_id) for user in city.users}
    assert not staff & set(found)
    known = {str(who.id) for who in city.employees} | {None}
    assert set(found) <= known


def test_a_stage_never_offers_who_runs_the_operation(city: City) -> None:
    stage = Stage(city, "published", datetime(2026, 11, 20, 2, 0, tzinfo=UTC))
    offered = set()
    for kind in ("pns", "cpns"):
        with suppress(KeyError):
            while True:
                offered.add(stage.person("BKPSDM", kind).id)
    assert len(offered) > 10
    assert not offered & {user.employee_id for user in city.users}


def test_people_who_are_typed_are_not_in_the_roster(
    city: City, published: PlannedOperation, opened: PlannedOperation
) -> None:
    names = {who.full_name for who in city.employees} | {who.name for who in city.employees}
    typed = [f.identity for f in both(published, opened) if not f.identity["employee_id"]]
    assert len(typed) == 5
    assert not {row["name"] for row in typed} & names


def test_no_banned_word_is_in_a_plan(
    city: City, published: PlannedOperation, opened: PlannedOperation
) -> None:
    assert not BANNED.search(repr((published, opened, city.users, city.permits)))


def test_a_planned_finding_becomes_the_wire_body(opened: PlannedOperation) -> None:
    finding = opened.findings[0]
    body = finding_body(
        finding,
        operation_id=opened.id,
        team_id=opened.teams[0].id,
        author_id=finding.id,
        photos=[],
    )
    assert body["captured_at"] == "2026-11-23T01:39:00Z"
    assert body["position"]["lon"] == finding.lon
    assert set(body["document"]) >= {"observed", "permit_id", "answers", "qr_text"}


def test_photos_are_the_same_bytes_again_and_carry_no_exif(opened: PlannedOperation) -> None:
    photos = [photo for finding in opened.findings for photo in finding.photos]
    letter = next(photo for photo in photos if photo.kind == "letter")
    for photo in (photos[0], letter):
        data = draw_photo(photo)
        assert data == draw_photo(photo)
        assert 30_000 < len(data) < 120_000
        with Image.open(BytesIO(data)) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) <= 1280
            assert not picture.getexif()
