"""Laporan masyarakat over HTTP: three doors without a session, and the desk's."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts.sessions import signed_in, user
from server.core.db import writes_late
from server.core.http import file_response
from server.tips.rules import TipOrder, Verb
from server.tips.schemas import (
    ChallengeOut,
    EvidenceHeaderIn,
    EvidenceOut,
    ReadReporterIn,
    ReporterOut,
    TipEndIn,
    TipIdentifyIn,
    TipIn,
    TipListOut,
    TipOut,
    TipQueryIn,
    TipReasonIn,
    TipReceiptIn,
    TipReceiptOut,
    TipStatusOut,
    TipTargetIn,
)
from server.tips.service import desk, public, reporter, work

tips = Blueprint("tips", __name__, url_prefix="/api", description="Laporan masyarakat")
MOST_BYTES = 8_000_000
JPEG = {
    "description": "OK",
    "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
}


@tips.get("/tips/challenge")
@tips.response(200, ChallengeOut)
def challenge() -> dict[str, Any]:
    """Give the work that a browser does before it may report; nothing is stored."""
    return work.issue()


@tips.post("/tips")
@tips.arguments(TipIn)
@tips.response(201, TipReceiptOut)
@writes_late
def send(body: dict[str, Any]) -> dict[str, Any]:
    """Receive a report from anybody, and give its receipt this once."""
    return public.send(body)


@tips.post("/tips/evidence")
@tips.arguments(EvidenceHeaderIn, location="headers")
@tips.response(201, EvidenceOut)
@writes_late
def attach(headers: dict[str, str]) -> dict[str, int]:
    """Add a picture (the body: JPEG, PNG or WebP of at most 8 MB) to the report of a receipt."""
    request.max_content_length = MOST_BYTES
    return public.attach(headers["receipt"], request.get_data())


@tips.post("/tips/status")
@tips.arguments(TipReceiptIn)
@tips.response(200, TipStatusOut)
def status(body: dict[str, str]) -> dict[str, Any]:
    """Tell whoever holds a receipt how the report stands; no names."""
    return public.status(body["receipt"])


@tips.get("/tips")
@tips.arguments(TipQueryIn, location="query")
@tips.response(200, TipListOut)
@signed_in("tip.read")
def listed(wanted: dict[str, Any]) -> dict[str, Any]:
    """List reports."""
    order = TipOrder(wanted["order"])
    return desk.listed(
        user(), wanted["state"], order, cursor=wanted.get("cursor"), size=wanted["size"]
    )


@tips.get("/tips/<uuid:tip_id>")
@tips.response(200, TipOut)
@signed_in("tip.read")
def read(tip_id: UUID) -> dict[str, Any]:
    """Show one report; the reading is audited."""
    return desk.read(user(), tip_id)


@tips.get("/tip-pictures/<uuid:picture_id>")
@tips.response(200)
@tips.doc(responses={"200": JPEG})
@signed_in("tip.read")
def picture(picture_id: UUID) -> Response:
    """Give a picture without EXIF; the reading is audited."""
    data = desk.picture(user(), picture_id)
    return file_response(data, "image/jpeg", "bukti.jpg", inline=True)


@tips.post("/tips/<uuid:tip_id>/take")
@tips.arguments(TipReasonIn)
@tips.response(200, TipOut)
@signed_in("tip.read")
def take(body: dict[str, Any], tip_id: UUID) -> dict[str, Any]:
    """Begin to look at a report."""
    return _step(Verb.TAKE, body, tip_id)


@tips.post("/tips/<uuid:tip_id>/target")
@tips.arguments(TipTargetIn)
@tips.response(200, TipOut)
@signed_in("tip.read")
def target(body: dict[str, Any], tip_id: UUID) -> dict[str, Any]:
    """Make a report a place for a coming sidak."""
    return _step(Verb.TARGET, body, tip_id)


@tips.post("/tips/<uuid:tip_id>/case")
@tips.arguments(TipReasonIn)
@tips.response(200, TipOut)
@signed_in("tip.read")
def case(body: dict[str, Any], tip_id: UUID) -> dict[str, Any]:
    """Make a report a case, whose person may still be unknown."""
    return _step(Verb.CASE, body, tip_id)


@tips.post("/tips/<uuid:tip_id>/identify")
@tips.arguments(TipIdentifyIn)
@tips.response(200, TipOut)
@signed_in("tip.read")
def identify(body: dict[str, Any], tip_id: UUID) -> dict[str, Any]:
    """Say who is meant in a case."""
    return _step(Verb.IDENTIFY, body, tip_id)


@tips.post("/tips/<uuid:tip_id>/end")
@tips.arguments(TipEndIn)
@tips.response(200, TipOut)
@signed_in("tip.read")
def end(body: dict[str, Any], tip_id: UUID) -> dict[str, Any]:
    """End a report with an outcome, which chooses the sentence its reporter reads."""
    return _step(Verb.END, body, tip_id)


@tips.post("/tips/<uuid:tip_id>/reopen")
@tips.arguments(TipReasonIn)
@tips.response(200, TipOut)
@signed_in("tip.read")
def reopen(body: dict[str, Any], tip_id: UUID) -> dict[str, Any]:
    """Look at an ended report again."""
    return _step(Verb.REOPEN, body, tip_id)


@tips.post("/tips/<uuid:tip_id>/reporter")
@tips.arguments(ReadReporterIn)
@tips.response(200, ReporterOut)
@signed_in("tip.read_reporter")
def read_reporter(body: dict[str, str], tip_id: UUID) -> dict[str, Any]:
    """Open who reported, for those whom the permission table names; with a reason, in the audit."""
    return reporter.opened(user(), tip_id, body["reason"])


def _step(verb: Verb, body: dict[str, Any], tip_id: UUID) -> dict[str, Any]:
    by = user()
    return desk.shown(by, desk.step(by, tip_id, verb, body))
