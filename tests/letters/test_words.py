import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from letter_samples import letter_a, letter_b, operation_report, summons_list, team_report

from server.summons import letters
from server.summons.letters import (
    docx_letter,
    recap,
    render_letter_a,
    render_letter_b,
    render_operation_report,
    render_summons_list,
    render_team_report,
    xlsx_summons_list,
)
from server.summons.letters.examination import lost_words
from server.summons.letters.operation_report import MOST_BARS, _bars
from server.summons.models import Examination, Letter
from server.summons.service.examination_look import checkpoint
from server.summons.service.proof import address_of
from server.summons.service.reports import ASN_KINDS, PersonKind, _kind

HOUSE = Path(letters.__file__).parent
BANNED = re.compile(
    r"\b(pelanggar|oknum|(mem)?bolos|terciduk|terjaring|kabur|honorer|penurunan pangkat)(nya)?\b",
    re.IGNORECASE,
)
SOURCES = sorted(path for path in HOUSE.rglob("*") if path.suffix in {".py", ".typ", ".docx"})


def plain(data: bytes) -> str:
    """Give the text of a zip of XML (docx, xlsx)."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = "".join(
            parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")
        )
    return re.sub(r"<[^>]+>", " ", xml)


def banned_in(path: Path) -> list[str]:
    """Find banned words in one source or template; Word files are read as their text."""
    return BANNED.findall(
        plain(path.read_bytes()) if path.suffix == ".docx" else path.read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_template_or_sentence_holds_a_banned_word(path: Path) -> None:
    assert banned_in(path) == []


def test_the_guard_sees_a_banned_word(tmp_path: Path) -> None:
    seeded = tmp_path / "letter_x.typ"
    seeded.write_text("Daftar pelanggar yang terjaring")
    assert len(banned_in(seeded)) == 2


def test_no_paper_holds_a_banned_word(text_of: Callable[..., str]) -> None:
    for pdf in (
        render_letter_a(letter_a()),
        render_letter_b(letter_b()),
        render_summons_list(summons_list()),
        render_team_report(team_report()),
        render_operation_report(operation_report()),
    ):
        assert BANNED.findall(text_of(pdf)) == []
    for data in (
        docx_letter(letter_a()),
        docx_letter(letter_b()),
        xlsx_summons_list(summons_list()),
    ):
        assert BANNED.findall(plain(data)) == []
    assert BANNED.findall(recap(summons_list())) == []


def test_no_template_colours_words_red() -> None:
    for path in HOUSE.rglob("*.typ"):
        assert not re.search(r"\bred\b|#[a-f0-9]{6}", path.read_text(), re.IGNORECASE), path.name


def test_the_font_licence_is_shipped() -> None:
    assert "SIL OPEN FONT LICENSE" in (HOUSE / "fonts" / "OFL.txt").read_text().upper()


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "satu hari kerja penuh"),
        (45, "45 menit"),
        (120, "2 jam (120 menit)"),
        (135, "2 jam 15 menit (135 menit)"),
    ],
)
def test_lost_time_is_said_in_hours_and_minutes(minutes: int | None, said: str) -> None:
    assert lost_words(minutes) == said


def test_a_letter_that_is_not_signed_and_a_bap_that_is_open_print_no_proof() -> None:
    assert address_of(Letter(check_token=None)) == ""
    assert checkpoint(Examination(log_index=None)) is None


def test_few_offices_stand_each_for_itself_and_many_share_the_last_bar() -> None:
    report = operation_report()
    few = [name for name, _, _ in _bars(report)]
    assert not any("lain" in name for name in few)
    opds = report.summons.opds * (MOST_BARS + 1)
    many = _bars(replace(report, summons=replace(report.summons, opds=opds)))
    assert len(many) == MOST_BARS
    assert many[-1][0] == f"{len(opds) - MOST_BARS + 1} perangkat daerah lain"
    assert sum(people for _, people, _ in many) == sum(len(one.persons) for one in opds)


@pytest.mark.parametrize("kind", list(PersonKind))
def test_a_point_of_the_report_s_map_is_drawn_by_its_kind(kind: PersonKind) -> None:
    drawn = _kind(kind)
    assert (drawn == "asn") == (kind in ASN_KINDS)
    assert drawn in {"asn", "non_asn", "unknown", "elsewhere"}
