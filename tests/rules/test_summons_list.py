"""The summons list: every person in exactly one place (architecture.md §6)."""

import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.findings.rules.words import Assessment, Basis, Conduct, FindingStatus
from server.people.rules.kinds import PersonKind, WorkTimeState
from server.summons.rules import (
    Bucket,
    Fact,
    LineState,
    Mark,
    SummonsList,
    consolidate,
    line_id,
    people_totals,
    person_key,
    persons,
    summons_list_wire,
    team_totals,
)

OPERATION = UUID(int=1)
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OPD, OTHER_OPD = UUID(int=500), UUID(int=501)
NIP = "198703122010011004"
EXAMPLES = 100  # of each property; more belongs to a drill, this suite is waited for
CONFIRMED, RECEIVED = FindingStatus.CONFIRMED, FindingStatus.RECEIVED


def fact(number: int, **changes: Any) -> Fact:
    """Return a confirmed finding in working time of one employee with no document."""
    values: dict[str, Any] = {
        "finding_id": UUID(int=number),
        "team_id": UUID(int=900),
        "captured_at": START + timedelta(minutes=number),
        "status": CONFIRMED,
        "kind": PersonKind.PNS,
        "employee_id": UUID(int=1000),
        "nip": NIP,
        "name": "BUDI SANTOSO",
        "opd_id": OPD,
        "opd_name": "Dinas Perhubungan",
    }
    return Fact(**(values | changes))


def stranger(number: int, **changes: Any) -> Fact:
    """Return a finding of somebody who is not in the roster."""
    return fact(number, **({"employee_id": None, "nip": None, "basis": Basis.CLAIMED} | changes))


def made(*facts: Fact, **states: LineState) -> SummonsList:
    return consolidate(facts, operation_id=OPERATION, line_states=states)


def only_bucket(found: SummonsList) -> str | None:
    assert found.people == 1
    assert found.difference == 0
    return found.not_listed[0].bucket if found.not_listed else None


def test_one_confirmed_finding_without_document_lists_the_person() -> None:
    found = made(fact(1))
    (opd,) = found.opds
    (line,) = opd.lines
    assert (opd.opd_id, opd.name) == (OPD, "Dinas Perhubungan")
    assert (line.name, line.document, line.status) == ("BUDI SANTOSO", "unassessed", "candidate")
    assert line.finding_ids == (UUID(int=1),)


def test_the_wire_has_exactly_the_contract_and_who_is_not_listed() -> None:
    wire = summons_list_wire(made(fact(1), stranger(2, status=FindingStatus.DISMISSED)))
    assert set(wire) == {"opds", "not_listed", "totals", "not_listed_people"}
    line = wire["opds"][0]["lines"][0]
    contract = ["line_id", "employee_id", "name", "nip", "kind", "job", "rank", "finding_ids"]
    assert list(line) == [*contract, "document", "status", "marks"]
    assert list(wire["not_listed"])[:9] == [
        "dismissed",
        "unconfirmed",
        "unidentified",
        "not_employee",
        "other_agency",
        "outsourced",
        "off_hours",
        "pending_document",
        "document_accepted",
    ]
    assert wire["totals"] == {
        "findings": 2,
        "repeat_findings": 0,
        "people": 2,
        "listed": 1,
        "not_listed": 1,
        "difference": 0,
    }
    assert [p["name"] for p in wire["not_listed_people"]["dismissed"]] == ["BUDI SANTOSO"]


