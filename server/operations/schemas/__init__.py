"""Wire forms of the sidak itself, and of what a phone needs for it."""

from server.operations.schemas.reference import ReferenceCommonOut, ReferenceIn, ReferenceOut
from server.operations.schemas.visits import (
    VisitIn,
    VisitListOut,
    VisitOut,
    VisitReceiptOut,
    VisitTextIn,
)
from server.operations.schemas.walk import (
    CloseIn,
    CopyIn,
    NothingIn,
    OperationChangeIn,
    OperationIn,
    OperationListOut,
    OperationOut,
    TeamIn,
    TeamListOut,
    TeamOut,
    ZoneChangeIn,
    ZoneIn,
    ZoneListOut,
    ZoneOut,
    ZonesIn,
)

__all__ = [
    "CloseIn",
    "CopyIn",
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
    "VisitReceiptOut",
    "VisitTextIn",
    "ZoneChangeIn",
    "ZoneIn",
    "ZoneListOut",
    "ZoneOut",
    "ZonesIn",
]
