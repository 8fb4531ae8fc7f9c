"""JSON as it comes in, read strictly: what one reader takes and another refuses is refused here.

RFC 8259 leaves NaN, numbers of any length, doubled members and lone surrogates to the reader; kept
as evidence they would later crash a database, a letter or a verifier.
"""

import json
from typing import Any, NoReturn

import flask
from flask_smorest.arguments import ArgumentsMixin
from webargs import core
from webargs.flaskparser import FlaskParser


def read_json(data: bytes) -> Any:
    """Parse a body; raises ValueError for anything but plain RFC 8259 JSON in UTF-8."""
    try:
        found = json.loads(
            data.decode(), parse_constant=_refuse, object_pairs_hook=_each_member_once
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if b"\\u" in data:  # only an escape can bring a lone surrogate
        json.dumps(found, ensure_ascii=False).encode()
    return found


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


def _each_member_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member stands there twice")
    return found


class StrictParser(FlaskParser):
    """The reader of every request body; an unreadable one is told as `bad-json`."""

    def _raw_load_json(self, req: flask.Request) -> Any:
        if not core.is_json(req.mimetype):
            return core.missing
        data = req.get_data(cache=True)
        if not data:
            return core.missing
        try:
            return read_json(data)
        except ValueError as error:
            self._handle_invalid_json_error(error, req)  # type: ignore[arg-type] # it only passes it on


# before any room declares its arguments: every room's schemas import core.http, which imports this
ArgumentsMixin.ARGUMENTS_PARSER = StrictParser()
