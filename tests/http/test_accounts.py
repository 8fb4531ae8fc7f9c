"""Signing in, staying in, and what a stranger can learn: nothing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sealed_phone
import world
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from world import World

from server.accounts.models import SignIn, Throttle, User
from server.accounts.passwords import hash_password, matches
from server.accounts.permissions import PERMISSIONS
from server.accounts.service import FREE_GUESSES, add_user
from server.accounts.sessions import signed_in
from server.core.clock import now
from server.core.db import db

PASSWORD = "kata-sandi-panjang"
# A hash carries its own cost: this one opens the same door in a hundredth of the time.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
KEY = sealed_phone.jwk(sealed_phone.new_key())


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def with_password(city: World, username: str = "desk") -> None:
    with city.app.app_context():
        db.session.execute(update(User).where(User.username == username).values(password_hash=HASH))
        db.session.commit()


def sign_in(client: FlaskClient, username: str = "desk", password: str = PASSWORD) -> Any:
    return client.post("/api/session", json={"username": username, "password": password})


def test_signing_in_says_who_and_sets_a_cookie_that_no_script_reads(city: World) -> None:
    with_password(city)
    client = city.client()
    answer = sign_in(client)
    assert answer.status_code == 201
    assert answer.json["user"]["roles"] == ["bkpsdm"]
    assert answer.json["demo"] is False
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/api/session").json["user"]["username"] == "desk"


def test_the_table_holds_no_token_that_would_open_a_session(city: World) -> None:
    with_password(city)
    client = city.client()
    sign_in(client)
    cookie = client.get_cookie("sidak")
    assert cookie is not None
    with city.app.app_context():
        kept = db.session.scalars(select(SignIn.token_sha256)).all()
    assert cookie.value not in kept


def test_a_wrong_password_and_an_unknown_name_look_alike(city: World) -> None:
    with_password(city)
    wrong = sign_in(city.client(), password="kata-sandi-salah")
    nobody = sign_in(city.client(), username="siapa")
    assert (wrong.status_code, wrong.json) == (nobody.status_code, nobody.json)
    assert wrong.json["code"] == "bad-credentials"


def test_guessing_pauses_a_name_and_leaves_its_open_sessions_alone(city: World) -> None:
    with_password(city)
    known = city.client("desk")
    for _ in range(FREE_GUESSES):
        assert sign_in(city.client(), password="kata-sandi-salah").status_code == 401
    answer = sign_in(city.client())
    assert (answer.status_code, answer.json["code"]) == (429, "too-many-attempts")
    assert int(answer.headers["Retry-After"]) > 0
    assert known.get("/api/session").status_code == 200
    with city.app.app_context():
        db.session.execute(update(Throttle).values(last_at=now() - timedelta(hours=1)))
        db.session.commit()
    assert sign_in(city.client()).status_code == 201


def test_signing_out_ends_the_session_on_the_server(city: World) -> None:
    client = city.client("desk")
    cookie = client.get_cookie("sidak")
    assert cookie is not None
    assert client.delete("/api/session").status_code == 204
    client.set_cookie("sidak", cookie.value)
    assert client.get("/api/session").json["code"] == "sign-in-needed"


@pytest.mark.parametrize("change", [{"active": False}, {"roles": ["officer"]}])
def test_a_right_that_is_taken_away_is_gone_with_the_next_request(
    city: World, change: dict[str, Any]
) -> None:
    client = city.client("desk")
    finding_id, _ = city.send(city.finding())
    assert client.get(f"/api/findings/{finding_id}").status_code == 200
    with city.app.app_context():
        db.session.execute(update(User).where(User.username == "desk").values(**change))
        db.session.commit()
    assert client.get(f"/api/findings/{finding_id}").status_code in {401, 404}


def test_an_idle_session_ends(city: World) -> None:
    client = city.client("desk")
    with city.app.app_context():
        db.session.execute(update(SignIn).values(seen_at=now() - timedelta(hours=13)))
        db.session.commit()
    assert client.get("/api/session").status_code == 401


def test_a_phone_is_enrolled_once_and_declares_what_it_holds(city: World) -> None:
    client = city.client("officer1")
    first = client.post("/api/devices", json={"name": "HP Budi", "public_key": KEY})
    again = client.post("/api/devices", json={"name": "HP Budi", "public_key": KEY})
    assert first.status_code == 201
    assert first.json == again.json
    beat = {"unsent_findings": 2, "unsent_photos": 3, "last_sequence": 7}
    place = f"/api/devices/{first.json['id']}/heartbeat"
    assert client.post(place, json=beat).status_code == 204
    assert city.client("officer2").post(place, json=beat).json["code"] == "not-found"
    assert client.post(f"/api/devices/{uuid4()}/heartbeat", json=beat).status_code == 404


def test_a_key_that_is_no_public_p256_key_is_refused(city: World) -> None:
    for bad in ({**KEY, "d": "A" * 43}, {**KEY, "crv": "P-384"}, {**KEY, "x": "A" * 43}, {}):
        answer = city.client("officer1").post("/api/devices", json={"name": "x", "public_key": bad})
        assert answer.json["code"] == "bad-field"


def test_passwords_are_argon2id_with_the_agreed_work() -> None:
    assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert not matches(None, PASSWORD)
    with pytest.raises(ValueError, match="12"):
        hash_password("pendek")


def test_every_answer_carries_the_headers_that_keep_other_sites_out(client: FlaskClient) -> None:
    for path in ("/api/health", "/api/findings", "/nowhere.txt"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_the_audit_is_for_inspectorate_and_admin(city: World) -> None:
    finding_id, _ = city.send(city.finding())
    page = city.client("inspector").get("/api/audit", query_string={"action": "finding.send"}).json
    assert [row["subject_id"] for row in page["items"]] == [str(finding_id)]
    assert city.client("desk").get("/api/audit").json["code"] == "not-found"


def test_a_view_that_asks_for_a_word_that_no_table_knows_does_not_start() -> None:
    with pytest.raises(KeyError):
        signed_in("finding.rewrite")


def test_an_account_with_a_role_that_nobody_knows_is_not_made(city: World) -> None:
    with city.app.app_context(), pytest.raises(ValueError, match="unknown roles: mayor"):
        add_user("baru", "Orang Baru", ["officer", "mayor"], "kata-sandi-panjang")


def test_a_permission_word_is_noun_and_verb() -> None:
    for word in PERMISSIONS:
        noun, _, verb = word.partition(".")
        assert noun.replace("_", "").isalpha()
        assert verb.replace("_", "").isalpha()
