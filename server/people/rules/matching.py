"""Who is meant: candidates in order, with reasons, and the few cases a machine may decide.

Order (domain.md §2): the exact NIP, with a name that agrees; then, inside one OPD, at least two
independent attributes and a margin to the second best. One-word names and names with a namesake
never match automatically.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from rapidfuzz import fuzz

from server.people.rules.names import SAME_NAME, name_keys, name_similarity, names_agree
from server.people.rules.nip import check_nip, clean, near_misses

ENOUGH = 2  # independent attributes that must agree
MARGIN = 0.15  # lead over the second best, in score
SAME_JOB = 0.85
WORTH_SHOWING = 0.6  # name similarity from which a candidate is offered at all


class Reason(StrEnum):
    """An attribute that speaks for a candidate."""

    NIP = "nip"
    NIP_NEAR = "nip_near"
    NAME = "name"
    JOB = "job"
    BORN = "born"


class Hold(StrEnum):
    """Why nobody was matched automatically."""

    NAME_MISMATCH = "nip_name_mismatch"
    NO_NAME = "no_name"
    ONE_WORD = "one_word_name"
    NAMESAKE = "namesake"
    TOO_LITTLE = "too_few_attributes"
    NO_MARGIN = "no_margin"
    OTHER_OPD = "not_the_same_opd"
    NOBODY = "no_candidate"


WEIGHTS = {Reason.NIP_NEAR: 0.3, Reason.NAME: 0.4, Reason.JOB: 0.15, Reason.BORN: 0.15}


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known of somebody; `born` is an own statement, not read from the number."""

    nip: str | None = None
    name: str | None = None
    opd_id: UUID | None = None
    job: str | None = None
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A roster entry."""

    employee_id: UUID
    nip: str | None
    name: str
    opd_id: UUID | None = None
    job: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score (0 to 1) and what speaks for it."""

    candidate: Candidate
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The answer: `employee_id` only where a machine may decide, else `holds` says why not.

    `ranked` are the candidates for the desk, best first; `margin` is the lead of the first.
    """

    employee_id: UUID | None
    method: str | None
    score: float
    margin: float
    ranked: tuple[Scored, ...]
    holds: tuple[Hold, ...]


def identify(claim: Claim, roster: Iterable[Candidate], today: date) -> Match:
    """Match a claim against roster entries; stores of it keep method, score and who confirmed."""
    people = list(roster)
    exact = [one for one in people if claim.nip and clean(one.nip) == clean(claim.nip)]
    if len(exact) == 1 and clean(claim.nip):
        return _by_number(claim, exact[0])
    near = set(
        near_misses(claim.nip or "", (clean(one.nip) for one in people if _here(claim, one)))
    )
    scored = [_scored(claim, one, near, today) for one in people]
    ranked = sorted(
        (one for one in scored if one.reasons or _alike(claim, one.candidate) >= WORTH_SHOWING),
        key=lambda one: (-one.score, one.candidate.name, one.candidate.employee_id),
    )
    return _by_attributes(claim, ranked)


def namesakes(name: str | None, roster: Iterable[Candidate]) -> int:
    """Return how many roster entries share the matching key of `name`."""
    key = name_keys(name).key
    return sum(bool(key) and name_keys(one.name).key == key for one in roster)


def _by_number(claim: Claim, found: Candidate) -> Match:
    holds: tuple[Hold, ...] = ()
    if not name_keys(claim.name).key:
        holds = (Hold.NO_NAME,)
    elif not names_agree(claim.name, found.name):
        holds = (Hold.NAME_MISMATCH,)
    reasons = (Reason.NIP,) if holds else (Reason.NIP, Reason.NAME)
    ranked = (Scored(found, 1.0, reasons),)
    return Match(None if holds else found.employee_id, "nip", 1.0, 1.0, ranked, holds)


def _by_attributes(claim: Claim, ranked: list[Scored]) -> Match:
    if not ranked:
        return Match(None, None, 0.0, 0.0, (), (Hold.NOBODY,))
    best = ranked[0]
    margin = best.score - (ranked[1].score if len(ranked) > 1 else 0.0)
    key = name_keys(best.candidate.name).key
    shared = sum(name_keys(one.candidate.name).key == key for one in ranked)
    failing = {
        Hold.OTHER_OPD: not _here(claim, best.candidate),
        Hold.ONE_WORD: name_keys(claim.name).one_word or name_keys(best.candidate.name).one_word,
        Hold.NAMESAKE: shared > 1,
        Hold.TOO_LITTLE: len(best.reasons) < ENOUGH,
        Hold.NO_MARGIN: margin < MARGIN,
    }
    holds = tuple(hold for hold, true in failing.items() if true)
    decided = None if holds else best.candidate.employee_id
    return Match(decided, "attributes", best.score, margin, tuple(ranked), holds)


def _scored(claim: Claim, one: Candidate, near: set[str], today: date) -> Scored:
    alike = _alike(claim, one)
    born = check_nip(one.nip, today).born
    speaks = {
        Reason.NIP_NEAR: bool(one.nip) and clean(one.nip) in near,
        Reason.NAME: alike >= SAME_NAME,
        Reason.JOB: _same_job(claim.job, one.job),
        Reason.BORN: claim.born is not None and claim.born == born,
    }
    reasons = tuple(reason for reason, true in speaks.items() if true)
    # The name counts by its likeness even where it is not enough for a reason.
    rest = sum(WEIGHTS[reason] for reason in reasons if reason is not Reason.NAME)
    return Scored(one, round(rest + WEIGHTS[Reason.NAME] * alike, 4), reasons)


def _here(claim: Claim, one: Candidate) -> bool:
    return claim.opd_id is not None and claim.opd_id == one.opd_id


def _alike(claim: Claim, one: Candidate) -> float:
    return name_similarity(claim.name, one.name)


def _same_job(left: str | None, right: str | None) -> bool:
    if not left or not right:
        return False
    return fuzz.token_sort_ratio(left.upper(), right.upper()) / 100 >= SAME_JOB