@pytest.mark.parametrize(
    ("changes", "bucket"),
    [
        ({}, None),
        ({"status": FindingStatus.DISMISSED}, "dismissed"),
        ({"status": RECEIVED}, "unconfirmed"),
        ({"status": FindingStatus.REOPENED}, "unconfirmed"),
        ({"status": FindingStatus.MERGED}, "unconfirmed"),
        ({"status": FindingStatus.REFERRED}, "other_agency"),
        ({"kind": PersonKind.UNKNOWN}, "unidentified"),
        ({"employee_id": None, "basis": Basis.UNKNOWN}, "unidentified"),
        ({"employee_id": None, "flags": ("nip_name_mismatch",)}, "unidentified"),
        ({"employee_id": None, "name": None}, "unidentified"),
        ({"employee_id": None, "opd_id": None}, "unidentified"),
        ({"employee_id": None, "nip": None, "kind": PersonKind.NON_ASN}, None),
        ({"kind": PersonKind.NON_ASN}, None),
        ({"kind": PersonKind.CPNS}, None),
        ({"kind": PersonKind.PPPK}, None),
        ({"kind": PersonKind.PPPK_PART_TIME}, None),
        ({"kind": PersonKind.NOT_EMPLOYEE}, "not_employee"),
        ({"kind": PersonKind.OTHER_AGENCY}, "other_agency"),
        ({"kind": PersonKind.VILLAGE}, "other_agency"),
        ({"kind": PersonKind.MILITARY_POLICE}, "other_agency"),
        ({"kind": PersonKind.OUTSOURCED}, "outsourced"),
        ({"kind": PersonKind.OTHER_AGENCY, "employee_id": None, "opd_id": None}, "other_agency"),
        ({"work_time": WorkTimeState.OUTSIDE}, "off_hours"),
        ({"work_time": WorkTimeState.BREAK}, "off_hours"),
        ({"work_time": WorkTimeState.HOLIDAY}, "off_hours"),
        ({"work_time": WorkTimeState.DAY_OFF}, "off_hours"),
        ({"work_time": WorkTimeState.SHIFT}, None),
        ({"work_time": None}, None),
        ({"assessment": Assessment.PENDING}, "pending_document"),
        ({"assessment": Assessment.ACCEPTED}, "document_accepted"),
        ({"assessment": Assessment.ACCEPTED_LATE}, "document_accepted"),
        ({"assessment": Assessment.MISMATCH}, None),
        ({"assessment": Assessment.EXPIRED}, None),
        ({"conduct": Conduct.LEFT}, None),
        ({"conduct": Conduct.REFUSED}, None),
        # the first that fits, in the order of the contract
        ({"status": FindingStatus.DISMISSED, "kind": PersonKind.NOT_EMPLOYEE}, "dismissed"),
        ({"status": RECEIVED, "kind": PersonKind.UNKNOWN}, "unconfirmed"),
        ({"kind": PersonKind.OTHER_AGENCY, "assessment": Assessment.ACCEPTED}, "other_agency"),
        ({"kind": PersonKind.OUTSOURCED, "work_time": WorkTimeState.BREAK}, "outsourced"),
        ({"work_time": WorkTimeState.BREAK, "assessment": Assessment.ACCEPTED}, "off_hours"),
    ],
)
def test_one_finding_puts_its_person_in_one_place(changes: dict[str, Any], bucket: str) -> None:
    assert only_bucket(made(fact(1, **changes))) == bucket


ACCEPTED = {"assessment": Assessment.ACCEPTED}
PENDING = {"assessment": Assessment.PENDING}
OFF = {"work_time": WorkTimeState.OUTSIDE}
DISMISSED = {"status": FindingStatus.DISMISSED}
OPEN = {"status": RECEIVED}


@pytest.mark.parametrize(
    ("first", "second", "bucket"),
    [
        ({}, ACCEPTED, None),
        ({}, DISMISSED, None),
        ({}, PENDING, None),
        ({}, OFF, None),
        (ACCEPTED, PENDING, "pending_document"),
        (ACCEPTED, OFF, "document_accepted"),
        (ACCEPTED, OPEN, "document_accepted"),
        (PENDING, OFF, "pending_document"),
        (OFF, OFF, "off_hours"),
        (DISMISSED, OPEN, "unconfirmed"),
        (DISMISSED, ACCEPTED, "document_accepted"),
        (DISMISSED, DISMISSED, "dismissed"),
    ],
)
def test_two_findings_of_one_person_make_one_place(
    first: dict[str, Any], second: dict[str, Any], bucket: str
) -> None:
    for one, two in ((first, second), (second, first)):
        found = made(fact(1, **one), fact(2, **two))
        assert only_bucket(found) == bucket
        assert found.totals()["repeat_findings"] == 1


