"""Wire forms of accounts."""

import marshmallow as ma

from server.accounts.passwords import LEAST_LENGTH
from server.accounts.permissions import ROLES
from server.core.fields import Moment, listed, word
from server.core.sealed import public_key_of
from server.core.shapes import In, Out, Text

MANY = 1_000_000


class SignInIn(In):
    """A username and its password."""

    username = Text(60, least=1, required=True)
    password = ma.fields.String(required=True, validate=ma.validate.Length(1, 200))
    code = Text(30, load_default=None, allow_none=True)


class SecondFactorBeginIn(In):
    """A code of the authenticator in use so far, when there is one."""

    code = Text(30, load_default=None, allow_none=True)


class SecondFactorBeginOut(Out):
    """A new secret (base32), the same as a QR picture (SVG), and the ticket to confirm it with."""

    secret = ma.fields.String(required=True)
    qr = ma.fields.String(required=True)
    ticket = ma.fields.String(required=True)


class SecondFactorIn(In):
    """The ticket of the beginning, and a first code made with its secret."""

    ticket = Text(500, least=20, required=True)
    code = Text(30, least=1, required=True)


class RecoveryCodesOut(Out):
    """Ten codes for paper, each good once; they are never shown again."""

    recovery_codes = ma.fields.List(ma.fields.String(), required=True)


class FirstAdminIn(In):
    """The token of a one-time link, and the account that its holder wants."""

    token = Text(100, least=20, required=True)
    username = Text(60, least=3, required=True)
    name = Text(200, least=3, required=True)
    password = ma.fields.String(required=True, validate=ma.validate.Length(LEAST_LENGTH, 200))


class UserOut(Out):
    """Somebody who signs in."""

    id = ma.fields.UUID(required=True)
    username = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    title = ma.fields.String(allow_none=True)
    roles = ma.fields.List(ma.fields.String(), required=True)
    opd_id = ma.fields.UUID(allow_none=True)


class AccountIn(In):
    """An account to make; its holder chooses the password by a one-time link."""

    username = Text(60, least=3, required=True, validate=ma.validate.Regexp(r"^[\w.\-@]+$"))
    name = Text(200, least=3, required=True)
    title = Text(200, load_default=None, allow_none=True)
    roles = ma.fields.List(
        word(*sorted(ROLES)), required=True, validate=ma.validate.Length(1, len(ROLES))
    )
    opd_id = ma.fields.UUID(load_default=None, allow_none=True)


class AccountsIn(In):
    """Accounts to make, all or none."""

    users = ma.fields.List(
        ma.fields.Nested(AccountIn), required=True, validate=ma.validate.Length(1, 300)
    )


class AccountChangeIn(In):
    """What to change of an account, and why."""

    reason = Text(500, least=3, required=True)
    name = Text(200, least=3)
    title = Text(200, allow_none=True)
    roles = ma.fields.List(word(*sorted(ROLES)), validate=ma.validate.Length(1, len(ROLES)))
    opd_id = ma.fields.UUID(allow_none=True)
    active = ma.fields.Boolean()


class AccountOut(UserOut):
    """An account as admins see it; `invited` says that its one-time link is still open."""

    active = ma.fields.Boolean(required=True)
    invited = ma.fields.Boolean(required=True)


class ListFileIn(In):
    """What kind of file a list of people is."""

    form = word("xlsx", "csv", required=True)


class ListedOut(Out):
    """One row of a list of people, as the file has it."""

    row = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    username = ma.fields.String(required=True)
    title = ma.fields.String(required=True)


class LinkOut(Out):
    """A one-time link, shown this once: the address is `/sandi#` and the token."""

    user_id = ma.fields.UUID(required=True)
    username = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    token = ma.fields.String(required=True)


class ChoosePasswordIn(In):
    """The token of a one-time link, and the password that its holder wants."""

    token = Text(100, least=20, required=True)
    password = ma.fields.String(required=True, validate=ma.validate.Length(LEAST_LENGTH, 200))


class ChangePasswordIn(In):
    """The password of today, and the one to come."""

    current = ma.fields.String(required=True, validate=ma.validate.Length(1, 200))
    password = ma.fields.String(required=True, validate=ma.validate.Length(LEAST_LENGTH, 200))


class OpenSessionOut(Out):
    """A session by which an account can be used now; `here` is the one that asks."""

    begun_at = Moment(required=True)
    seen_at = Moment(required=True)
    here = ma.fields.Boolean(required=True)


class EndedOut(Out):
    """How many other sessions were ended."""

    ended = ma.fields.Integer(required=True)


