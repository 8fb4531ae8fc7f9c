"""Paper slips as they are cut apart and handed out (`findings.service.slips` makes them)."""

from uuid import UUID

from server.accounts.models import User
from server.core import app_state, audit
from server.core.db import start_writing
from server.findings.service import slips
from server.summons import queries
from server.summons.letters import SlipSheet, render_slips
from server.summons.service.printed import head_on_paper, imprint, kop, simulated


def paper(user: User, batch_id: UUID) -> tuple[bytes, str]:
    """Return a batch as PDF bytes with a file name, and leave a trace; raises `not-found`."""
    operation, made_at, found = slips.printed(user, batch_id)
    operation_id = operation.id
    sheet = SlipSheet(
        head=head_on_paper(kop(queries.letterhead())),
        slips=tuple(found),
        made_at=made_at,
        zone=operation.time_zone,
        address=f"{app_state.settings().address}/jawab",
        imprint=imprint(draft=False, simulation=simulated(operation)),
    )
    made = render_slips(sheet)
    start_writing()
    audit.record(slips.WORD, actor_id=user.id, subject_id=batch_id, operation_id=operation_id)
    return made, f"slip-hak-jawab-{found[0][0]}-{found[-1][0]}.pdf"
