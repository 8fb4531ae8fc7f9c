"""Findings over HTTP."""

from server.findings.routes.findings import findings
from server.findings.routes.uploads import uploads

__all__ = ["findings", "uploads"]