def test_a_person_seen_by_two_teams_has_one_line_with_both_findings() -> None:
    facts = (fact(1), fact(2, team_id=UUID(int=901)))
    found = made(*facts)
    assert found.opds[0].lines[0].finding_ids == (UUID(int=1), UUID(int=2))
    assert people_totals(facts).people == 1
    assert [card.people for card in team_totals(facts).values()] == [1, 1]


def test_a_line_carries_only_the_findings_that_list() -> None:
    line = made(fact(1, **ACCEPTED), fact(2), fact(3, **OFF)).opds[0].lines[0]
    assert line.finding_ids == (UUID(int=2),)


def test_a_number_without_roster_entry_joins_the_employee_with_that_number() -> None:
    found = made(fact(1), stranger(2, nip="19870312 201001 1 004", name="BUDI"))
    assert found.people == 1
    assert found.opds[0].lines[0].employee_id == UUID(int=1000)


def test_a_number_that_the_roster_gives_another_name_joins_nobody() -> None:
    found = made(fact(1), stranger(2, nip=NIP, flags=("nip_name_mismatch",)))
    assert found.people == 2
    assert found.buckets()["unidentified"] == 1


def test_a_number_two_employees_were_seen_with_joins_neither() -> None:
    found = made(fact(1), fact(2, employee_id=UUID(int=1001)), stranger(3, nip=NIP))
    assert found.people == 3


def test_a_damaged_number_is_no_key() -> None:
    found = made(stranger(1, nip="198703122010011000"), stranger(2, nip="198703122010011000"))
    assert found.people == 2


def test_persons_without_number_meet_only_by_hand() -> None:
    assert made(stranger(1), stranger(2)).people == 2
    by_hand = stranger(2, status=FindingStatus.MERGED, merged_into=UUID(int=1))
    found = made(stranger(1), by_hand)
    assert (found.people, found.listed, found.findings) == (1, 1, 2)
    assert found.opds[0].lines[0].finding_ids == (UUID(int=1), UUID(int=2))


def test_merging_into_a_nameless_finding_keeps_the_known_person() -> None:
    nameless = stranger(1, name=None, basis=Basis.UNKNOWN)
    known = fact(2, status=FindingStatus.MERGED, merged_into=UUID(int=1))
    found = made(nameless, known, fact(3))
    assert found.people == 1
    assert found.opds[0].lines[0].employee_id == UUID(int=1000)


def test_a_merged_finding_follows_its_target() -> None:
    merged = {"status": FindingStatus.MERGED, "merged_into": UUID(int=1)}
    assert only_bucket(made(fact(1, **DISMISSED), fact(2, **merged))) == "dismissed"
    assert only_bucket(made(fact(1, **ACCEPTED), fact(2, **merged))) == "document_accepted"


def test_merging_never_hides_a_paper_found_wanting() -> None:
    wanting = fact(
        2,
        status=FindingStatus.MERGED,
        merged_into=UUID(int=1),
        assessment=Assessment.MISMATCH,
    )
    assert only_bucket(made(fact(1, **ACCEPTED), wanting)) is None


def test_merges_in_a_circle_or_into_nothing_lose_nobody() -> None:
    circle = [
        stranger(1, status=FindingStatus.MERGED, merged_into=UUID(int=2)),
        stranger(2, status=FindingStatus.MERGED, merged_into=UUID(int=1)),
        stranger(3, status=FindingStatus.MERGED, merged_into=UUID(int=77)),
        stranger(4, status=FindingStatus.MERGED, merged_into=UUID(int=4)),
    ]
    found = made(*circle)
    assert (found.people, found.difference) == (3, 0)
    assert found.buckets()["unconfirmed"] == 3


def test_the_desk_can_take_a_line_off_and_it_stays_visible() -> None:
    key = person_key(fact(1))
    for state, bucket in ((LineState.EXCLUDED, "excluded"), (LineState.CLEARED, "cleared")):
        found = consolidate([fact(1)], operation_id=OPERATION, line_states={key: state})
        assert only_bucket(found) == bucket
        assert not found.not_listed[0].needs_correction


