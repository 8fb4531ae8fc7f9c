"""The shapes of the contract: what comes in, strictly, what goes out, and how an error looks."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import marshmallow as ma

from server.core import indonesian, json_in
from server.core.problems import Code, Problem

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Text(ma.fields.String):
    """A string that both databases and XML can keep: no NUL, control character or lone surrogate."""

    def __init__(self, most: int = 200, *, least: int = 0, **kw: Any) -> None:
        length = ma.validate.Length(least, most, error=_length(least, most))
        rules = [length, *_listed(kw.pop("validate", None))]
        super().__init__(validate=rules, **kw)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kw: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kw)
        if _CONTROL.search(text):
            raise ma.ValidationError("Ada karakter yang tidak dapat disimpan.")
        return text.strip()


def _length(least: int, most: int) -> str:
    """Say how long a text may be: who left it empty is told that, not a number."""
    if least == 1:
        return f"Wajib diisi, paling panjang {most} karakter."
    return f"Isi {least} sampai {most} karakter." if least else f"Paling panjang {most} karakter."


def _listed(rules: Any) -> list[Any]:
    if rules is None:
        return []
    return list(rules) if isinstance(rules, Iterable) else [rules]


class _Shape(ma.Schema):
    """A shape of the contract: nothing changes one once it is made.

    The description of a route holds its shapes and is copied with each decorator: the copies alone
    were a twentieth of a start.
    """

    error_messages = indonesian.SHAPES

    def __deepcopy__(self, _memo: dict[int, Any]) -> "_Shape":
        return self


class In(_Shape):
    """What comes over the wire: a field that the contract does not name is refused."""

    class Meta:
        """Unknown and privileged fields are errors."""

        unknown = ma.RAISE


def read_text(shape: type[In], body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a text that is kept byte for byte: as it stands there, and as values.

    Raises `bad-json` and `bad-field`, as for any request's body.
    """
    try:
        raw = json_in.read_json(body)
    except ValueError:
        raise Problem(Code.BAD_JSON) from None
    try:
        return raw, _made(shape).load(raw)
    except ma.ValidationError as error:
        raise Problem(Code.BAD_FIELD, invalid=error.messages) from None


@cache
def _made(shape: type[In]) -> In:
    """Make a shape once: copying its fields takes longer than reading a text with them."""
    return shape()


class Out(_Shape):
    """What goes over the wire."""


class ProblemOut(Out):
    """An error (RFC 9457); `code` is one of the catalogue, some codes bring members of their own."""

    class Meta:
        """What a code adds (both versions, the state that refused) is part of the contract."""

        unknown = ma.INCLUDE

    type = ma.fields.String(required=True)
    code = ma.fields.Enum(Code, by_value=True, required=True)
    status = ma.fields.Integer(required=True)
    title = ma.fields.String(required=True)
    invalid = ma.fields.Dict(keys=ma.fields.String())
