"""What the permission table refused to somebody signed in stands in the audit, within bounds.

A refusal looks like something absent (404), and its own transaction is rolled back: the row is
written after it. One row per person, word and hour, and at most twenty of a person in a day: who
tries every address for a week adds to the chain, which is kept for ever, less than an hour of
ordinary work. Somebody without a session leaves no row: nobody is named by it.
"""

from datetime import timedelta
from threading import Lock
from uuid import UUID

import structlog
from flask import Flask, Response, request
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from server.accounts.permissions import Refused
from server.core import audit
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db, transaction
from server.core.http import problem_response
from server.core.problems import Problem

ACTION = "permission.refuse"
MOST = 20
DAY = timedelta(hours=24)
log = structlog.get_logger()


class _Noted:
    """What this process has written in this hour: a repetition costs neither question nor lock."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hour = ""
        self._seen: set[tuple[UUID, str]] = set()

    def first(self, user_id: UUID, word: str) -> bool:
        """Whether this refusal is the first of its kind in this hour."""
        hour = f"{now():%Y%m%d%H}"
        with self._lock:
            if hour != self._hour:
                self._hour, self._seen = hour, set()
            new = (user_id, word) not in self._seen
            self._seen.add((user_id, word))
            return new


_noted = _Noted()


def note(user_id: UUID, word: str, route: str) -> None:
    """Write down that this person was refused this right, unless that stands there already."""
    since = select(func.count()).where(
        AuditEntry.actor_id == user_id, AuditEntry.action == ACTION, AuditEntry.at > now() - DAY
    )
    with transaction():
        if (db.session.scalar(since) or 0) < MOST:
            audit.record(ACTION, actor_id=user_id, subject_id=word, route=route)


def _answer(refused: Refused) -> Response:
    """Answer as for something absent, and note the refusal; what fails there changes no answer."""
    if _noted.first(refused.user_id, refused.word):
        route = request.url_rule.rule if request.url_rule else "-"
        try:
            note(refused.user_id, refused.word, route)
        except (Problem, OperationalError, OSError):
            log.warning("refusal not noted", word=refused.word, route=route)
    return problem_response(refused)


def init_app(app: Flask) -> None:
    """Attach the writing to an application."""
    app.register_error_handler(Refused, _answer)
