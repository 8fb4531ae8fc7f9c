"""Wire forms of the codes that sign a petugas in."""

import marshmallow as ma

from server.core.fields import Moment
from server.core.shapes import In, Out
from server.operations.schemas.walk import MOST_MEMBERS

MOST_CODES = 3 * MOST_MEMBERS


class PhoneCodesIn(In):
    """Whom to make a code for; a `printed` one lasts a day, one on a screen ten minutes."""

    user_ids = ma.fields.List(
        ma.fields.UUID(), required=True, validate=ma.validate.Length(1, MOST_CODES)
    )
    printed = ma.fields.Boolean(load_default=False)


class PhoneCodeOwnerOut(Out):
    """A petugas of a team."""

    user_id = ma.fields.UUID(required=True)
    name = ma.fields.String(required=True)
    team_number = ma.fields.Integer(required=True)


class PhoneCodeOut(PhoneCodeOwnerOut):
    """A one-time code, shown this once: to type, and as a QR picture (SVG) of its address."""

    code = ma.fields.String(required=True)
    qr = ma.fields.String(required=True)
    expires_at = Moment(required=True)


class PhoneCodesOut(Out):
    """The codes, and who signs in with a password because a code may not open the account."""

    items = ma.fields.List(ma.fields.Nested(PhoneCodeOut), required=True)
    without = ma.fields.List(ma.fields.Nested(PhoneCodeOwnerOut), required=True)
