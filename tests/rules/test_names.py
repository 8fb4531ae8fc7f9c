"""Names and who is meant (domain.md §2)."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.people.rules import (
    Candidate,
    Claim,
    identify,
    name_keys,
    name_similarity,
    names_agree,
    namesakes,
    normalise_name,
)

TODAY = date(2026, 11, 23)
OPD, ELSEWHERE = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr. H. BUDI SANTOSO, S.T., M.Si", "Budi Santoso"),
        ("BUDI SANTOSO SH MH", "BUDI SANTOSO"),
        ("BUDI SANTOSO S.H. M.H.", "BUDI SANTOSO"),
        ("BUDI SANTOSO M. Si", "BUDI SANTOSO"),
        ("dr. SITI AMINAH Sp.A", "SITI AMINAH"),
        ("Dr. SITI AMINAH", "SITI AMINAH"),
        ("Prof. Dr. Ir. SITI AMINAH", "SITI AMINAH"),
        ("ST. AMINAH", "SITI AMINAH"),
        ("ST AMINAH", "SITTI AMINAH"),
        ("HJ. ST. AMINAH, S.T.", "SITI AMINAH"),
        ("AMINAH ST", "AMINAH"),
        ("M. RIZKI", "MUHAMMAD RIZKI"),
        ("MUH. RIZKI", "MOHAMMAD RIZKI"),
        ("MOCH. RIZKI", "MUHAMAD RIZKI"),
        ("ACHMAD FAUZI", "AHMAD FAUZI"),
        ("AKHMAD FAUZI", "AHMAD FAUZI"),
        ("ABD. RAHMAN", "ABDUL RACHMAN"),
        ("NOOR HASANAH", "NUR HASANAH"),
        ("NOR HASANAH", "NUR HASSANAH"),
        ("NOORHAYATI", "NURHAYATI"),
        ("NU'MAN", "NUMAN"),
        ("NU\u2019MAN", "NUMAN"),
        ("BUDI  SANTOSO", " budi santoso "),
    ],
)
def test_two_spellings_meet_in_one_key(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SOEKARNO", "SUKARNO"),
        ("TJAHJO", "CAHJO"),
        ("DJOKO SOESILO", "JOKO SUSILO"),
    ],
)
def test_old_spelling_meets_only_in_the_second_key(one: str, other: str) -> None:
    assert normalise_name(one) != normalise_name(other)
    assert name_keys(one).new_spelling == name_keys(other).new_spelling
    assert name_similarity(one, other) == 1


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("I MADE SUTA", "I MADE SUTA"),
        ("NI WAYAN SARI", "NI WAYAN SARI"),
        ("BUDI M", "BUDI M"),
        ("H. M. RIZKI", "MUHAMAD RIZKI"),
        ("SUPARNO", "SUPARNO"),
        ("MA", ""),
        ("", ""),
        (None, ""),
        ("...", ""),
        (", S.H.", ""),
    ],
)
def test_traps_of_names(raw: str | None, key: str) -> None:
    assert normalise_name(raw) == key


def test_a_shorter_form_agrees_but_another_name_does_not() -> None:
    assert names_agree("BUDI", "BUDI SANTOSO")
    assert names_agree("BUDI S.", "BUDI SANTOSO")
    assert names_agree("BUDI SANTOSA", "BUDI SANTOSO")
    assert not names_agree("SITI AMINAH", "BUDI SANTOSO")
    assert not names_agree(None, "BUDI SANTOSO")


@given(st.text(max_size=60))
def test_a_key_is_stable_and_any_text_has_one(raw: str) -> None:
    assert normalise_name(raw) == normalise_name(f"  {raw}")
    assert name_similarity(raw, raw) == (1 if normalise_name(raw) else 0)


def person(number: int, name: str, **changes: object) -> Candidate:
    values = {"nip": f"19870312201001{number % 2 + 1}{number:03d}", "opd_id": OPD, "job": None}
    return Candidate(UUID(int=number), name=name, **(values | changes))  # type: ignore[arg-type]


BUDI = person(4, "BUDI SANTOSO", job="Analis Anggaran")
SITI = person(7, "SITI AMINAH", job="Bendahara")
ROSTER = [BUDI, SITI, person(9, "SUPARNO", job="Pengemudi"), person(11, "RINA WATI")]


def test_the_exact_number_with_an_agreeing_name_decides() -> None:
    found = identify(Claim(nip="19870312 201001 1 004", name="Budi Santoso, S.E."), ROSTER, TODAY)
    assert (found.employee_id, found.method, found.holds) == (BUDI.employee_id, "nip", ())


def test_the_exact_number_with_another_name_is_never_accepted_silently() -> None:
    found = identify(Claim(nip=BUDI.nip, name="JOKO WIDAGDO"), ROSTER, TODAY)
    assert (found.employee_id, found.holds) == (None, ("nip_name_mismatch",))
    assert found.ranked[0].candidate is BUDI


def test_a_number_alone_is_for_a_person_to_decide() -> None:
    assert identify(Claim(nip=BUDI.nip), ROSTER, TODAY).holds == ("no_name",)


def test_name_and_job_in_one_opd_decide() -> None:
    claim = Claim(name="BUDI SANTOSA", opd_id=OPD, job="ANALIS ANGGARAN")
    found = identify(claim, ROSTER, TODAY)
    assert found.employee_id == BUDI.employee_id
    assert found.ranked[0].reasons == ("name", "job")
    assert found.margin > 0.15


def test_a_typing_slip_in_the_number_is_found_beside_the_name() -> None:
    claim = Claim(nip="198703122010011005", name="BUDI SANTOSO", opd_id=OPD)
    found = identify(claim, ROSTER, TODAY)
    assert found.employee_id == BUDI.employee_id
    assert "nip_near" in found.ranked[0].reasons


@pytest.mark.parametrize(
    ("claim", "hold"),
    [
        (Claim(name="BUDI SANTOSO", opd_id=OPD), "too_few_attributes"),
        (Claim(name="BUDI SANTOSO", job="Analis Anggaran"), "not_the_same_opd"),
        (
            Claim(name="BUDI SANTOSO", opd_id=ELSEWHERE, job="Analis Anggaran"),
            "not_the_same_opd",
        ),
        (Claim(name="SUPARNO", opd_id=OPD, job="Pengemudi"), "one_word_name"),
        (
            Claim(name="BUDI", opd_id=OPD, job="Analis Anggaran", born=date(1987, 3, 12)),
            "one_word_name",
        ),
        (Claim(name="ZAINAL QODIR"), "no_candidate"),
        (Claim(), "no_candidate"),
    ],
)
def test_too_little_never_decides(claim: Claim, hold: str) -> None:
    found = identify(claim, ROSTER, TODAY)
    assert found.employee_id is None
    assert hold in found.holds


def test_a_namesake_is_never_matched_automatically() -> None:
    twin = person(5, "Budi Santoso, S.H.", job="Pengemudi")
    claim = Claim(name="BUDI SANTOSO", opd_id=OPD, job="Analis Anggaran")
    found = identify(claim, [*ROSTER, twin], TODAY)
    assert found.employee_id is None
    assert "namesake" in found.holds
    assert namesakes("BUDI SANTOSO", [*ROSTER, twin]) == 2


NAMES = st.sampled_from(["BUDI SANTOSO", "BUDI SANTOSA", "SITI AMINAH", "SUPARNO", "RINA WATI"])


@given(
    st.lists(st.tuples(st.integers(1, 99), NAMES), max_size=6, unique_by=lambda row: row[0]),
    NAMES,
    st.sampled_from([None, "Pengemudi"]),
    st.permutations(range(6)),
)
def test_a_decision_is_never_a_guess(
    rows: list[tuple[int, str]], name: str, job: str | None, order: list[int]
) -> None:
    roster = [person(number, who, job="Pengemudi") for number, who in rows]
    claim = Claim(name=name, opd_id=OPD, job=job)
    found = identify(claim, roster, TODAY)
    shuffled = [roster[at] for at in order if at < len(roster)]
    assert identify(claim, shuffled, TODAY) == found
    if found.employee_id is not None:
        best = found.ranked[0]
        assert namesakes(best.candidate.name, roster) == 1
        assert len(best.reasons) >= 2
        assert found.margin >= 0.15
        assert not name_keys(name).one_word
