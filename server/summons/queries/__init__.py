"""Questions about lists, lines, letters and what they are printed with."""

from server.summons.queries.cases import (
    findings_of_case,
    photos_of_case,
    signed_letters_of,
    steps_of_line,
)
from server.summons.queries.due import (
    operations_waiting,
    operations_with_lines_in,
    operations_with_open_lines,
    promised_letters,
    undelivered,
    unread_answers,
)
from server.summons.queries.examinations import (
    examination,
    examinations_of,
    examinations_that_count,
    examined,
    lines_elsewhere,
)
from server.summons.queries.facts import Seen, facts, seen_in
from server.summons.queries.follow_up import (
    case_records_of,
    newest_records,
    next_record_number,
)
from server.summons.queries.letters import (
    drafters_of,
    hearings_from,
    letter,
    letter_by_token,
    letters_of,
    line_ids_of,
    newest_copy,
    open_draft,
    page_of,
    spoken_for,
    steps_of,
)
from server.summons.queries.lists import (
    DEAD,
    Listing,
    employees,
    listing,
    operation_of,
    operation_with_line,
    summons_list,
)
from server.summons.queries.own_letters import (
    hidden_from,
    own_letter,
    own_letters,
    signing_thing,
)
from server.summons.queries.paper import (
    letterhead,
    newest_template,
    sekda_id,
    signatories,
    signatory,
    template,
    templates,
)
from server.summons.queries.readers import readings
from server.summons.queries.walks import visits

__all__ = [
    "DEAD",
    "Listing",
    "Seen",
    "case_records_of",
    "drafters_of",
    "employees",
    "examination",
    "examinations_of",
    "examinations_that_count",
    "examined",
    "facts",
    "findings_of_case",
    "hearings_from",
    "hidden_from",
    "letter",
    "letter_by_token",
    "letterhead",
    "letters_of",
    "line_ids_of",
    "lines_elsewhere",
    "listing",
    "newest_copy",
    "newest_records",
    "newest_template",
    "next_record_number",
    "open_draft",
    "operation_of",
    "operation_with_line",
    "operations_waiting",
    "operations_with_lines_in",
    "operations_with_open_lines",
    "own_letter",
    "own_letters",
    "page_of",
    "photos_of_case",
    "promised_letters",
    "readings",
    "seen_in",
    "sekda_id",
    "signatories",
    "signatory",
    "signed_letters_of",
    "signing_thing",
    "spoken_for",
    "steps_of",
    "steps_of_line",
    "summons_list",
    "template",
    "templates",
    "undelivered",
    "unread_answers",
    "visits",
]
