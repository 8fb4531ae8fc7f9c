"""Wire forms of the sidak itself, and of what a phone needs for it."""

from server.operations.schemas.reference import ReferenceCommonOut, ReferenceIn, ReferenceOut
from server.operations.schemas.walk import (
    CloseIn,
    NothingIn,
    OperationChangeIn,
    OperationIn,
    OperationListOut,
    OperationOut,
    TeamIn,
    TeamListOut,
    TeamOut,
    VisitIn,
    VisitListOut,
    VisitOut,
    ZoneIn,
    ZoneListOut,
    ZoneOut,
)

__all__ = [
    "CloseIn",
    "NothingIn",
    "OperationChangeIn",
    "OperationIn",
    "OperationListOut",
    "OperationOut",
    "ReferenceCommonOut",
    "ReferenceIn",
    "ReferenceOut",
    "TeamIn",
    "TeamListOut",
    "TeamOut",
    "VisitIn",
    "VisitListOut",
    "VisitOut",
    "ZoneIn",
    "ZoneListOut",
    "ZoneOut",
]
