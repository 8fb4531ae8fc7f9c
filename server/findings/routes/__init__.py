"""Findings over HTTP."""

from server.findings.routes.corrections import corrections
from server.findings.routes.findings import findings
from server.findings.routes.late import late_letters
from server.findings.routes.replies import replies
from server.findings.routes.reports import team_reports
from server.findings.routes.slips import slips
from server.findings.routes.uploads import uploads

__all__ = [
    "corrections",
    "findings",
    "late_letters",
    "replies",
    "slips",
    "team_reports",
    "uploads",
]
