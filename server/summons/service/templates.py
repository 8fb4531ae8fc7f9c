"""DOCX templates of the office: tried with made-up letters before they count, every version kept."""

import hashlib
from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import iso, now
from server.core.db import db, end_reading, start_writing
from server.core.problems import Code, Problem
from server.summons import queries
from server.summons.letters import BUILT_IN, NEEDED, TemplateRefused, built_in, tried
from server.summons.letters.samples import letters_of
from server.summons.models import LetterTemplate
from server.summons.service.printed import refusal

READ, CHANGE = "template.read", "template.change"


def all_kinds(user: User) -> dict[str, Any]:
    """Return what each kind of letter is printed from, with its versions, newest first."""
    require(user, READ)
    return {"items": [_shown(kind) for kind in BUILT_IN], "next": None}


def file_of(user: User, kind: str, version: int | None) -> tuple[bytes, str]:
    """Return a template as DOCX bytes with a file name; version 0 is the built-in one.

    None is the one that counts. Raises `not-found`.
    """
    _known(user, READ, kind)
    row = queries.newest_template(kind)
    if version is not None:
        row = next((one for one, _ in queries.templates(kind) if one.version == version), None)
        if row is None and version:
            raise Problem(Code.NOT_FOUND)
    body = row.body if row is not None else None
    number = row.version if row is not None and body is not None else 0
    return body or built_in(kind), f"templat-surat-{kind}-{number or 'bawaan'}.docx".lower()


def refuse_strangers(user: User, kind: str) -> None:
    """Raise `not-found` before the bytes of somebody are read who may not change templates."""
    _known(user, CHANGE, kind)
    end_reading()


def try_out(kind: str, data: bytes) -> list[str]:
    """Fill a template with made-up letters; return the needed fields that it does not name.

    Raises `template-refused` with the sentence and the line. Asks no database: it takes seconds.
    """
    named: frozenset[str] = frozenset()
    try:
        for letter in letters_of(kind):
            named |= tried(data, letter).named
    except TemplateRefused as refused:
        raise refusal(refused) from None
    return [field for field in NEEDED[kind] if field not in named]


def keep(by: User, kind: str, name: str, data: bytes | None) -> dict[str, Any]:
    """Write the next version down, which counts from now on; no bytes: back to the built-in one."""
    _known(by, CHANGE, kind)
    newest = queries.newest_template(kind)
    if data is None and (newest is None or newest.sha256 is None):
        raise Problem(Code.STEP_NOT_ALLOWED)
    row = LetterTemplate(
        kind=kind,
        version=newest.version + 1 if newest else 1,
        name=name,
        sha256=hashlib.sha256(data).hexdigest() if data is not None else None,
        body=data,
        made_at=now(),
        made_by=by.id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        CHANGE,
        actor_id=by.id,
        subject_id=row.id,
        kind=kind,
        version=row.version,
        sha256=row.sha256,
    )
    return _shown(kind)


def upload(user_id: UUID, kind: str, name: str, data: bytes) -> dict[str, Any]:
    """Try a template and keep it; returns what the kind is printed from, with `omitted` fields."""
    omitted = try_out(kind, data)
    start_writing()
    return {**keep(db.session.get_one(User, user_id), kind, name, data), "omitted": omitted}


def _known(user: User, word: str, kind: str) -> None:
    require(user, word)
    if kind not in BUILT_IN:
        raise Problem(Code.NOT_FOUND)


def _shown(kind: str) -> dict[str, Any]:
    versions = [
        {
            "version": row.version,
            "name": row.name,
            "built_in": row.sha256 is None,
            "made_at": iso(row.made_at),
            "made_by_name": name,
        }
        for row, name in queries.templates(kind)
    ]
    own = bool(versions) and not versions[0]["built_in"]
    return {"kind": kind, "own": own, "versions": versions, "omitted": []}
