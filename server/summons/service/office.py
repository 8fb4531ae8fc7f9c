"""What letters are printed with: the kop with its defaults, and those who sign."""

from typing import Any
from uuid import UUID

from server.accounts.models import User
from server.accounts.permissions import require
from server.core import audit
from server.core.db import db
from server.core.problems import Code, Problem
from server.summons import queries
from server.summons.letters import drawable
from server.summons.models import Letterhead, Signatory
from server.summons.rules import LADDER
from server.summons.service.content import MATTERS
from server.summons.service.order_paper import BASIS
from server.summons.service.others import REQUESTS


def set_letterhead(by: User, known: dict[str, Any]) -> Letterhead:
    """Write the kop and the defaults of letters; drafts made before keep theirs."""
    require(by, "letterhead.change")
    _refuse_bad_emblem(known.get("emblem_svg"))
    head = queries.letterhead() or Letterhead(copies_to=[], matters={})
    changed = sorted(name for name, value in known.items() if getattr(head, name) != value)
    for name, value in known.items():
        setattr(head, name, value)
    db.session.add(head)
    db.session.flush()
    audit.record("letterhead.change", actor_id=by.id, subject_id=head.id, changed=changed)
    return head


def shown(head: Letterhead) -> dict[str, Any]:
    """Return the kop with the sentences that stand where the office wrote none."""
    names = [column.key for column in Letterhead.__table__.columns if column.key != "id"]
    defaults = {str(word): text for word, text in (*MATTERS.items(), *REQUESTS.items())}
    defaults |= {"ladder": LADDER, "order": BASIS}
    return {**{name: getattr(head, name) for name in names}, "default_matters": defaults}


def add_signatory(by: User, known: dict[str, Any]) -> Signatory:
    """Add somebody who signs a kind of letter."""
    require(by, "signatory.change")
    one = Signatory(**known)
    db.session.add(one)
    db.session.flush()
    audit.record("signatory.change", actor_id=by.id, subject_id=one.id, changed=sorted(known))
    return one


def change_signatory(by: User, signatory_id: UUID, known: dict[str, Any]) -> Signatory:
    """Change somebody who signs; raises `not-found`."""
    require(by, "signatory.change")
    one = queries.signatory(signatory_id)
    if one is None:
        raise Problem(Code.NOT_FOUND)
    for name, value in known.items():
        setattr(one, name, value)
    db.session.flush()
    audit.record("signatory.change", actor_id=by.id, subject_id=one.id, changed=sorted(known))
    return one


def _refuse_bad_emblem(svg: str | None) -> None:
    """Refuse an emblem that no paper can show, before every letter fails by it."""
    if svg and not drawable(svg.encode()):
        raise Problem(Code.BAD_FIELD, invalid={"emblem_svg": ["Lambang bukan SVG yang terbaca."]})