def test_a_called_person_whose_finding_falls_needs_a_correction() -> None:
    states = {person_key(fact(1)): LineState.CALLED}
    found = consolidate([fact(1, **DISMISSED)], operation_id=OPERATION, line_states=states)
    assert found.not_listed[0].needs_correction


def test_a_line_opened_under_an_older_key_stays_the_persons_line() -> None:
    before = stranger(1, nip=NIP)
    states = {person_key(before): LineState.CALLED}
    after = fact(1)
    found = consolidate([after], operation_id=OPERATION, line_states=states)
    assert found.opds[0].lines[0].status is LineState.CALLED


def test_a_line_of_its_own_counts_more_than_one_under_an_older_key() -> None:
    states = {
        person_key(fact(1)): LineState.LISTED,
        person_key(stranger(1, nip=NIP)): LineState.CALLED,
    }
    found = consolidate([fact(1)], operation_id=OPERATION, line_states=states)
    assert found.opds[0].lines[0].status is LineState.LISTED


def test_whoever_stands_in_the_roster_is_known_however_a_phone_put_it() -> None:
    assert only_bucket(made(fact(1, basis=Basis.UNKNOWN))) is None
    assert only_bucket(made(fact(1, flags=("nip_name_mismatch",)))) is None
    assert only_bucket(made(stranger(1, nip=NIP, flags=("nip_name_mismatch",)))) == "unidentified"


def test_a_line_id_is_the_same_everywhere_and_differs_between_operations() -> None:
    line = made(fact(1)).opds[0].lines[0]
    assert line.line_id == line_id(OPERATION, f"employee:{UUID(int=1000)}")
    assert line.line_id != line_id(UUID(int=2), line.person_key)


def test_own_staff_without_opd_is_listed_under_no_opd() -> None:
    (opd,) = made(fact(1, opd_id=None, opd_name=None)).opds
    assert (opd.opd_id, opd.name, len(opd.lines)) == (None, None, 1)


def test_marks_tell_what_a_reader_must_know() -> None:
    line = (
        made(
            stranger(
                1,
                kind=PersonKind.NON_ASN,
                conduct=Conduct.LEFT,
                work_time=WorkTimeState.SHIFT,
            )
        )
        .opds[0]
        .lines[0]
    )
    assert line.marks == (Mark.NON_ASN, Mark.CLAIMED, Mark.LEFT, Mark.SHIFT)


def test_ten_thousand_findings_are_sorted_fast_enough_to_wait_for() -> None:
    facts = [
        fact(
            n,
            employee_id=UUID(int=10_000 + n % 4_000) if n % 3 else None,
            nip=f"19870312201001{1 + n % 2}{1 + n % 900:03d}",
        )
        for n in range(10_000)
    ]
    begun = time.process_time()
    found = made(*facts)
    print(f"10,000 findings: {time.process_time() - begun:.2f} s")  # noqa: T201 - a figure
    assert (found.findings, found.difference) == (10_000, 0)


