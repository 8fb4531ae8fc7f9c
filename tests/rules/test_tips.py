"""Every report can end, recognised or not, and what its reporter reads names nobody and no plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.tips.rules import (
    SENTENCES,
    Outcome,
    TipState,
    Verb,
    next_state,
    outcomes,
    read_receipt,
    told,
    verbs,
    work_done,
)


@pytest.mark.parametrize("identified", [True, False])
def test_every_state_has_an_end_and_the_end_has_no_other_step_than_to_look_again(
    identified: bool,  # noqa: FBT001 - a parameter
) -> None:
    for state in set(TipState) - {TipState.ENDED}:
        assert next_state(state, Verb.END) is TipState.ENDED
        assert outcomes(state, identified=identified)
    assert outcomes(TipState.ENDED, identified=identified) == ()
    assert verbs(TipState.ENDED) == (Verb.REOPEN,)


def test_nobody_recognised_is_an_end_of_a_case_and_not_of_a_known_person() -> None:
    assert Outcome.UNIDENTIFIED in outcomes(TipState.CASE, identified=False)
    assert Outcome.UNIDENTIFIED not in outcomes(TipState.CASE, identified=True)


def test_a_target_sounds_like_any_report_that_is_looked_at() -> None:
    one = told(TipState.LOOKING, None)
    assert told(TipState.TARGET, None) == told(TipState.CASE, None) == one
    assert set(SENTENCES) == set(Outcome)
    for sentence in (one.sentence, *SENTENCES.values()):
        assert "sidak" not in sentence.lower()


@given(st.text(max_size=24))
def test_a_receipt_is_sixteen_digits_however_they_are_spaced(typed: str) -> None:
    found = read_receipt(typed)
    assert found is None or (len(found) == 16 and found.isascii() and found.isdigit())
    assert read_receipt("1234 5678-9012\u00a03456") == "1234567890123456"
    assert read_receipt("١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦") is None


def test_more_bits_are_more_work() -> None:
    done = [bits for bits in range(1, 24) if work_done("contoh", 7, bits)]
    assert done == list(range(1, len(done) + 1))
