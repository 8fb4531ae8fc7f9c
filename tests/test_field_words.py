"""What a field says of itself is read by clerks: no schema of the house speaks English."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import marshmallow as ma
import pytest

import server
from server.core.shapes import In

ENGLISH = re.compile(
    r"\b(must|not a|invalid|missing|length|shorter|longer|field|unknown|string|number|"
    r"greater|less|equal|required|choices you|null|permitted)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"\{[^}]*\}")  # {choices}, {min}: what is put in there is no sentence


def shapes(kind: type[In] = In) -> Iterator[type[In]]:
    for one in kind.__subclasses__():
        yield one
        yield from shapes(one)


def everything() -> set[type[In]]:
    for module in pkgutil.walk_packages(server.__path__, "server."):
        if "schemas" in module.name or "forms" in module.name or "fields" in module.name:
            importlib.import_module(module.name)
    return set(shapes())


def said_by(field: Any) -> Iterator[str]:
    yield from map(str, field.error_messages.values())
    for rule in field.validators:
        yield from (
            getattr(rule, name) for name in dir(rule)
            if name.startswith(("message_", "default_message")) and isinstance(getattr(rule, name), str)
        )  # fmt: skip
        if isinstance(own := getattr(rule, "error", None), str):
            yield own
    for inner in (getattr(field, "inner", None), getattr(field, "value_field", None)):
        if inner is not None:
            yield from said_by(inner)


def test_every_field_and_rule_speaks_indonesian() -> None:
    found = everything()
    assert len(found) > 80
    for shape in found:
        made = shape()
        for name, field in made.fields.items():
            for sentence in said_by(field):
                assert not ENGLISH.search(NAMES.sub("", sentence)), (shape, name, sentence)
        for sentence in made.error_messages.values():
            assert not ENGLISH.search(sentence), (shape, sentence)


class Sample(In):
    """One of each."""

    place = ma.fields.String(required=True, validate=ma.validate.Length(1, 300))
    days = ma.fields.Integer(validate=ma.validate.Range(1, 60))
    day = ma.fields.Date()
    at = ma.fields.AwareDateTime()
    kind = ma.fields.String(validate=ma.validate.OneOf(["A", "B"]))


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ({}, "place", "Wajib diisi."),
        ({"place": ""}, "place", "Isi antara 1 dan 300 karakter atau butir."),
        ({"days": 61}, "days", "Isi angka paling kecil 1 dan paling besar 60."),
        ({"day": "31-02-2026"}, "day", "Tanggal tidak terbaca."),
        ({"at": "2026-11-23T09:00"}, "at", "Waktu tidak terbaca."),
        ({"kind": "C"}, "kind", "Pilih salah satu: A, B."),
        ({"odd": 1}, "odd", "Isian ini tidak dikenal."),
    ],
)
def test_a_wrong_field_is_told_in_words_of_a_clerk(
    typed: dict[str, Any], name: str, said: str
) -> None:
    assert Sample().validate(typed)[name] == [said]
