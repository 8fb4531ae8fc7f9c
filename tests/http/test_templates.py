"""DOCX templates of the office: edited, tried with made-up letters, refused with the line that is wrong."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import workbooks
from flask import Flask
from paperwork import furnished, letter_for_budi
from world import World

from server.core import limited
from server.summons.letters import TemplateRefused, built_in, docx_letter, tried
from server.summons.letters.office_template import SENTENCES
from server.summons.letters.samples import letters_of
from server.summons.letters.template_door import Refused, look_inside

BODY, FOOT, TYPES = "word/document.xml", "word/footer1.xml", "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
ATTACHED = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/attachedTemplate" Target="https://contoh.example/x.dotm" TargetMode="External"/>'
)
PATH = "/api/letter-templates"


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def edited(what: Callable[[str], str], part: str = BODY, kind: str = "A") -> bytes:
    """Return the built-in template as somebody in the office has changed it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(built_in(kind))) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for one in before.infolist():
            data = before.read(one)
            after.writestr(one, what(data.decode()).encode() if one.filename == part else data)
    return out.getvalue()


def number_as(text: str) -> bytes:
    return edited(lambda xml: xml.replace("{{ number }}", text, 1))


def words(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        return re.sub("<[^>]+>", " ", parts.read(BODY).decode())


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(TYPES, "x")
        parts.writestr("word/document.xml", bytes(30_000_000))
    return out.getvalue()


def put(city: World, data: bytes, by: str = "desk", kind: str = "A") -> Any:
    return city.client(by).put(f"{PATH}/{kind}/file?file=surat%20kami.docx", data=data)


@pytest.mark.one_database
@pytest.mark.one_database
def test_the_office_edits_a_letter_in_word_and_goes_back(city: World) -> None:
    letter = letter_for_budi(city)
    desk = city.client("desk")

    def printed() -> str:
        answer = desk.get(f"/api/letters/{letter['id']}.docx")
        assert answer.status_code == 200, answer.text
        return words(answer.data)

    before = printed()
    got = desk.get(f"{PATH}/A/file")
    assert got.data == built_in("A")
    changed = edited(lambda xml: xml.replace("{{ closing }}", "{{ closing }} Salam dari kantor."))
    answer = put(city, changed)
    assert answer.status_code == 200, answer.text
    assert (answer.json["own"], answer.json["omitted"]) == (True, [])
    assert "Salam dari kantor." in printed()
    assert "BUDI SANTOSO, S.T." in printed()
    assert desk.get(f"{PATH}/A/file").data == changed
    # a broken one changes nothing, and says which line
    broken = put(city, number_as("{{ numbr }}"))
    assert (broken.status_code, broken.json["code"]) == (422, "template-refused")
    assert "numbr" in broken.json["detail"]
    assert broken.json["where"] == {"part": "isi surat", "paragraph": 10, "text": "{{ numbr }}"}
    assert "Salam dari kantor." in printed()
    # what a letter cannot do without is told, and the office decides
    bare = put(city, edited(lambda xml: xml.replace("{{ mark }}", ""), "word/header1.xml"))
    assert bare.json["omitted"] == ["mark"]
    back = city.client("admin").delete(f"{PATH}/A")
    assert [one["built_in"] for one in back.json["versions"]] == [True, False, False]
    assert printed() == before
    assert desk.get(f"{PATH}/A/file?version=1").data == changed
    assert desk.get(f"{PATH}/A/file?version=9").status_code == 404
    assert desk.delete(f"{PATH}/A").json["code"] == "step-not-allowed"
    kinds = desk.get(PATH).json["items"]
    assert [(one["kind"], one["own"]) for one in kinds] == [
        ("A", False),
        ("B", False),
        ("plain", False),
    ]


@pytest.mark.one_database
def test_templates_are_of_the_desk_and_of_the_admin(city: World) -> None:
    for who in ("officer1", "sekda", "inspector", "opd_disdik"):
        assert city.client(who).get(PATH).status_code == 404
        assert put(city, built_in("A"), by=who).status_code == 404
    assert put(city, built_in("A"), kind="C").status_code == 404
    assert put(city, b"PK" + bytes(2_000_000)).status_code == 413


@pytest.mark.parametrize(("kind", "which"), [("A", 0), ("B", 1), ("plain", 0)])
def test_filled_outside_a_letter_is_the_same_as_inside(kind: str, which: int) -> None:
    letter = letters_of(kind)[which]
    assert words(tried(built_in(kind), letter).docx) == words(docx_letter(letter))


REFUSALS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a field of a person": (
        lambda: edited(lambda xml: xml.replace("{{ person.rank }}", "{{ person.pangkat }}", 1)),
        "field",
        "{{ person.pangkat }}",
    ),
    "in the foot": (
        lambda: edited(lambda xml: xml.replace("if verify_url", "if alamat"), FOOT),
        "field",
        "{% if alamat %}",
    ),
    "a loop that does not end": (
        lambda: edited(lambda xml: xml.replace("{%p endfor %}", "{%p endfr %}", 1)),
        "syntax",
        "{{ line }}{% endfr %}",
    ),
    "the inside of a picture": (
        lambda: number_as("{{ emblem.tpl.docx }}"),
        "forbidden",
        "{{ emblem.tpl.docx }}",
    ),
    "torn XML": (lambda: edited(lambda xml: xml[:-40]), "broken", ""),
}


def with_macro() -> bytes:
    return edited(lambda xml: xml.replace("document.main", "macroEnabled.main"), TYPES)


def from_elsewhere() -> bytes:
    more = f"{ATTACHED}</Relationships>"
    return edited(lambda xml: xml.replace("</Relationships>", more), RELATIONS)


def torn() -> bytes:
    """Return a sound list of parts whose first part no longer unpacks."""
    data = bytearray(edited(lambda text: text))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        one = parts.getinfo(TYPES)
    named, more = (int.from_bytes(data[one.header_offset + at :][:2], "little") for at in (26, 28))
    data[one.header_offset + 30 + named + more] = 0xFF  # a kind of block that deflate does not have
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (torn, "not_docx"),
        (with_macro, "macro"),
        (from_elsewhere, "outside"),
        (bomb, "expands"),
        (lambda: b"%PDF-1.7", "not_docx"),
        (lambda: workbooks.book([]), "not_docx"),
    ],
)
def test_what_runs_expands_or_fetches_is_not_even_opened(
    make: Callable[[], bytes], why: str
) -> None:
    with pytest.raises(Refused) as refused:
        look_inside(make())
    assert refused.value.answer == {"refused": why}
    assert why in SENTENCES


@pytest.mark.parametrize(("ends", "why"), [("exit 1", "broken"), ("kill -9 $$", "expands")])
def test_a_door_that_falls_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, ends: str, why: str
) -> None:
    monkeypatch.setattr(limited, "program", lambda _module: {"args": ["/bin/sh", "-c", ends]})
    with pytest.raises(TemplateRefused) as refused:
        tried(built_in("A"), letters_of("A")[0])
    assert refused.value.why == why


@pytest.mark.parametrize("name", list(REFUSALS))
def test_a_broken_template_is_refused_with_its_line_and_a_sentence(name: str) -> None:
    make, why, text = REFUSALS[name]
    with pytest.raises(TemplateRefused) as refused:
        tried(make(), letters_of("A")[0])
    assert (refused.value.why, refused.value.where["text"]) == (why, text)
    assert refused.value.detail.startswith(SENTENCES[why].split("“")[0])
