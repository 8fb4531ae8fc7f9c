"""What docs/asvs.md asks of every door of the house and no other test says."""

import gc
import re
from pathlib import Path

import pytest
import world
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.accounts.models import User
from server.accounts.passwords import hash_password
from server.app import create_app, send_built
from server.core.audit import AuditEntry
from server.core.db import db
from server.settings import Settings

HERE = "http://localhost"

pytestmark = pytest.mark.one_database
PLACES = ("/api/health", "/api/findings", "/api/openapi.json", "/nowhere.txt", "/")


@pytest.fixture
def https(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of a server whose address is https, as far as cookies go."""
    settings = app.extensions["sidak_settings"]
    monkeypatch.setitem(
        app.extensions,
        "sidak_settings",
        type(settings)(**{**vars(settings), "address": "https://x"}),
    )
    monkeypatch.setitem(app.config, "SIDAK_COOKIE", "__Host-sidak")
    return app.test_client()


def account(app: Flask, password: str) -> None:
    """Give officer1 of a new world this password."""
    city = world.build(app)
    with app.app_context():
        db.session.get_one(User, city.users["officer1"]).password_hash = hash_password(password)
        db.session.commit()


def enter(client: FlaskClient, password: str) -> int:
    body = {"username": "officer1", "password": password}
    return client.post("/api/session", json=body).status_code


def test_behind_https_the_cookie_is_of_this_host_alone(app: Flask, https: FlaskClient) -> None:
    account(app, "kata-sandi-panjang")
    body = {"username": "officer1", "password": "kata-sandi-panjang"}
    cookie = https.post("/api/session", json=body).headers["Set-Cookie"]
    assert cookie.startswith("__Host-sidak=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    token = re.match(r"__Host-sidak=([\w-]+)", cookie)
    assert token
    assert len(token[1]) >= 43  # 256 bits, drawn by `secrets`


def test_a_password_counts_exactly_as_it_was_chosen(app: Flask) -> None:
    """Any characters, spaces at the ends, case and all of its length; nothing is cut off."""
    for_all = " Sandi dengan Spasi é漢 " + "x" * 80
    account(app, for_all)
    client = app.test_client()
    assert enter(client, for_all) == 201
    for other in (for_all.strip(), for_all.lower(), for_all[:-1]):
        assert enter(client, other) == 401


@pytest.mark.one_database
def test_a_write_from_another_origin_is_refused_also_where_a_browser_says_no_more(
    client: FlaskClient,
) -> None:
    """Sec-Fetch-Site is younger than Origin; a link in a mail may open the app."""
    body = {"username": "nobody", "password": "nobody's words"}
    for origin, status in (("https://lain.example", 403), ("null", 403), (HERE, 401)):
        answer = client.post("/api/session", json=body, headers={"Origin": origin})
        assert answer.status_code == status, origin
    followed = client.get("/api/session", headers={"Sec-Fetch-Site": "cross-site"})
    assert followed.json["code"] == "sign-in-needed"


def test_no_answer_lets_another_origin_read_frame_or_guess(client: FlaskClient) -> None:
    for place in PLACES:
        headers = client.get(place, headers={"Origin": "https://lain.example"}).headers
        assert "Access-Control-Allow-Origin" not in headers, place
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", place
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", place
        assert headers["X-Content-Type-Options"] == "nosniff", place
        policy = headers["Content-Security-Policy"]
        for rule in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'",
                     "require-trusted-types-for 'script'"):  # fmt: skip
            assert rule in policy, place
        # WebAssembly of our own origin may be compiled (the reader of codes); eval may not
        assert "'unsafe-eval'" not in policy
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy


def test_every_text_says_its_characters(client: FlaskClient) -> None:
    for place in PLACES:
        answer = client.get(place)
        said = answer.headers["Content-Type"]
        utf8_by_definition = said.startswith(("application/json", "application/problem+json"))
        assert utf8_by_definition or "charset=utf-8" in said.lower(), (place, said)


def test_nobody_echoes_a_request_or_lists_a_folder(client: FlaskClient) -> None:
    assert client.open("/api/health", method="TRACE").status_code == 405
    for place in ("/assets/", "/assets", "/.git/config", "/../server/app.py", "/keys/receipts.pem"):
        answer = client.get(place)
        assert answer.status_code in {200, 404}, place
        if answer.status_code == 200:  # an address of no file is the app itself
            assert b'<div id="app">' in answer.data, place


def test_answers_with_personal_data_are_kept_by_no_cache(app: Flask) -> None:
    city = world.build(app)
    desk = city.client("desk")
    for place in ("/api/findings", "/api/employees", "/api/session", "/api/tips"):
        assert "no-store" in desk.get(place).headers["Cache-Control"], place


def test_a_question_is_text_and_never_sql(app: Flask) -> None:
    desk = world.build(app).client("desk")
    for text in (
        "' OR 1=1 --",
        "%' OR '%'='",
        "x'); DROP TABLE users; --",
        '"; SELECT 1',
        "\\' %_",
    ):
        found = desk.post("/api/employees/search", json={"text": text})
        assert (found.status_code, found.json["items"]) == (200, []), text
    assert desk.get("/api/session").status_code == 200


def test_signing_in_out_and_failing_to_stand_in_the_audit(app: Flask) -> None:
    account(app, "kata-sandi-panjang")
    client = app.test_client()
    assert enter(client, "kata-sandi-salah") == 401
    assert enter(client, "kata-sandi-panjang") == 201
    assert client.delete("/api/session").status_code in {200, 204}
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.log_index)).all()
        assert [row.action for row in rows] == ["session.refuse", "session.begin", "session.end"]
        assert "officer1" not in str([(row.subject_id, row.detail, row.reason) for row in rows])


def test_a_condition_that_does_not_hold_gets_no_body(app: Flask) -> None:
    """Found by the fuzzer: 412 came with the list that the condition was about."""
    city = world.build(app)
    city.confirmed(city.finding())
    place = f"/api/operations/{city.operation}/summons-list.json"
    answer = city.client("desk").get(place, headers={"If-Match": '"x"'})
    assert (answer.status_code, answer.data) == (412, b"")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_screen_comes_as_small_as_the_browser_reads_it(app: Flask, tmp_path: Path) -> None:
    for name in ("a.js", "a.js.br", "a.js.gz", "b.js"):
        (tmp_path / name).write_text(name)
    for accepts, path, coding, sent in (
        ("gzip, deflate, br", "a.js", "br", "a.js.br"),
        ("gzip", "a.js", "gzip", "a.js.gz"),
        ("br;q=0, identity", "a.js", None, "a.js"),
        ("br", "b.js", None, "b.js"),
    ):
        asked = {"Accept-Encoding": accepts}
        with app.test_request_context(headers=asked), send_built(tmp_path, path) as answer:
            answer.direct_passthrough = False
            told = (answer.headers.get("Content-Encoding"), answer.get_data(as_text=True))
            assert told == (coding, sent)
            assert (answer.mimetype, answer.headers["Vary"]) == (
                "text/javascript",
                "Accept-Encoding",
            )


def test_a_file_whose_condition_fails_is_closed(tmp_path: Path) -> None:
    """Found by the fuzzer: each `If-Match` that no file meets left one open until rubbish went out."""
    pwa = tmp_path / "pwa"
    pwa.mkdir()
    (pwa / "index.html").write_text("<p>Sidak</p>")
    url = f"sqlite:///{tmp_path / 'sidak.sqlite'}"
    client = create_app(Settings(tmp_path / "instance", url, pwa=pwa)).test_client()
    gc.disable()
    try:
        answer = client.get("/", headers={"If-Match": '"x"'}, buffered=True)
        still = [link for one in Path("/proc/self/fd").iterdir() if (link := link_of(one))]
    finally:
        gc.enable()
    assert (answer.status_code, answer.data) == (412, b"")
    assert str(pwa / "index.html") not in still


def link_of(number: Path) -> str:
    """Return what an open file of this process is; nothing for the one that lists them."""
    try:
        return str(number.readlink())
    except FileNotFoundError:
        return ""
