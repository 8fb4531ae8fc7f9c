"""The map of an operation as a file for QGIS: zones, places and findings, and nobody's name."""

from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.board import queries
from server.board.drawn import NOBODY, collection, features
from server.core import audit
from server.core.clock import now
from server.core.db import start_writing
from server.core.problems import Code, Problem
from server.operations import queries as operations
from server.summons.queries import seen_in


def geojson_file(user: User, operation_id: UUID) -> bytes:
    """Return the map as GeoJSON (RFC 7946) and leave a trace of it; raises `not-found`.

    A finding has its hour, place, accuracy, kind of person and state; it has no name, no NIP, no
    OPD and no id, so that nobody is found again by joining files.
    """
    require(user, "board.export")
    start_writing()
    operation = operations.operation(operation_id)
    if operation is None:
        raise Problem(Code.NOT_FOUND)
    drawn = list(
        features(
            NOBODY,
            operations.sheets(operation_id),
            operations.zones_of(operation_id),
            seen_in(operation_id, now()),
            queries.visits_of(operation_id),
        )
    )
    audit.record(
        "board.export",
        actor_id=user.id,
        subject_id=operation_id,
        operation_id=operation_id,
        features=len(drawn),
    )
    return collection(drawn, name=operation.name).encode()
