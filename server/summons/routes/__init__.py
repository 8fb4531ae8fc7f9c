"""Lists, lines, letters and what they are printed with, over HTTP."""

from server.summons.routes.examinations import examinations
from server.summons.routes.follow_up import follow_up
from server.summons.routes.letters import letters
from server.summons.routes.lists import summons
from server.summons.routes.office import office
from server.summons.routes.order import order_papers
from server.summons.routes.own import own
from server.summons.routes.own_letters import own_letters
from server.summons.routes.papers import papers
from server.summons.routes.proof import proof
from server.summons.routes.slips import slip_papers
from server.summons.routes.tables import tables
from server.summons.routes.team_paper import team_papers
from server.summons.routes.templates import templates

__all__ = [
    "examinations",
    "follow_up",
    "letters",
    "office",
    "order_papers",
    "own",
    "own_letters",
    "papers",
    "proof",
    "slip_papers",
    "summons",
    "tables",
    "team_papers",
    "templates",
]
