"""Passkeys: registered with a proof, good at this site's door alone, once each, and taken away again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import world
from authenticator import VERIFIED, Authenticator, text_of
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from world import World

from server.accounts import passkeys, second_factor, users
from server.accounts.models import Passkey, PasskeyChallenge, User
from server.accounts.passkey_forms import browser_json
from server.core.audit import AuditEntry
from server.core.db import db

PASSWORD = "kata-sandi-panjang"


@pytest.fixture
def city(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    city = world.build(app)
    # the work of Argon2 is tested where it belongs
    where = "server.accounts.routes.passkey.matches"
    monkeypatch.setattr(where, lambda _known, typed: typed == PASSWORD)
    named = replace(app.extensions["sidak_settings"], address="http://localhost:8000")
    monkeypatch.setitem(app.extensions, "sidak_settings", named)
    return city


def begun(client: FlaskClient, **more: Any) -> Any:
    return client.post("/api/passkeys/begin", json={"current": PASSWORD, **more})


def registered(city: World, username: str = "sekda") -> tuple[Authenticator, FlaskClient]:
    """Register a passkey as the screen does."""
    key, client = Authenticator(), city.client(username)
    answer = client.post("/api/passkeys", json=key.make(begun(client).json["options"]))
    assert answer.status_code == 201, answer.text
    return key, client


def asked(client: FlaskClient) -> dict[str, Any]:
    answer = client.post("/api/session/passkey/begin")
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = answer.json["options"]
    return options


def signed_in(city: World, key: Authenticator, **more: Any) -> tuple[FlaskClient, Any]:
    client = city.client()
    return client, client.post("/api/session/passkey", json=key.sign(asked(client), **more))


def refused(answer: Any, code: str = "passkey-unknown") -> bool:
    return answer.status_code in {401, 422} and answer.json["code"] == code


def told(city: World, action: str) -> list[dict[str, Any]]:
    with city.app.app_context():
        rows = select(AuditEntry.detail).where(AuditEntry.action == action)
        return list(db.session.scalars(rows.order_by(AuditEntry.log_index)))


def test_a_passkey_opens_its_own_account_without_a_name_and_leaves_its_trace(city: World) -> None:
    key, owner = registered(city)
    client, answer = signed_in(city, key)
    assert (answer.status_code, answer.json["user"]["username"]) == (201, "sekda")
    assert client.get("/api/operations").status_code == 200
    (one,) = owner.get("/api/passkeys").json["items"]
    assert (one["name"], one["used_at"] is not None) == ("Laptop kantor", True)
    assert [row["state"] for row in told(city, "user.passkey")] == ["on", "used"]
    with city.app.app_context():
        assert db.session.scalars(select(Passkey.sign_count)).all() == [1]
        assert db.session.scalar(select(func.count()).select_from(PasskeyChallenge)) == 0


def test_the_door_asks_everybody_the_same_and_whoever_made_it_must_know_its_owner(
    city: World,
) -> None:
    registered(city)
    one, other = asked(city.client()), asked(city.client())
    assert one.pop("challenge") != other.pop("challenge")
    assert one == other
    assert (one["allowCredentials"], one["rpId"]) == ([], "localhost")
    assert one["userVerification"] == "required"
    asking = begun(city.client("sekda")).json["options"]
    chosen = asking["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert len(asking["excludeCredentials"]) == 1


def test_who_has_a_second_factor_enters_by_passkey_alone_and_who_must_have_one_sets_it_up_first(
    city: World,
) -> None:
    key, _ = registered(city, "desk")
    _, answer = signed_in(city, key)
    assert answer.json["second_factor"] == "required"
    with city.app.app_context():
        db.session.execute(update(User).values(totp_secret="00"))
        db.session.commit()
    client, answer = signed_in(city, key)
    assert answer.json["second_factor"] == "on"
    assert client.get("/api/opds").status_code == 200


WRONG: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "http://localhost.contoh.id:8000"},
    "another port": {"origin": "http://localhost:8001"},
    "another site": {"host": "contoh.id"},
    "nobody asked the owner": {"flags": VERIFIED},
    "no finger, face or PIN": {"flags": 1},
}


@pytest.mark.parametrize("what", WRONG)
def test_what_was_signed_elsewhere_or_without_its_owner_opens_and_registers_nothing(
    city: World, what: str
) -> None:
    key, client = registered(city)
    vars(key).update(WRONG[what])
    assert refused(signed_in(city, key)[1])
    bad = Authenticator(**WRONG[what])
    answer = client.post("/api/passkeys", json=bad.make(begun(client).json["options"]))
    assert refused(answer, "passkey-refused")
    assert len(client.get("/api/passkeys").json["items"]) == 1
    assert len(told(city, "session.refuse")) == 1


def test_a_challenge_serves_once_in_its_browser_and_soon(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = registered(city)
    here, there = city.client(), city.client()
    mine, other = asked(here), asked(there)
    assert refused(here.post("/api/session/passkey", json=key.sign(other)))  # not what it was asked
    assert refused(
        here.post("/api/session/passkey", json=key.sign(mine))
    )  # spent by the try before
    options = asked(there)
    cookie = there.get_cookie("sidak-passkey")
    assert cookie is not None
    proof = key.sign(options)
    assert there.post("/api/session/passkey", json=proof).status_code == 201
    there.set_cookie("sidak-passkey", cookie.value)
    assert refused(there.post("/api/session/passkey", json=proof))  # replayed
    assert refused(city.client().post("/api/session/passkey", json=key.sign(options)))  # no cookie
    monkeypatch.setattr(passkeys, "VALID", timedelta(seconds=-1))
    assert refused(signed_in(city, key)[1])


def test_a_foreign_key_a_bent_signature_and_a_count_that_went_back_are_refused(city: World) -> None:
    key, _ = registered(city)
    stranger = Authenticator(handle=key.handle)
    assert refused(signed_in(city, stranger)[1])
    assert told(city, "session.refuse") == []
    assert refused(signed_in(city, Authenticator(id=key.id, handle=key.handle))[1])
    assert refused(signed_in(city, key, user_handle=text_of(uuid4().bytes))[1])
    assert refused(signed_in(city, key, user_handle=None)[1])
    assert refused(signed_in(city, key, authenticator_data="AAAA")[1])
    key.count = 40
    assert signed_in(city, key)[1].status_code == 201
    key.count = 39  # a copy that was used less
    assert refused(signed_in(city, key)[1])
    assert len(told(city, "session.refuse")) == 3


def test_a_new_passkey_needs_the_password_and_the_code_of_who_has_one(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = city.client("sekda")
    assert refused(begun(client, current="bukan sandi"), "wrong-password")
    with city.app.app_context():
        db.session.execute(update(User).values(totp_secret="00"))
        db.session.commit()
    monkeypatch.setattr(second_factor, "accepts", lambda _who, code: code == "123456")
    assert refused(begun(client), "bad-code")
    assert begun(client, code="123456").status_code == 200
    for _ in range(8):
        begun(client, current="bukan sandi")
    assert begun(client, code="123456").json["code"] == "too-many-attempts"


def test_a_registration_is_finished_in_the_session_that_began_it(city: World) -> None:
    mine, other = city.client("sekda"), city.client("inspector")
    options, key = begun(mine).json["options"], Authenticator()
    assert refused(other.post("/api/passkeys", json=key.make(options)), "passkey-refused")
    begun(other)
    assert refused(other.post("/api/passkeys", json=key.make(options)), "passkey-refused")
    broken = key.make(options, attestation_object="oA")
    assert refused(mine.post("/api/passkeys", json=broken), "passkey-refused")
    assert refused(mine.post("/api/passkeys", json=key.make(options)), "passkey-refused")  # spent


def test_what_was_asked_of_one_person_registers_nothing_for_another(city: World) -> None:
    with city.app.app_context():
        one, other = (db.session.get_one(User, city.users[name]) for name in ("sekda", "inspector"))
        key = Authenticator()
        said = key.make(passkeys.begin_registering(one, "a session"))
        made = browser_json(said, "client_data_json", "attestation_object")
        assert passkeys.register(other, "a session", "Laptop", made) is None
        assert passkeys.own_passkeys(other) == []


def test_nobody_registers_a_passkey_that_is_somebodys_or_an_eleventh(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, first = registered(city)
    other = city.client("inspector")
    again = other.post("/api/passkeys", json=key.make(begun(other).json["options"]))
    assert refused(again, "passkey-refused")
    options = begun(first).json["options"]
    monkeypatch.setattr(passkeys, "MOST", 1)
    late = first.post("/api/passkeys", json=Authenticator().make(options))
    assert refused(late, "passkey-refused")
    assert begun(first).json["code"] == "step-not-allowed"


def test_adding_and_removing_end_every_other_session_and_only_the_owner_removes(
    city: World,
) -> None:
    elsewhere = city.client("sekda")
    key, client = registered(city)
    fresh = city.app.test_client()
    assert fresh.post("/api/session/passkey", json=key.sign(asked(fresh))).status_code == 201
    (one,) = client.get("/api/passkeys").json["items"]
    path, proof = f"/api/passkeys/{one['id']}/remove", {"current": PASSWORD}
    assert city.client("inspector").post(path, json=proof).status_code == 404
    assert refused(client.post(path, json={"current": "bukan sandi"}), "wrong-password")
    assert client.post(path, json=proof).status_code == 204
    assert client.post(path, json=proof).status_code == 404
    assert fresh.get("/api/session").status_code == 401
    assert elsewhere is not None
    assert refused(signed_in(city, key)[1])
    assert [row["state"] for row in told(city, "user.passkey")] == ["on", "used", "off"]


def test_a_disabled_account_and_one_whose_way_in_was_reset_have_no_passkey(city: World) -> None:
    for reset in ("link", "code", "disabled"):
        key, _ = registered(city)
        with city.app.app_context():
            who = db.session.scalars(select(User).where(User.username == "sekda")).one()
            if reset == "link":
                users.choose_password(users.invite(who, who)[0], "!")
            elif reset == "code":
                second_factor.switch_off(who)
            else:
                who.active = False
            db.session.commit()
        assert refused(signed_in(city, key)[1]), reset
        with city.app.app_context():
            left = db.session.scalar(select(func.count()).select_from(Passkey))
            assert left == (reset == "disabled")
        city.tokens.pop("sekda")  # its sessions ended too


def test_where_the_site_is_a_number_or_too_many_ask_there_is_none(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = city.app.extensions["sidak_settings"]
    for address, host in (
        ("http://127.0.0.1:8000", None),
        ("http://[::1]:8000", None),
        ("https://sidak.contoh.go.id", "sidak.contoh.go.id"),
    ):
        assert replace(named, address=address).passkey_host == host
    client = city.client()
    while client.post("/api/session/passkey/begin").status_code == 200:
        pass
    assert client.post("/api/session/passkey/begin").json["code"] == "too-many-attempts"
    number = replace(named, address="http://127.0.0.1:8000")
    monkeypatch.setitem(city.app.extensions, "sidak_settings", number)
    assert begun(city.client("sekda")).json["code"] == "passkey-no-name"