class SessionOut(Out):
    """Who am I; `demo` puts the watermark on every screen.

    `second_factor` is off, on, or required: then this session can only set it up.
    """

    user = ma.fields.Nested(UserOut, required=True)
    demo = ma.fields.Boolean(required=True)
    second_factor = word("off", "on", "required", required=True)


class JwkIn(In):
    """A public P-256 key (RFC 7517)."""

    kty = ma.fields.String(required=True, validate=ma.validate.Equal("EC"))
    crv = ma.fields.String(required=True, validate=ma.validate.Equal("P-256"))
    x = ma.fields.String(required=True, validate=ma.validate.Regexp(r"^[A-Za-z0-9_-]{43}$"))
    y = ma.fields.String(required=True, validate=ma.validate.Regexp(r"^[A-Za-z0-9_-]{43}$"))

    @ma.validates_schema
    def _on_the_curve(self, key: dict[str, str], **_: object) -> None:
        try:
            public_key_of(key)
        except ValueError:
            raise ma.ValidationError("Bukan kunci P-256.") from None


class DeviceIn(In):
    """A phone to enrol."""

    name = Text(120, least=1, required=True)
    public_key = ma.fields.Nested(JwkIn, required=True)


class DeviceOut(Out):
    """An enrolled phone."""

    id = ma.fields.UUID(required=True)
    name = ma.fields.String(required=True)


class EnrolLookIn(In):
    """A one-time code as it was scanned or typed; spaces, dashes and capitals do not matter."""

    code = Text(60, least=1, required=True)


class EnrolIn(DeviceIn):
    """A one-time code, and the phone that it enrols."""

    code = Text(60, least=1, required=True)


class EnrolOwnerOut(Out):
    """Whom a one-time code signs in."""

    id = ma.fields.UUID(required=True)
    name = ma.fields.String(required=True)


class HeartbeatIn(In):
    """What a phone still holds; `last_sequence` is the number of its newest finding or visit.

    `open_drafts` are forms that were begun and not saved: no evidence yet, and not counted as such.
    `device_at` is what its clock says while it sends.
    """

    unsent_findings = ma.fields.Integer(required=True, validate=ma.validate.Range(0, MANY))
    unsent_photos = ma.fields.Integer(required=True, validate=ma.validate.Range(0, MANY))
    unsent_visits = ma.fields.Integer(load_default=0, validate=ma.validate.Range(0, MANY))
    open_drafts = ma.fields.Integer(load_default=0, validate=ma.validate.Range(0, MANY))
    last_sequence = ma.fields.Integer(required=True, validate=ma.validate.Range(0, 2**53))
    app_version = Text(40, load_default=None, allow_none=True)
    device_at = Moment(load_default=None, allow_none=True)


class PhoneOut(Out):
    """An enrolled phone as the desk sees it; the counts are what it declared last."""

    id = ma.fields.UUID(required=True)
    user_id = ma.fields.UUID(required=True)
    user_name = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    enrolled_at = Moment(required=True)
    revoked_at = Moment(required=True, allow_none=True)
    last_contact_at = Moment(required=True, allow_none=True)
    unsent_findings = ma.fields.Integer(required=True)
    unsent_photos = ma.fields.Integer(required=True)
    unsent_visits = ma.fields.Integer(required=True)
    last_sequence = ma.fields.Integer(required=True)


DeviceListOut = listed(PhoneOut)


class RevokeIn(In):
    """Why a phone's key is taken back."""

    reason = Text(300, least=3, required=True)


AccountListOut = listed(AccountOut)
OpenSessionListOut = listed(OpenSessionOut)
ListedListOut = listed(ListedOut)
LinkListOut = listed(LinkOut)


class EnrolledOut(SessionOut):
    """Who am I, and the id of the phone that was enrolled with it."""

    device_id = ma.fields.String(required=True)


class HealthOut(Out):
    """That the server answers; `epoch` changes when an older state was restored."""

    status = ma.fields.String(required=True)
    demo = ma.fields.Boolean(required=True)
    version = ma.fields.String(required=True)
    oldest_phone = ma.fields.String(required=True)
    epoch = ma.fields.UUID(required=True)
    server_time = Moment(required=True)


class KeyOut(Out):
    """A public key as JWK (RFC 7517); `y` belongs to P-256 alone."""

    kty = ma.fields.String(required=True)
    crv = ma.fields.String(required=True)
    kid = ma.fields.String(required=True)
    x = ma.fields.String(required=True)
    y = ma.fields.String()


class KeysOut(Out):
    """The keys that verify receipts (Ed25519) and seal findings (P-256)."""

    receipts = ma.fields.Nested(KeyOut, required=True)
    sealing = ma.fields.Nested(KeyOut, required=True)
