"""Wire forms of a team's day and of its berita acara."""

import marshmallow as ma

from server.core.fields import Moment, listed, number, word
from server.core.shapes import In, Out, Text
from server.operations.schemas.visits import LonLat


class DeclaredAtIn(In):
    """Where the coordinator stood: degrees (WGS 84), with the accuracy radius in metres."""

    lon = number(-180, 180, required=True)
    lat = number(-90, 90, required=True)
    accuracy_m = number(0, 1e7, required=True)
    fixed_at = Moment(load_default=None, allow_none=True)


class TeamCloseIn(In):
    """A declaration; with unsent work on the phones it needs a reason. `id` makes a repeat one."""

    id = ma.fields.UUID(load_default=None, allow_none=True)
    at = Moment(load_default=None, allow_none=True)
    position = ma.fields.Nested(DeclaredAtIn, load_default=None, allow_none=True)
    reason = Text(500, least=3, load_default=None, allow_none=True)
    note = Text(500, load_default="")


class TeamReportOut(Out):
    """A berita acara with the figures of its moment; an `addendum` counts only what came later."""

    id = ma.fields.UUID(required=True)
    team_id = ma.fields.UUID(required=True)
    team_number = ma.fields.Integer(required=True)
    number = ma.fields.Integer(required=True)
    addendum = ma.fields.Boolean(required=True)
    declared_by_name = ma.fields.String(required=True)
    declared_at = Moment(required=True)
    received_at = Moment(required=True)
    lon = ma.fields.Float(required=True, allow_none=True)
    lat = ma.fields.Float(required=True, allow_none=True)
    accuracy_m = ma.fields.Float(required=True, allow_none=True)
    reason = ma.fields.String(required=True, allow_none=True)
    note = ma.fields.String(required=True)
    findings = ma.fields.Integer(required=True)
    visits = ma.fields.Integer(required=True)
    nil_visits = ma.fields.Integer(required=True)
    unsent_findings = ma.fields.Integer(required=True)
    unsent_photos = ma.fields.Integer(required=True)
    unsent_visits = ma.fields.Integer(required=True)
    log_index = ma.fields.Integer(required=True)


class TeamPhoneOut(Out):
    """A member's phone and what it declared last; without a phone the parts of one are null."""

    user_id = ma.fields.UUID(required=True)
    user_name = ma.fields.String(required=True)
    role = word("officer", "coordinator", required=True)
    device_id = ma.fields.UUID(required=True, allow_none=True)
    name = ma.fields.String(required=True, allow_none=True)
    unsent_findings = ma.fields.Integer(required=True, allow_none=True)
    unsent_photos = ma.fields.Integer(required=True, allow_none=True)
    unsent_visits = ma.fields.Integer(required=True, allow_none=True)
    open_drafts = ma.fields.Integer(required=True, allow_none=True)
    last_contact_at = Moment(required=True, allow_none=True)


class RecordedOut(Out):
    """Somebody of the roster who was already found that day: by which team, and when first."""

    employee_id = ma.fields.UUID(required=True)
    nip = ma.fields.String(required=True, allow_none=True)
    team_number = ma.fields.Integer(required=True)
    seen_at = Moment(required=True)


class TeamFindingOut(Out):
    """A finding of the team; `late` ones came after the newest berita acara."""

    id = ma.fields.UUID(required=True)
    seen_at = Moment(required=True)
    place = ma.fields.String(required=True)
    author_name = ma.fields.String(required=True)
    observed = ma.fields.String(required=True)
    conduct = ma.fields.String(required=True)
    name = ma.fields.String(required=True, allow_none=True)
    opd_name = ma.fields.String(required=True, allow_none=True)
    photos_stored = ma.fields.Integer(required=True)
    photos_announced = ma.fields.Integer(required=True)
    late = ma.fields.Boolean(required=True)


class TeamVisitOut(Out):
    """A place that the team went to; `seen_at` is the server's estimate, `flags` say what to look at."""

    id = ma.fields.UUID(required=True)
    place = ma.fields.String(required=True)
    nil = ma.fields.Boolean(required=True)
    at = Moment(required=True)
    seen_at = Moment(required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)
    author_name = ma.fields.String(required=True)


class WalkedOut(Out):
    """Where something was recorded, for the team's map: no person, no author; [lon, lat] in degrees."""

    id = ma.fields.UUID(required=True)
    kind = word("finding", "nihil", "visit", required=True)
    place = ma.fields.String(required=True)
    position = LonLat(ma.fields.Float(), required=True, allow_none=True)


class LaterOut(Out):
    """What came in after the newest berita acara."""

    findings = ma.fields.Integer(required=True)
    visits = ma.fields.Integer(required=True)
    nil_visits = ma.fields.Integer(required=True)


class TeamDayOut(Out):
    """A team's day as its members and the readers see it; `later` is null before the first report."""

    team_id = ma.fields.UUID(required=True)
    number = ma.fields.Integer(required=True)
    state = word("not_reported", "findings", "nihil", "closed", required=True)
    may_enrol = ma.fields.Boolean(required=True)
    may_close = ma.fields.Boolean(required=True)
    reports = ma.fields.List(ma.fields.Nested(TeamReportOut), required=True)
    later = ma.fields.Nested(LaterOut, required=True, allow_none=True)
    phones = ma.fields.List(ma.fields.Nested(TeamPhoneOut), required=True)
    missing_findings = ma.fields.Integer(required=True)
    findings = ma.fields.List(ma.fields.Nested(TeamFindingOut), required=True)
    visits = ma.fields.List(ma.fields.Nested(TeamVisitOut), required=True)


TeamReportListOut = listed(TeamReportOut)
RecordedListOut = listed(RecordedOut)
WalkedListOut = listed(WalkedOut)
