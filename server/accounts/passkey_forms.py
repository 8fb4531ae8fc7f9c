"""Wire forms of passkeys: what WebAuthn's JSON (Level 3, §5.1.8) carries and the server looks at."""

from typing import Any

import marshmallow as ma

from server.core.fields import Moment, listed
from server.core.shapes import In, Out, Text

OPTIONS = {"description": "`publicKey` of the browser's navigator.credentials, as WebAuthn's JSON"}


def _bytes(most: int, **kw: Any) -> ma.fields.String:
    """Return a field for bytes as base64url without padding."""
    form = ma.validate.Regexp(rf"^[A-Za-z0-9_-]{{1,{most}}}$")
    return ma.fields.String(validate=form, **kw)


class ProofIn(In):
    """The password of today, and a code of the second factor where it is on."""

    current = ma.fields.String(required=True, validate=ma.validate.Length(1, 200))
    code = Text(30, load_default=None, allow_none=True)


class PasskeyOptionsOut(Out):
    """What the browser hands to an authenticator."""

    options = ma.fields.Dict(keys=ma.fields.String(), required=True, metadata=OPTIONS)


class PasskeyIn(In):
    """A new passkey as the authenticator made it, and what its owner calls it."""

    name = Text(60, least=1, required=True)
    id = _bytes(1400, required=True)
    client_data_json = _bytes(4000, required=True)
    attestation_object = _bytes(20_000, required=True)


class PasskeySignInIn(In):
    """A signed challenge; `user_handle` is the account as the authenticator knows it."""

    id = _bytes(1400, required=True)
    client_data_json = _bytes(4000, required=True)
    authenticator_data = _bytes(4000, required=True)
    signature = _bytes(2000, required=True)
    user_handle = _bytes(100, load_default=None, allow_none=True)


class PasskeyOut(Out):
    """One passkey of the own account."""

    id = ma.fields.UUID(required=True)
    name = ma.fields.String(required=True)
    created_at = Moment(required=True)
    used_at = Moment(required=True, allow_none=True)


PasskeyListOut = listed(PasskeyOut)


def browser_json(body: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return a credential in WebAuthn's own JSON; `names` are the members of its response."""
    said = {_camel(name): body[name] for name in names if body.get(name)}
    return {"id": body["id"], "rawId": body["id"], "type": "public-key", "response": said}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join("JSON" if word == "json" else word.capitalize() for word in rest)