WORLD = st.lists(
    st.builds(
        fact,
        number=st.integers(1, 12),
        status=st.sampled_from(list(FindingStatus)[2:]),
        kind=st.sampled_from(PersonKind),
        basis=st.sampled_from(Basis),
        conduct=st.sampled_from(Conduct),
        assessment=st.sampled_from(Assessment),
        work_time=st.sampled_from([*WorkTimeState, None]),
        employee_id=st.sampled_from([None, UUID(int=1000), UUID(int=1001)]),
        nip=st.sampled_from([None, NIP, "198804172022212031", "nonsense"]),
        name=st.sampled_from([None, "BUDI", "SITI AMINAH"]),
        opd_id=st.sampled_from([None, OPD, OTHER_OPD]),
        opd_name=st.sampled_from([None, "Dishub", "Disdik"]),
        merged_into=st.none() | st.integers(1, 14).map(lambda n: UUID(int=n)),
        flags=st.sampled_from([(), ("nip_name_mismatch",)]),
        team_id=st.sampled_from([None, UUID(int=900), UUID(int=901)]),
    ),
    max_size=14,
)
STATES = st.dictionaries(
    st.sampled_from([f"employee:{UUID(int=1000)}", f"nip:{NIP}", f"finding:{UUID(int=3)}"]),
    st.sampled_from(LineState),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(WORLD, STATES, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_list(
    facts: list[Fact], states: dict[str, LineState], chance: random.Random
) -> None:
    again = facts + chance.choices(facts, k=5) if facts else []
    chance.shuffle(again)
    one = consolidate(facts, operation_id=OPERATION, line_states=states)
    assert consolidate(again, operation_id=OPERATION, line_states=states) == one
    assert people_totals(facts) == people_totals(again)


@settings(max_examples=EXAMPLES, deadline=None)
@given(WORLD, STATES)
def test_every_finding_and_every_person_is_in_exactly_one_place(
    facts: list[Fact], states: dict[str, LineState]
) -> None:
    ids = {one.finding_id for one in facts}
    grouped = Counter(one.finding_id for person in persons(facts) for one in person.facts)
    assert grouped == Counter(ids)
    found = consolidate(facts, operation_id=OPERATION, line_states=states)
    lines = [line for opd in found.opds for line in opd.lines]
    keys = [line.person_key for line in lines] + [one.person_key for one in found.not_listed]
    assert sorted(keys) == sorted(person.key for person in persons(facts))
    assert len({line.line_id for line in lines}) == len(lines)
    assert found.difference == 0
    assert sum(found.buckets().values()) == len(found.not_listed)
    assert found.findings == len(ids)


@settings(max_examples=EXAMPLES, deadline=None)
@given(WORLD)
def test_conduct_never_changes_the_list(facts: list[Fact]) -> None:
    calm = {f.finding_id: f._replace(conduct=Conduct.COOPERATIVE) for f in facts}.values()
    left = [f._replace(conduct=Conduct.LEFT) for f in calm]
    assert made(*calm).buckets() == made(*left).buckets()
    assert made(*calm).totals() == made(*left).totals()


@settings(max_examples=EXAMPLES, deadline=None)
@given(WORLD)
def test_the_board_adds_up(facts: list[Fact]) -> None:
    totals = people_totals(facts)
    parts = totals.asn + totals.non_asn + totals.other_agency + totals.unknown
    assert totals.people == parts + totals.outsourced + totals.not_employee
    for card in team_totals(facts).values():
        assert card.people == card.asn + card.non_asn + card.other <= totals.people
    dismissed = made(*facts).buckets()[Bucket.DISMISSED]
    assert totals.people == made(*facts).people - dismissed


def test_the_published_morning_counts_fifteen() -> None:
    def seen(team: int, kind: PersonKind, count: int, base: int) -> list[Fact]:
        return [
            fact(
                base + n,
                team_id=UUID(int=team),
                kind=kind,
                employee_id=UUID(int=5000 + base + n),
                nip=None,
                status=RECEIVED,
            )
            for n in range(count)
        ]

    facts = [
        *seen(2, PersonKind.PNS, 5, 100),
        *seen(2, PersonKind.NON_ASN, 4, 200),
        *seen(4, PersonKind.PPPK, 1, 300),
        *seen(4, PersonKind.NON_ASN, 1, 400),
        *seen(5, PersonKind.CPNS, 1, 500),
        *seen(5, PersonKind.NON_ASN, 3, 600),
    ]
    totals = people_totals(facts)
    assert (totals.people, totals.asn, totals.non_asn) == (15, 7, 8)
    cards = team_totals(facts)
    assert [cards[UUID(int=n)].people for n in (2, 4, 5)] == [9, 2, 4]
    assert (cards[UUID(int=5)].asn, cards[UUID(int=5)].non_asn) == (1, 3)


def test_a_lines_order_is_by_name() -> None:
    facts = [fact(n, employee_id=UUID(int=n), nip=None, name=name) for n, name in enumerate("CAB")]
    lines = made(*facts).opds[0].lines
    assert all((a.name or "") < (b.name or "") for a, b in pairwise(lines))
