"""docs/limits.md says the numbers that the code has."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

from server import app
from server.accounts import refusals
from server.accounts.rules import limits_of
from server.accounts.service import FREE_GUESSES, PAUSE
from server.core import fields, picture_door, sheet_door
from server.findings import schemas
from server.findings.service import replies
from server.operations.schemas import walk
from server.settings import Settings
from server.summons.letters import template_door
from server.tips.rules import MOST_PICTURES

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "limits.md").read_text()

# a room's routes hide modules of the same name behind their blueprints
late, templates, tips = map(
    import_module,
    ("server.findings.routes.late", "server.summons.routes.templates", "server.tips.routes"),
)


def megabytes(count: int) -> str:
    return f"{count // 1_000_000} MB"


def test_the_page_of_limits_says_what_the_code_has() -> None:
    said = (
        f"{megabytes(Settings.body_bytes)} (`SIDAK_BODY_BYTES`)",
        (
            f"{megabytes(Settings.photo_bytes)} (`SIDAK_PHOTO_BYTES`), "
            f"{picture_door.MOST_PIXELS // 1_000_000} million pixels, {schemas.MOST_PHOTOS} of a finding"
        ),
        f"{megabytes(tips.MOST_BYTES)}, {MOST_PICTURES} of a report",
        f"| PDF, JPEG, PNG | {megabytes(late.MOST_BYTES)} |",
        (
            f"{megabytes(Settings.file_bytes)} (`SIDAK_FILE_BYTES`), "
            f"{megabytes(sheet_door.MOST_INSIDE)} unpacked, {sheet_door.MOST_COLUMNS} columns, "
            f"{sheet_door.MOST_ROWS:,} rows"
        ),
        f"{megabytes(templates.MOST_BYTES)}, {megabytes(template_door.MOST_INSIDE)} unpacked",
        f"{walk.MOST_ZONES} areas at once",
        f"after {FREE_GUESSES} wrong ones a name pauses {PAUSE // timedelta(minutes=1)} minutes",
        f"{app.STRANGERS_A_MINUTE} a minute",
        f"{app.TIPS_A_MINUTE} a minute",
        f"| {replies.MOST} |",
        f"{refusals.MOST} rows a day",
        f"{fields.LARGEST_PAGE} rows",
    )
    for words in said:
        assert words in PAGE, words


def test_the_page_of_limits_says_how_long_a_session_lives() -> None:
    hours = timedelta(hours=1)
    (field, desk, admin) = (limits_of([role]) for role in ("officer", "bkpsdm", "admin"))
    words = f"field {field[0] // hours} and {field[1] // hours} hours, desk {desk[0] // hours} and "
    words += f"{desk[1] // hours} hours, admin {admin[0] // timedelta(minutes=1)} minutes and "
    assert f"{words}{admin[1] // hours} hours" in PAGE
