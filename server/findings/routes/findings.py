"""Receiving, reading and judging findings."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from server.accounts.brought import brought_text
from server.accounts.sessions import signed_in, user
from server.core import app_state, sealed
from server.core.db import writes_late
from server.core.http import problem_response
from server.core.problems import Code, Problem
from server.findings.schemas import (
    AmendIn,
    AssessIn,
    FindingIn,
    FindingOut,
    FindingPageOut,
    FindingQueryIn,
    FindingSearchIn,
    IdentifyIn,
    MergeIn,
    ReceiptOut,
    VerbIn,
)
from server.findings.schemas.candidates import CandidatesOut
from server.findings.service import candidates, judge, look
from server.findings.service.judge import Decision
from server.findings.service.receive import Arrival, Delivery, receipt, receive

findings = Blueprint("findings", __name__, url_prefix="/api", description="What was seen")


@findings.put("/findings/<uuid:finding_id>")
@findings.doc(
    requestBody={
        "required": True,
        "content": {
            "application/json": {"schema": FindingIn},
            sealed.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
        },
    }
)
@findings.response(200, ReceiptOut)
@findings.alt_response(201, schema=ReceiptOut, description="received for the first time")
@writes_late
def put_finding(finding_id: UUID) -> Response:
    """Receive a finding once; the same bytes again get today's receipt, other bytes are set aside.

    As plain JSON beside its author's session, or sealed: then the phone's signature is enough.
    """
    text = brought_text(FindingIn, sealed.Purpose.FINDING, finding_id)
    delivery = Delivery(
        finding_id, text.body, text.said, text.raw, text.sender, text.at,
        text.signature, brought_by=text.brought_by,
    )  # fmt: skip
    finding, arrival = receive(delivery)
    if arrival is Arrival.OTHER_BYTES:
        return problem_response(Problem(Code.FINDING_SEALED, sha256=finding.sha256))
    response = Response(
        json.dumps(receipt(finding, app_state.keys())), content_type="application/json"
    )
    response.status_code = 201 if arrival is Arrival.NEW else 200
    return response


@findings.get("/findings")
@findings.arguments(FindingQueryIn, location="query")
@findings.response(200, FindingPageOut)
@signed_in()
def list_findings(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the findings the user may see."""
    return look.page(user(), wanted)


@findings.post("/findings/search")
@findings.arguments(FindingSearchIn)
@findings.response(200, FindingPageOut)
@signed_in()
def search_findings(wanted: dict[str, Any]) -> dict[str, Any]:
    """Search by name, NIP fragment or place; in the body, so that none of it enters a log."""
    return look.page(user(), wanted)


@findings.get("/findings/<uuid:finding_id>")
@findings.response(200, FindingOut)
@signed_in()
def get_finding(finding_id: UUID) -> dict[str, Any]:
    """Read one finding whole; the reading is audited."""
    return look.whole(user(), finding_id)


@findings.get("/findings/<uuid:finding_id>/candidates")
@findings.response(200, CandidatesOut)
@signed_in()
def list_candidates(finding_id: UUID) -> dict[str, Any]:
    """List who may be meant: by NIP first, then by name, office and job, each with score and reasons."""
    return candidates.candidates(user(), finding_id)


def _decided(finding_id: UUID, body: dict[str, Any], verb: Callable[[Decision], object]) -> Any:
    """Run a verb and answer the finding as it is now; a stale revision answers both versions."""
    decision = Decision(user(), body.pop("reason"), body.pop("revision"))
    try:
        verb(decision)
    except Problem as problem:
        if problem.code is Code.STALE_REVISION:
            problem.extra["current"] = FindingOut().dump(look.facts(user(), finding_id))
        raise
    return look.facts(user(), finding_id)


@findings.post("/findings/<uuid:finding_id>/confirm")
@findings.arguments(VerbIn)
@findings.response(200, FindingOut)
@signed_in()
def confirm(body: dict[str, Any], finding_id: UUID) -> Any:
    """Say that the finding stands (konfirmasi)."""
    return _decided(finding_id, body, lambda decision: judge.confirm(finding_id, decision))


@findings.post("/findings/<uuid:finding_id>/dismiss")
@findings.arguments(VerbIn)
@findings.response(200, FindingOut)
@signed_in()
def dismiss(body: dict[str, Any], finding_id: UUID) -> Any:
    """Say that the finding is not pursued (tidak dilanjutkan)."""
    return _decided(finding_id, body, lambda decision: judge.dismiss(finding_id, decision))


@findings.post("/findings/<uuid:finding_id>/refer")
@findings.arguments(VerbIn)
@findings.response(200, FindingOut)
@signed_in()
def refer(body: dict[str, Any], finding_id: UUID) -> Any:
    """Hand the finding to the government that the person belongs to."""
    return _decided(finding_id, body, lambda decision: judge.refer(finding_id, decision))


@findings.post("/findings/<uuid:finding_id>/reopen")
@findings.arguments(VerbIn)
@findings.response(200, FindingOut)
@signed_in()
def reopen(body: dict[str, Any], finding_id: UUID) -> Any:
    """Take a judged finding up again."""
    return _decided(finding_id, body, lambda decision: judge.reopen(finding_id, decision))


@findings.post("/findings/<uuid:finding_id>/merge")
@findings.arguments(MergeIn)
@findings.response(200, FindingOut)
@signed_in()
def merge(body: dict[str, Any], finding_id: UUID) -> Any:
    """Join it with another finding of the same person."""
    into = body.pop("into")
    return _decided(finding_id, body, lambda decision: judge.merge(finding_id, decision, into))


@findings.post("/findings/<uuid:finding_id>/identify")
@findings.arguments(IdentifyIn)
@findings.response(200, FindingOut)
@signed_in()
def identify(body: dict[str, Any], finding_id: UUID) -> Any:
    """Say who it is; "not identified" is a valid answer."""
    return _decided(finding_id, body, lambda decision: judge.identify(finding_id, decision, body))


@findings.post("/findings/<uuid:finding_id>/assess-document")
@findings.arguments(AssessIn)
@findings.response(200, FindingOut)
@signed_in()
def assess_document(body: dict[str, Any], finding_id: UUID) -> Any:
    """Judge the document; only this moves a person off or onto the list."""
    return _decided(
        finding_id,
        body,
        lambda decision: judge.assess_document(
            finding_id, decision, body["state"], body["due_at"], body["permit_id"]
        ),
    )


@findings.post("/findings/<uuid:finding_id>/amend")
@findings.arguments(AmendIn)
@findings.response(200, FindingOut)
@signed_in()
def amend(body: dict[str, Any], finding_id: UUID) -> Any:
    """Correct what was written; what was written before stays readable."""
    return _decided(finding_id, body, lambda decision: judge.amend(finding_id, decision, body))
