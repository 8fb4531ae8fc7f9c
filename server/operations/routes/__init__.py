"""The sidak itself over HTTP, and what phones need for it."""

from server.operations.routes.phone_codes import phone_codes
from server.operations.routes.reference import reference
from server.operations.routes.rolls import rolls
from server.operations.routes.visits import visits
from server.operations.routes.walk import operations

__all__ = ["operations", "phone_codes", "reference", "rolls", "visits"]
