"""Letters B finished by the OPD of the superior who signs: numbered, signed and handed over there.

BKPSDM drafts and approves, and may do all of this in its place (domain.md §10, authority). The steps
are those of `service.letters`, with its states and its 409s, through a narrower door.
"""

from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.clock import iso
from server.summons import queries
from server.summons.models import Letter
from server.summons.service import copies, letters, look
from server.summons.service.letters import Step

# What the OPD reads of a letter's history: since it has been in its hands.
SHOWN = ("letter.approve", "letter.change", "letter.sign", "letter.attach", "letter.deliver")


def shown_list(user: User, cursor: UUID | None, size: int) -> dict[str, Any]:
    """Return a page of the letters that the user's OPD finishes; audited once per user and hour."""
    require(user, "letter.read_own")
    audit.reading("letter.read_own", actor_id=user.id)
    found = queries.own_letters(user, cursor, size)
    return {"items": [look.own_brief(one) for one in found.items], "next": found.next}


def read(user: User, letter_id: UUID) -> dict[str, Any]:
    """Return one letter with what holds its signature; audited once per user and hour."""
    operation_id = queries.own_letter(user, letter_id).operation_id
    audit.reading("letter.read", actor_id=user.id, subject_id=letter_id, operation_id=operation_id)
    return shown(queries.own_letter(user, letter_id))


def shown(letter: Letter) -> dict[str, Any]:
    """Return a letter whole for the OPD: no draft's history, nothing of the list it came from."""
    steps = queries.steps_of([letter.id]).get(str(letter.id), [])
    handed = [one for one in steps if one["verb"] == "approve"]
    return {
        **look.own_brief(letter),
        "holds": letters.holds_of(letter),
        "handed_over_at": handed[-1]["at"] if handed else iso(letter.drafted_at),
        "steps": [one for one in steps if f"letter.{one['verb']}" in SHOWN],
        "copy": copies.shown(queries.newest_copy(letter.id)),
    }


def change(user: User, letter_id: UUID, changes: dict[str, Any]) -> dict[str, Any]:
    """Type number and date back from the OPD's own agenda; raises what `letters.change` does."""
    return shown(letters.change(letter_id, _step(user, changes), changes))


def walk(user: User, letter_id: UUID, verb: str, body: dict[str, Any]) -> dict[str, Any]:
    """Record the signature or the handing over; raises what `letters.walk` does."""
    return shown(letters.walk(letter_id, verb, _step(user, body), body))


def _step(user: User, body: dict[str, Any]) -> Step:
    return Step(actor=user, revision=body.pop("revision"), reason=body.pop("reason", ""), own=True)
