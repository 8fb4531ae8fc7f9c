"""Letters that call nobody: referral, notice about outsourced staff, and the ralat after a mistake."""

import io
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from docx import Document
from flask import Flask
from paperwork import (
    KEPALA,
    LETTERHEAD,
    WIB,
    change,
    draft,
    drafted,
    furnished,
    letter_for_budi,
    lines_of,
    signed,
    step,
    take,
    text_of,
    today,
)
from world import World


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def stranger(city: World, name: str, kind: str, **more: Any) -> UUID:
    return city.confirmed(city.finding(identity=city.identity(name=name, kind=kind, **more)))


def words(city: World, letter: dict[str, Any]) -> str:
    """The words of the PDF; those of the DOCX are the same."""
    text = text_of(city, letter)
    data = city.client("desk").get(f"/api/letters/{letter['id']}.docx").data
    document = Document(io.BytesIO(data))
    paragraphs = " ".join(one.text for one in document.paragraphs)
    for paragraph in letter["content"]["paragraphs"] if "content" in letter else []:
        assert paragraph in paragraphs
    return text


def test_people_of_another_government_are_referred_and_not_called(city: World) -> None:
    stranger(city, "WAHYU", "other_agency", opd_text="Dinas PU Provinsi Contoh")
    stranger(city, "RATNA", "other_agency", opd_text="Kantor Pajak Contoh")
    assert draft(city).json["code"] == "no-lines"
    by_agency = {one["addressee"][0]: one for one in drafted(city, "referral")}
    assert set(by_agency) == {"Pimpinan Dinas PU Provinsi Contoh", "Pimpinan Kantor Pajak Contoh"}
    letter = by_agency["Pimpinan Dinas PU Provinsi Contoh"]
    assert (letter["hearing_at"], letter["kind"], letter["call"]) == (None, "referral", None)
    letter = change(city, letter, addressee="Kepala Dinas Pekerjaan Umum Provinsi Contoh")
    text = words(city, letter)
    assert "Kepala Dinas Pekerjaan Umum Provinsi Contoh" in text
    assert "WAHYU" in text
    assert "RATNA" not in text
    assert "tidak melakukan pemanggilan" in text
    # whose hours and place of duty nobody here knows
    assert "jam kerja" not in text
    assert "di tempat dan pada waktu sebagaimana tercantum dalam lampiran" in text
    letter = signed(city, letter, "800/5/2026")
    assert letter["status"] == "signed"
    assert lines_of(city) == {}
    # the signed one is not drafted again, the other one is the same draft
    (again,) = drafted(city, "referral")
    assert again["id"] == by_agency["Pimpinan Kantor Pajak Contoh"]["id"]
    # replaced, it is a draft again for the same people, and its addressee stays as it was typed in
    fresh = step(city, letter, "replace", by="approver", reason="salah nomor")
    assert (fresh["status"], fresh["replaces"]["number"]) == ("draft", "800/5/2026")
    assert fresh["addressee"] == ["Kepala Dinas Pekerjaan Umum Provinsi Contoh"]
    assert [one["name"] for one in fresh["people"]] == ["WAHYU"]
    assert len(drafted(city, "referral")) == 2


@pytest.mark.one_database
def test_who_turns_out_to_be_of_our_own_is_referred_no_more(city: World) -> None:
    finding = stranger(city, "WAHYU", "other_agency", opd_text="Kantor Pajak Contoh")
    letter = signed(city, drafted(city, "referral")[0], "800/5/2026")
    budi = str(city.employees["budi"])
    answer = city.judge(finding, "identify", revision=2, employee_id=budi, kind="pns")
    assert answer.status_code == 200, answer.text
    refused = step(city, letter, "replace", by="approver", status=409, reason="salah nomor")
    assert refused["code"] == "no-lines"


def test_outsourced_staff_go_to_the_official_of_the_contract(city: World) -> None:
    stranger(city, "DEWI", "outsourced", opd_id=str(city.opds["Dishub"]))
    own = "Mohon diteruskan kepada penyedia sesuai kontrak nomor 12."
    city.client("desk").put("/api/letterhead", json={**LETTERHEAD, "matters": {"notice": own}})
    (letter,) = drafted(city, "notice")
    assert letter["addressee"] == ["Pejabat Pembuat Komitmen Dinas Perhubungan"]
    assert letter["opd_id"] == str(city.opds["Dishub"])
    text = words(city, letter)
    for wanted in ("DEWI", "tenaga alih daya", own):
        assert wanted in text


