"""Accounts: made by an admin, opened by a one-time link, changed and disabled at once."""

from typing import Any
from uuid import uuid4

import pytest
import world
from flask import Flask
from workbooks import book
from world import World

from server.accounts import invitations, second_factor
from server.accounts.models import User
from server.core.db import db
from server.core.problems import Code, Problem

SANDI = "kata-sandi-panjang"
BUDI = {"username": "Budi", "name": "Budi Santoso", "roles": ["officer"]}


@pytest.fixture
def city(app: Flask) -> World:
    return world.build(app)


def make(city: World, *users: Any) -> Any:
    return city.client("admin").post("/api/users", json={"users": list(users)})


def test_a_person_chooses_a_password_by_a_link_that_works_once(city: World) -> None:
    link = make(city, BUDI).json["items"][0]
    assert link["username"] == "budi"
    stranger = city.client()
    body = {"token": link["token"], "password": SANDI}
    entered = stranger.post("/api/password", json=body)
    assert (entered.status_code, entered.json["user"]["name"]) == (201, "Budi Santoso")
    assert stranger.get("/api/session").status_code == 200
    assert city.client().post("/api/password", json=body).json["code"] == "link-spent"
    again = city.client().post("/api/session", json={"username": "BUDI", "password": SANDI})
    assert again.status_code == 201


def test_nobody_enters_before_the_link_is_used_and_it_makes_no_admin(city: World) -> None:
    link = make(city, BUDI).json["items"][0]
    tried = city.client().post("/api/session", json={"username": "budi", "password": "!"})
    assert tried.json["code"] == "bad-credentials"
    body = {"token": link["token"], "username": "lain", "name": "Orang Lain", "password": SANDI}
    assert city.client().post("/api/first-admin", json=body).json["code"] == "link-spent"


def test_a_list_of_accounts_is_made_whole_or_not_at_all(city: World) -> None:
    other = {**BUDI, "username": "siti", "name": "Siti Aminah"}
    refused = make(city, other, {**BUDI, "username": "desk"})
    assert (refused.status_code, refused.json["names"]) == (409, ["desk"])
    assert make(city, BUDI, BUDI).json["names"] == ["budi"]
    names = {one["username"] for one in city.client("admin").get("/api/users").json["items"]}
    assert not names & {"siti", "budi"}
    assert len(make(city, BUDI, other).json["items"]) == 2


@pytest.mark.one_database
def test_a_list_in_a_file_is_read_by_row_and_makes_nobody(city: World) -> None:
    admin, where = city.client("admin"), "/api/users/list"
    people = [("1", "BUDI  SANTOSO", "Kepala Bidang"), ("", "", ""), ("2", "SITI", "")]
    data = book(people, ("No", "Nama Lengkap", "Jabatan"), lambda _book, _sheet: 2)
    told = admin.post(where, query_string={"form": "xlsx"}, data=data)
    assert told.json["items"] == [
        {"row": 4, "name": "BUDI SANTOSO", "username": "", "title": "Kepala Bidang"},
        {"row": 6, "name": "SITI", "username": "", "title": ""},
    ]
    for form, body, code in (
        ("csv", b"Judul;Isi\nx;y", "header-unknown"),
        ("xlsx", b"<html>", "file-not-as-named"),
    ):
        answer = admin.post(where, query_string={"form": form}, data=body)
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert city.client("desk").post(where, query_string={"form": "csv"}).status_code == 404


def test_a_list_of_more_people_than_a_government_has_accounts_is_refused(city: World) -> None:
    data = "Nama\n" + "ORANG BARU\n" * 2001
    admin, where = city.client("admin"), "/api/users/list"
    answer = admin.post(where, query_string={"form": "csv"}, data=data.encode())
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")
    assert admin.get("/api/users").json["items"] != []


def test_an_opd_account_has_its_opd_and_only_that_one(city: World) -> None:
    assert make(city, {**BUDI, "roles": ["opd"]}).status_code == 422
    opd = str(city.opds["Disdik"])
    assert make(city, {**BUDI, "opd_id": opd}).status_code == 422
    assert make(city, {**BUDI, "roles": ["opd"], "opd_id": opd}).status_code == 201


def test_a_disabled_account_is_out_with_the_next_request(city: World) -> None:
    officer, admin = city.client("officer1"), city.client("admin")
    where = f"/api/users/{city.users['officer1']}"
    body = {"reason": "pindah tugas", "active": False}
    assert admin.patch(where, json=body).json["active"] is False
    assert officer.get("/api/session").status_code == 401
    assert admin.post(where + "/link").json["code"] == "step-not-allowed"


def test_a_new_link_ends_the_old_one_and_the_sessions_of_before(city: World) -> None:
    first = make(city, BUDI).json["items"][0]
    second = city.client("admin").post(f"/api/users/{first['user_id']}/link").json
    old = {"token": first["token"], "password": SANDI}
    assert city.client().post("/api/password", json=old).json["code"] == "link-spent"
    used = city.client()
    used.post("/api/password", json={"token": second["token"], "password": SANDI})
    third = city.client("admin").post(f"/api/users/{first['user_id']}/link").json
    assert used.get("/api/session").status_code == 200  # until the link is used
    city.client().post("/api/password", json={"token": third["token"], "password": SANDI + "2"})
    assert used.get("/api/session").status_code == 401


def test_an_admin_does_not_shut_the_own_door(city: World) -> None:
    where = f"/api/users/{city.users['admin']}"
    for change in ({"active": False}, {"roles": ["officer"]}):
        answer = city.client("admin").patch(where, json={"reason": "coba", **change})
        assert answer.json["code"] == "step-not-allowed"


def test_a_link_stands_for_the_password_and_never_for_the_second_factor(city: World) -> None:
    link = city.client("admin").post(f"/api/users/{city.users['approver']}/link").json
    with city.app.app_context():
        db.session.get_one(User, city.users["approver"]).totp_secret = "00"
        db.session.commit()
    stranger = city.client()
    body = {"token": link["token"], "password": SANDI}
    answer = stranger.post("/api/password", json=body)
    assert answer.json["code"] == "second-factor-needed"
    assert stranger.get("/api/session").status_code == 401
    assert city.client().post("/api/password", json=body).json["code"] == "link-spent"


def test_an_account_or_a_phone_that_is_not_there_is_told_as_such(city: World) -> None:
    admin, nobody = city.client("admin"), uuid4()
    answers = [
        admin.post(f"/api/users/{nobody}/link", json={}),
        admin.patch(f"/api/users/{nobody}", json={"reason": "pindah tugas", "title": "Staf"}),
        admin.post(f"/api/devices/{nobody}/revoke", json={"reason": "HP hilang"}),
    ]
    assert [one.json["code"] for one in answers] == ["not-found"] * 3


def test_a_spent_link_is_told_before_a_password_is_looked_at_and_again_when_it_is_used(
    city: World,
) -> None:
    person = {"username": "lain", "name": "Orang Lain", "password": "password1234"}
    answer = city.client().post("/api/first-admin", json={"token": "x" * 43, **person})
    assert answer.json["code"] == "link-spent"  # a guesser would cost a slow hash each
    with city.app.app_context(), pytest.raises(Problem) as late:
        invitations.accept("x" * 43, "lain", "Orang Lain", "!")  # used while the hash was made
    assert late.value.code is Code.LINK_SPENT


def test_an_account_without_second_factor_takes_no_code(city: World) -> None:
    with city.app.app_context():
        who = db.session.get_one(User, city.users["sekda"])
        assert not second_factor.accepts(who, "123456")
