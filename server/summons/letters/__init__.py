"""Papers: frozen facts in, bytes out (PDF/A by Typst, DOCX, XLSX); no database, no web."""

from server.summons.letters.docx import docx_letter_a, docx_letter_b, docx_plain_letter
from server.summons.letters.flat import csv_summons_list, recap
from server.summons.letters.papers import (
    DEMO_EMBLEM,
    Appointment,
    Imprint,
    LetterA,
    LetterB,
    Letterhead,
    OpdSection,
    PaperSize,
    Person,
    Place,
    PlainLetter,
    Reconciliation,
    Signatory,
    SummonsListPaper,
    TeamMember,
    TeamReport,
)
from server.summons.letters.render import (
    render_letter_a,
    render_letter_b,
    render_letters,
    render_plain_letter,
    render_summons_list,
    render_team_report,
)
from server.summons.letters.sheets import xlsx_summons_list
from server.summons.letters.typesetting import TypesettingError, drawable

__all__ = [
    "DEMO_EMBLEM",
    "Appointment",
    "Imprint",
    "LetterA",
    "LetterB",
    "Letterhead",
    "OpdSection",
    "PaperSize",
    "Person",
    "Place",
    "PlainLetter",
    "Reconciliation",
    "Signatory",
    "SummonsListPaper",
    "TeamMember",
    "TeamReport",
    "TypesettingError",
    "csv_summons_list",
    "docx_letter_a",
    "docx_letter_b",
    "docx_plain_letter",
    "drawable",
    "recap",
    "render_letter_a",
    "render_letter_b",
    "render_letters",
    "render_plain_letter",
    "render_summons_list",
    "render_team_report",
    "xlsx_summons_list",
]