def test_a_wrong_person_gets_a_ralat_to_everybody_who_got_the_letter(city: World) -> None:
    city.confirmed(city.finding(identity=city.identity("head"), place="Kedai A"))
    wrong = signed(city, letter_for_budi(city), "800/7/2026")
    assert draft(city, "correction").json["code"] == "no-lines"
    line = lines_of(city)["BUDI SANTOSO, S.T."]
    take(city, line, "clear", by="approver", reason="salah orang")
    due = city.client("desk").get("/api/due").json["items"]
    assert due[0]["kind"] == "correction_due"
    # the first page opens the letters of its operation: the ralat is still to be drafted
    where = (due[0]["operation_id"], due[0]["line_id"], due[0]["finding_id"], due[0]["letter_id"])
    assert where == (str(city.operation), line["line_id"], None, None)
    # one working day from when the name was cleared
    until = datetime.fromisoformat(due[0]["due_at"]).astimezone(WIB).date()
    assert until > today()
    assert until.weekday() < 5
    (letter,) = drafted(city, "correction")
    assert letter["corrects"] == {"id": wrong["id"], "number": "800/7/2026"}
    assert letter["addressee"] == wrong["addressee"]
    assert [one["name"] for one in letter["people"]] == ["BUDI SANTOSO, S.T."]
    text = words(city, step(city, letter, "submit"))
    for wanted in ("Ralat surat Nomor 800/7/2026", "1 (satu) orang", "Yang bersangkutan",
                   "Sekretaris Daerah Kota Contoh", "tidak berlaku"):  # fmt: skip
        assert wanted in text
    assert "SUTRISNO" not in text
    assert "Pasar Baru" not in text
    assert "correction_due" not in [
        one["kind"] for one in city.client("desk").get("/api/due").json["items"]
    ]
    totals = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.json").json
    assert totals["not_listed"]["cleared"] == 1
    letter = city.client("desk").get(f"/api/letters/{letter['id']}").json
    letter = step(city, letter, "approve", by="approver")
    letter = step(city, letter, "sign", number="800/9/2026", dated=today().isoformat())
    fresh = step(city, letter, "replace", by="approver", reason="salah tanggal")
    assert fresh["corrects"] == {"id": wrong["id"], "number": "800/7/2026"}
    assert [one["name"] for one in fresh["people"]] == ["BUDI SANTOSO, S.T."]


@pytest.mark.one_database
def test_a_ralat_waits_until_the_desk_has_judged_again(city: World) -> None:
    finding = city.confirmed(city.finding())
    signed(city, drafted(city)[0], "800/7/2026")
    assert city.judge(finding, "reopen", by="approver", revision=2).status_code == 200
    assert draft(city, "correction").json["code"] == "no-lines"
    assert city.judge(finding, "dismiss", revision=3).status_code == 200
    assert [one["corrects"]["number"] for one in drafted(city, "correction")] == ["800/7/2026"]


def test_who_saw_a_wrong_letter_is_known_and_who_saw_it_after_is_not_mixed_in(city: World) -> None:
    wrong = signed(city, letter_for_budi(city), "800/7/2026")
    text_of(city, wrong)
    where = f"/api/operations/{city.operation}"
    for path in (f"/api/letters/{wrong['id']}", f"{where}/summons-list.csv", f"{where}/recap"):
        assert city.client("sekda").get(path).status_code == 200
    assert city.client("inspector").get(f"{where}/letters.zip").status_code == 200
    take(city, lines_of(city)["BUDI SANTOSO, S.T."], "clear", by="approver", reason="salah orang")
    assert city.client("desk2").get(f"{where}/summons-list.pdf").status_code == 200
    answer = city.client("inspector").get(f"/api/letters/{wrong['id']}/readers")
    assert answer.status_code == 200
    assert {(one["reader_name"], one["how"]) for one in answer.json["items"]} == {
        ("Desk", "letter_pdf"),
        ("Desk", "list"),
        ("Sekda", "letter"),
        ("Sekda", "list_csv"),
        ("Inspector", "letters_zip"),
    }
    assert all(one["first_at"] <= one["last_at"] for one in answer.json["items"])
    assert city.client("opd_disdik").get(f"/api/letters/{wrong['id']}/readers").status_code == 404


def test_the_ralat_of_a_letter_b_goes_to_the_person_and_the_superior_knows(city: World) -> None:
    signed(city, letter_for_budi(city, "B"), "800/8/2026")
    take(city, lines_of(city)["BUDI SANTOSO, S.T."], "clear", by="approver", reason="salah orang")
    (letter,) = drafted(city, "correction")
    assert letter["addressee"] == ["BUDI SANTOSO, S.T."]
    text = words(city, letter)
    assert "Drs. SUTRISNO, M.Si., selaku atasan langsung" in text


def test_each_kind_may_have_its_own_signatory(city: World) -> None:
    stranger(city, "WAHYU", "other_agency", opd_text="Kantor Pajak Contoh")
    sekda = {**KEPALA, "letter_kind": "referral", "title": "Sekretaris Daerah", "name": "SEKDA X",
             "nip": None, "form": "a.n.", "on_behalf_of": "Wali Kota Contoh"}  # fmt: skip
    assert city.client("desk").post("/api/signatories", json=sekda).status_code == 201
    (letter,) = drafted(city, "referral")
    assert letter["signatory"]["titles"] == ["Wali Kota Contoh", "Sekretaris Daerah"]
    head = city.client("desk").get("/api/letterhead").json
    assert set(head["default_matters"]) == {
        "pns", "pppk", "pppk_part_time", "referral", "notice", "correction", "ladder", "order",
    }  # fmt: skip
