"""The pure meaning of lists, lines and letters."""

from server.summons.rules.consolidate import (
    Bucket,
    Line,
    Mark,
    NotListed,
    OpdList,
    SummonsList,
    consolidate,
    line_id,
    place,
)
from server.summons.rules.facts import Fact, Person, person_key, persons
from server.summons.rules.states import (
    LETTER_STEPS,
    LINE_STEPS,
    LetterState,
    LineState,
    SamePerson,
    apart,
    letter_step,
    line_step,
)
from server.summons.rules.totals import (
    OpdTotal,
    PeopleTotals,
    TeamTotals,
    opd_totals,
    people_totals,
    team_totals,
)
from server.summons.rules.wire import summons_list_wire

__all__ = [
    "LETTER_STEPS",
    "LINE_STEPS",
    "Bucket",
    "Fact",
    "LetterState",
    "Line",
    "LineState",
    "Mark",
    "NotListed",
    "OpdList",
    "OpdTotal",
    "PeopleTotals",
    "Person",
    "SamePerson",
    "SummonsList",
    "TeamTotals",
    "apart",
    "consolidate",
    "letter_step",
    "line_id",
    "line_step",
    "opd_totals",
    "people_totals",
    "person_key",
    "persons",
    "place",
    "summons_list_wire",
    "team_totals",
]
