"""Letters over HTTP: frozen words, a second pair of eyes, a number once, the signed bytes kept."""

import hashlib
import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
import python_calamine
import tamper
import world
from docx import Document
from flask import Flask
from paperwork import (
    KEPALA,
    LETTERHEAD,
    WIB,
    approved,
    change,
    draft,
    drafted,
    furnished,
    letter_for_budi,
    lines_of,
    missed,
    signed,
    step,
    take,
    text_of,
    today,
)
from sqlalchemy import select
from world import World

from server.core.audit import AuditEntry
from server.core.clock import iso, now
from server.core.db import db
from server.findings.models import Finding
from server.operations.models import Operation
from server.people.models import CalendarDay, Employee, Opd, WorkSchedule
from server.summons.letters.wording import day_and_date
from server.summons.models import Letter, Line
from server.summons.queries.letters import hearings_from
from server.summons.rules import SigningHold
from server.summons.service import drafts
from server.summons.service.content import head_title
from server.summons.service.signing import FIELDS


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


# --- Drafting -------------------------------------------------------------------------------------


def test_letter_a_asks_the_head_for_everybody_of_the_opd(city: World) -> None:
    for who in ("siti", "rina"):
        kind = "non_asn" if who == "rina" else "pns"
        city.confirmed(city.finding(identity=city.identity(who, kind=kind)))
    (letter,) = drafted(city)
    assert letter["addressee"] == ["Kepala Dinas Pendidikan"]
    assert [one["name"] for one in letter["people"]] == ["RINA WATI", "SITI AMINAH"]
    text = text_of(city, letter)
    for words in ("Kepala Dinas Pendidikan", "SITI AMINAH", "19900521 201903 2 007", "klarifikasi"):
        assert words in text
    assert "RINA WATI" in text
    assert "Pegawai non-ASN" in text
    assert "2 (dua) orang" in text
    assert "pemeriksaan" not in text.casefold()
    assert "KONSEP" in text


def test_letters_are_found_by_number_or_opd_in_any_operation(city: World) -> None:
    letter = signed(city, letter_for_budi(city), number="800.1.6.2/7_A/BKPSDM/2026")

    def found(words: str) -> list[str]:
        answer = city.client("sekda").post("/api/letters/search", json={"text": words})
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json["items"]]

    for words in ("7_a/bkpsdm", "perhubungan dinas", "dishub"):
        assert found(words) == [letter["id"]], words
    for words in ("7.a/bkpsdm", "pendidikan"):  # _ stands for itself alone
        assert found(words) == []
    for who in ("officer1", "opd_disdik", "admin"):
        assert city.client(who).post("/api/letters/search", json={"text": "di"}).status_code == 404


def test_each_opd_gets_its_own_letter(city: World) -> None:
    city.confirmed(city.finding())
    city.confirmed(city.finding(identity=city.identity("siti")))
    assert {one["opd_name"] for one in drafted(city)} == {
        "Dinas Pendidikan",
        "Dinas Perhubungan",
    }
    (only,) = drafted(city, opd_id=str(city.opds["Dishub"]))
    assert only["opd_name"] == "Dinas Perhubungan"


def test_a_second_draft_refreshes_the_first(city: World) -> None:
    first = letter_for_budi(city)
    city.confirmed(city.finding(identity=city.identity("head", kind="pns"), place="Kedai A"))
    (again,) = drafted(city)
    assert again["id"] == first["id"]
    assert again["revision"] == first["revision"] + 1
    assert len(again["people"]) == 2


def test_drafting_puts_candidates_on_the_list(city: World) -> None:
    letter = letter_for_budi(city)
    (line,) = lines_of(city).values()
    assert line["status"] == "listed"
    assert line["letter"] == {
        "id": letter["id"],
        "kind": "A",
        "status": "draft",
        "number": None,
        "call": None,
        "hearing_at": letter["hearing_at"],
    }


def test_without_anybody_listed_there_is_no_letter(city: World) -> None:
    assert draft(city).json["code"] == "no-lines"
    letter = letter_for_budi(city)
    step(city, letter, "submit")
    assert draft(city).json["code"] == "no-lines"


def test_without_a_signatory_there_is_no_letter(app: Flask) -> None:
    city = world.build(app)
    assert city.client("desk").get("/api/letterhead").status_code == 404
    city.confirmed(city.finding())
    assert draft(city).json["code"] == "signatory-missing"


@pytest.mark.one_database
def test_a_letter_to_the_head_never_names_the_head(city: World) -> None:
    city.confirmed(city.finding())
    city.confirmed(city.finding(identity=city.identity("head"), place="Kedai A"))
    with city.app.app_context():
        db.session.get_one(Opd, city.opds["Dishub"]).head_id = city.employees["head"]
        db.session.commit()
    by_addressee = {one["addressee"][0]: one for one in drafted(city)}
    assert set(by_addressee) == {"Kepala Dinas Perhubungan", "Sekretaris Daerah Kota Contoh"}
    to_head = text_of(city, by_addressee["Kepala Dinas Perhubungan"])
    to_sekda = text_of(city, by_addressee["Sekretaris Daerah Kota Contoh"])
    assert "SUTRISNO" not in to_head
    assert "SUTRISNO" in to_sekda
    assert "BUDI" not in to_sekda


@pytest.mark.one_database
def test_nobody_gets_or_signs_a_letter_that_names_them(city: World) -> None:
    with city.app.app_context():
        setda = db.session.get_one(Opd, city.opds["Dishub"])
        setda.head_title, setda.head_id = "Sekretaris Daerah", city.employees["budi"]
        db.session.get_one(Employee, city.employees["budi"]).nip = KEPALA["nip"]
        db.session.commit()
    city.confirmed(city.finding())
    assert draft(city).json["code"] == "signatory-missing"
    other = {**KEPALA, "name": "Orang Lain", "nip": None}
    assert city.client("desk").post("/api/signatories", json=other).status_code == 201
    (letter,) = drafted(city)
    assert letter["addressee"] == ["Wali Kota Contoh"]
    assert letter["signatory"]["name"] == "Orang Lain"


def test_the_head_of_one_office_is_meant() -> None:
    for title, name, said in (
        ("", "Dinas Sosial", "Kepala Dinas Sosial"),
        (" Kepala ", "Dinas Sosial", "Kepala Dinas Sosial"),
        ("Camat", "Kecamatan Mayangan", "Camat Mayangan"),
        ("Lurah", "Kelurahan Wiroborang", "Lurah Wiroborang"),
        ("Direktur RSUD Contoh", "RSUD", "Direktur RSUD Contoh"),
        ("Direktur RSUD", "RSUD dr. Contoh Husada", "Direktur RSUD dr. Contoh Husada"),
        ("Direktur", "RSUD dr. Contoh Husada", "Direktur RSUD dr. Contoh Husada"),
        ("Kepala Dinas", "Dinas Sosial", "Kepala Dinas Sosial"),
        ("Sekretaris Daerah", "Sekretariat Daerah", "Sekretaris Daerah"),
    ):
        assert head_title(Opd(head_title=title, name=name)) == said


def test_a_new_head_who_is_named_stops_the_letter(city: World) -> None:
    letter = letter_for_budi(city)
    with city.app.app_context():
        db.session.get_one(Opd, city.opds["Dishub"]).head_id = city.employees["budi"]
        db.session.commit()
    assert step(city, letter, "submit", status=409)["code"] == "addressee-named"


def test_working_time_is_asserted_of_those_alone_of_whom_it_is_known(city: World) -> None:
    first = letter_for_budi(city)
    assert "berada di luar kantor pada jam kerja" in text_of(city, first)
    with city.app.app_context():  # the hospital: who is off duty in the morning has worked at night
        night = WorkSchedule(name="Sif", shift=True, valid_from=date(2020, 1, 1))
        db.session.add(night)
        db.session.flush()
        db.session.get_one(Opd, city.opds["Disdik"]).schedule_id = night.id
        db.session.commit()
    city.confirmed(city.finding(identity=city.identity("siti")))
    by_opd = {one["opd_name"]: text_of(city, one) for one in drafted(city)}
    assert "berada di luar kantor pada jam kerja" in by_opd["Dinas Perhubungan"]
    assert "Unit sif, perlu dicek" in by_opd["Dinas Pendidikan"]
    assert "jam kerja" not in by_opd["Dinas Pendidikan"]
    assert "ditemukan berada di luar kantor pada waktu sidak" in by_opd["Dinas Pendidikan"]


def test_a_letter_does_not_put_a_later_finding_on_the_day_of_the_operation(city: World) -> None:
    later = now().replace(microsecond=0)
    clock = {
        "device_at": iso(later),
        "gps_at": iso(later),
        "monotonic_ms": 1.0,
        "server_offset_ms": 0,
    }
    with city.app.app_context():
        operation = db.session.get_one(Operation, city.operation)
        operation.name, day = f"Sidak {operation.day:%d-%m-%Y}", operation.day
        db.session.commit()
    assert f"pelaksanaan Sidak pada hari {day_and_date(day)}" in text_of(
        city, letter_for_budi(city)
    )
    who = city.identity("rina", kind="non_asn", opd_id=str(city.opds["Dishub"]))
    city.confirmed(city.finding(identity=who, captured_at=iso(later), clock=clock))
    with city.app.app_context():
        flags = dict(db.session.execute(select(Finding.name, Finding.flags)).all())
        assert {name for name, found in flags.items() if "outside_operation" in found} == {
            "RINA WATI"
        }
        row = db.session.scalars(select(Finding).where(Finding.name == "RINA WATI")).one()
        row.opd_id, row.verdicts = city.opds["Dishub"], {"work_time": {"state": "inside"}}
        db.session.commit()
    (letter,) = drafted(city)
    text = text_of(city, letter)
    assert f"pelaksanaan Sidak {day:%d-%m-%Y} berdasarkan" in text
    assert "pada hari dan waktu sebagaimana tercantum dalam lampiran surat ini" in text
    assert day_and_date(day) not in text
    for at in (city.seen_at, later):
        assert f"{at.astimezone(WIB):%d-%m-%Y pukul %H.%M} WIB" in text


def test_the_hearing_counts_working_days_over_the_calendar(city: World) -> None:
    day, left = today(), 4  # three, counted from the last day of the setting for its signature
    first = day + timedelta(days=1)
    while first.weekday() > 4:
        first += timedelta(days=1)
    with city.app.app_context():
        db.session.add(CalendarDay(day=first, kind="public", name="Libur contoh"))
        db.session.commit()
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day != first
    letter = letter_for_budi(city)
    assert datetime.fromisoformat(letter["hearing_at"]).astimezone(WIB) == datetime.combine(
        day, time(9), WIB
    )
    assert letter["hearing_place"] == "Ruang Rapat BKPSDM"
    assert "Hari kerja ke-3 sesudah" in letter["hearing_reason"]
    assert "melewati Libur contoh" in letter["hearing_reason"]


# --- Letter B -------------------------------------------------------------------------------------


def test_letter_b_is_signed_by_the_superior_of_the_finding_date(city: World) -> None:
    city.confirmed(city.finding())
    with city.app.app_context():
        db.session.get_one(Employee, city.employees["budi"]).superior_id = city.employees["siti"]
        db.session.commit()
    (letter,) = drafted(city, "B")
    assert letter["signatory"]["name"] == "Drs. SUTRISNO, M.Si."
    text = text_of(city, letter)
    assert "RAHASIA" in text
    assert "Pasal 4 huruf f" in text
    assert "BUDI SANTOSO" in text
    assert "Atasan Langsung" in text


def test_without_a_superior_there_is_no_letter_b(city: World) -> None:
    city.confirmed(city.finding(identity=city.identity("siti")))
    answer = draft(city, "B")
    assert (answer.status_code, answer.json["code"]) == (409, "superior-unknown")


def test_letter_b_does_not_fit_everybody(city: World) -> None:
    city.confirmed(city.finding(identity=city.identity("rina", kind="non_asn")))
    answer = draft(city, "B")
    assert (answer.status_code, answer.json["code"]) == (422, "letter-kind")


def test_letters_b_for_all_are_for_those_whom_they_fit(city: World) -> None:
    city.confirmed(city.finding())
    city.confirmed(city.finding(identity=city.identity("rina", kind="non_asn")))
    (letter,) = drafted(city, "B")
    assert [one["name"] for one in letter["people"]] == ["BUDI SANTOSO, S.T."]


def test_pppk_have_their_own_text(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Employee, city.employees["joko"]).superior_id = city.employees["siti"]
        db.session.commit()
    city.confirmed(city.finding(identity=city.identity("joko", kind="pppk")))
    own = "Untuk dimintai keterangan menurut perjanjian kerja Saudara."
    city.client("desk").put("/api/letterhead", json={**LETTERHEAD, "matters": {"pppk": own}})
    (letter,) = drafted(city, "B")
    text = text_of(city, letter)
    assert own in text
    assert "Pasal 4 huruf f" not in text
    changed = change(city, letter, matter="Untuk memberi keterangan.")
    assert "Untuk memberi keterangan." in text_of(city, changed)


def test_an_absent_person_is_called_a_second_time(city: World) -> None:
    letter = signed(city, letter_for_budi(city, "B"), "800/1/2026")
    (line,) = lines_of(city).values()
    assert (line["status"], line["hearing_at"]) == ("called", letter["hearing_at"])
    missed(city, line)
    (second,) = drafted(city, "B")
    assert second["id"] != letter["id"]
    assert second["call"] == 2
    assert "SURAT PANGGILAN II" in text_of(city, second)


# --- The steps ------------------------------------------------------------------------------------


def test_a_letter_walks_from_draft_to_delivery(city: World) -> None:
    letter = signed(city, letter_for_budi(city))
    assert letter["status"] == "signed"
    (line,) = lines_of(city).values()
    assert (line["status"], line["hearing_at"]) == ("called", letter["hearing_at"])
    letter = step(city, letter, "deliver", reason="diterima Sekretariat")
    assert letter["status"] == "delivered"
    assert [done["verb"] for done in letter["steps"]] == [
        "draft",
        "submit",
        "approve",
        "sign",
        "deliver",
    ]
    assert letter["steps"][-1]["reason"] == "diterima Sekretariat"


def test_the_signed_bytes_are_kept_and_served(city: World) -> None:
    letter = signed(city, letter_for_budi(city))
    first = city.client("desk").get(f"/api/letters/{letter['id']}.pdf").data
    assert hashlib.sha256(first).hexdigest() == letter["pdf_sha256"]
    with city.app.app_context():
        tamper.lift_guards(db.session.connection())
        row = db.session.get_one(Letter, UUID(letter["id"]))
        row.hearing_place = "somewhere else"
        db.session.commit()
    assert city.client("desk").get(f"/api/letters/{letter['id']}.pdf").data == first
    text = text_of(city, letter)
    assert "KONSEP" not in text
    assert "800.1.6.2/123/BKPSDM/2026" in text


@pytest.mark.one_database
def test_a_signed_letter_is_never_written_again(city: World) -> None:
    letter = signed(city, letter_for_budi(city))
    for changes in ({"number": "8/2026"}, {"dated": today().isoformat()}, {"hearing_place": "X"}):
        refused = change(city, letter, by="approver", status=409, **changes)
        assert refused["code"] == "step-not-allowed"


@pytest.mark.one_database
def test_a_letter_of_which_nobody_is_left_is_withdrawn_not_replaced(city: World) -> None:
    letter = signed(city, letter_for_budi(city))
    take(city, lines_of(city)["BUDI SANTOSO, S.T."], "clear", by="approver")
    refused = step(city, letter, "replace", by="approver", status=409, reason="salah orang")
    assert refused["code"] == "no-lines"


def test_a_draft_keeps_its_words_when_masters_change(city: World) -> None:
    letter = letter_for_budi(city)
    with city.app.app_context():
        db.session.get_one(Employee, city.employees["budi"]).name = "NAMA LAIN"
        db.session.get_one(Opd, city.opds["Dishub"]).head_title = "Kepala Lain"
        db.session.commit()
    text = text_of(city, letter)
    assert "BUDI SANTOSO" in text
    assert "Kepala Dinas Perhubungan" in text


def test_nobody_approves_what_they_drafted(city: World) -> None:
    city.confirmed(city.finding())
    answer = draft(city, by="approver")
    (letter,) = answer.json["items"]
    letter = step(city, letter, "submit")
    refused = step(city, letter, "approve", by="approver", status=409)
    assert refused["code"] == "second-person-needed"
    step(city, letter, "approve", by="desk", status=404)


def test_returning_needs_a_reason_and_the_approver(city: World) -> None:
    letter = step(city, letter_for_budi(city), "submit")
    assert step(city, letter, "return", by="approver", status=422)["code"] == "reason-needed"
    step(city, letter, "return", by="desk2", status=404, reason="salah")
    letter = step(city, letter, "return", by="approver", reason="lengkapi tempat")
    assert letter["status"] == "returned"
    assert letter["steps"][-1]["reason"] == "lengkapi tempat"
    assert step(city, letter, "submit")["status"] == "submitted"


def test_an_unapproved_letter_is_not_signed(city: World) -> None:
    letter = letter_for_budi(city)
    refused = step(city, letter, "sign", status=409, number="1", dated=today().isoformat())
    assert refused["code"] == "step-not-allowed"


def test_a_number_is_used_once_a_year_even_when_withdrawn(city: World) -> None:
    city.confirmed(city.finding())
    city.confirmed(city.finding(identity=city.identity("siti")))
    first, second = drafted(city)
    change(city, first, number="800.1.6.2/7/BKPSDM/2026", dated=today().isoformat())
    taken = change(city, second, number="800.1.6.2/7/BKPSDM/2026", status=409)
    assert taken["code"] == "number-taken"
    first = city.client("desk").get(f"/api/letters/{first['id']}").json
    assert step(city, first, "withdraw", reason="salah OPD")["status"] == "withdrawn"
    change(city, second, number="800.1.6.2/7/BKPSDM/2026", status=409)
    assert change(city, second, number="800.1.6.2/7a/BKPSDM/2026")["number"].endswith(
        "7a/BKPSDM/2026"
    )


def test_a_changed_date_blocks_signing_until_the_hearing_is_looked_at(city: World) -> None:
    letter = approved(city, letter_for_budi(city))
    letter = change(
        city, letter, number="800/9/2026", dated=(today() - timedelta(days=1)).isoformat()
    )
    assert letter["hearing_checked"] is False
    assert "hearing_not_checked_for_this_date" in letter["holds"]
    refused = step(city, letter, "sign", status=409)
    assert refused["code"] == "hearing-to-check"
    letter = change(city, letter, hearing_checked=True)
    assert (letter["hearing_checked"], letter["holds"]) == (True, [])
    assert step(city, letter, "sign")["status"] == "signed"


def test_a_letter_signed_a_working_day_later_need_not_go_back(city: World) -> None:
    before = now() - timedelta(days=1)
    while before.astimezone(WIB).weekday() > 4:
        before -= timedelta(days=1)
    with patch.object(drafts, "now", lambda: before):
        letter = letter_for_budi(city)
    letter = approved(city, letter)
    letter = step(city, letter, "sign", number="800/9/2026", dated=today().isoformat())
    assert (letter["status"], letter["hearing_checked"]) == ("signed", True)


def test_the_own_register_has_no_gap_and_keeps_what_was_withdrawn(city: World) -> None:
    head = {**LETTERHEAD, "own_register": True}
    assert city.client("desk").put("/api/letterhead", json=head).status_code == 200
    year, dated = today().year, today().isoformat()

    def number(place: str) -> str:
        return f"800.1.6.2/{place}/BKPSDM/{year}"

    letter = letter_for_budi(city)
    assert letter["numbered_here"]
    letter = approved(city, letter)
    refused = step(city, letter, "sign", status=422, number="800/9/2026", dated=dated)
    assert "register" in refused["invalid"]["number"][0].lower()
    letter = step(city, letter, "sign", dated=dated)
    found = [letter["number"]]
    for typed in ({}, {"number": "1a"}, {}):
        step(city, letter, "withdraw", by="approver", reason="tidak jadi")
        letter = approved(city, drafted(city)[0])
        if found[-1] == number("1a"):
            taken = step(city, letter, "sign", status=409, number="1A", dated=dated)
            assert taken["code"] == "number-taken"
        letter = step(city, letter, "sign", dated=dated, **typed)
        found.append(letter["number"])
    assert found == [number(place) for place in ("1", "2", "1a", "3")]
    (formal,) = drafted(city, "B")
    assert not formal["numbered_here"]


def test_who_took_the_paper_over_and_when_is_written_down(city: World) -> None:
    letter = signed(city, letter_for_budi(city))
    assert step(city, letter, "deliver", status=422)["code"] == "reason-needed"
    ahead = iso(now() + timedelta(days=1))
    refused = step(city, letter, "deliver", status=422, received_by="Sari", delivered_at=ahead)
    assert "delivered_at" in refused["invalid"]
    letter = step(city, letter, "deliver", received_by="Sari, staf umum")
    assert (letter["status"], letter["received_by"]) == ("delivered", "Sari, staf umum")


def test_the_ledger_has_each_letter_with_real_dates_and_nobodys_name(city: World) -> None:
    letter = signed(city, letter_for_budi(city))
    step(city, letter, "deliver", received_by="=Sari")
    drafted(city, "B")
    where = f"/api/operations/{city.operation}/letters"
    answer = city.client("sekda").get(f"{where}.xlsx")
    assert answer.status_code == 200
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    head, first, second = book.get_sheet_by_index(0).to_python()
    assert head[:4] == ["No.", "Jenis", "Nomor", "Tanggal"]
    assert first[1:7] == [
        "Surat",
        letter["number"],
        today(),
        "Kepala Dinas Perhubungan",
        1.0,
        first[6],
    ]
    assert first[6] == datetime.fromisoformat(letter["hearing_at"]).astimezone(WIB).replace(
        tzinfo=None
    )
    assert (first[7], first[10], second[7]) == ("Disampaikan", "=Sari", "Konsep")
    text = city.client("inspector").get(f"{where}.csv").data.decode("utf-8-sig")
    assert "'=Sari" in text
    for said in (text, str([head, first, second])):
        assert "BUDI" not in said
    assert city.client("officer1").get(f"{where}.xlsx").status_code == 404


def test_a_hearing_too_near_is_refused_with_the_first_day_that_may_be(city: World) -> None:
    letter = approved(city, letter_for_budi(city))
    letter = change(city, letter, number="800/9/2026", dated=today().isoformat())
    letter = change(city, letter, by="approver", hearing_at=f"{working_day()}T02:00:00Z")
    refused = step(city, letter, "sign", status=409)
    assert (refused["code"], refused["holds"]) == ("hearing-to-check", ["hearing_too_early"])
    moment = f"{refused['earliest']}T02:00:00Z"
    letter = change(city, letter, by="approver", hearing_at=moment)
    assert step(city, letter, "sign")["status"] == "signed"


def test_signing_needs_number_and_date(city: World) -> None:
    letter = approved(city, letter_for_budi(city))
    refused = step(city, letter, "sign", status=422)
    assert set(refused["invalid"]) == {"number", "dated"}


def test_what_was_approved_changes_only_by_the_approver(city: World) -> None:
    letter = step(city, letter_for_budi(city), "submit")
    change(city, letter, hearing_place="Aula", status=409)
    letter = step(city, letter, "approve", by="approver")
    change(city, letter, hearing_place="Aula", status=404)
    assert change(city, letter, by="approver", hearing_place="Aula")["hearing_place"] == "Aula"


def test_a_stale_letter_shows_both_versions(city: World) -> None:
    letter = letter_for_budi(city)
    change(city, letter, hearing_place="Aula")
    stale = change(city, letter, hearing_place="Kantin", status=409)
    assert stale["code"] == "stale-revision"
    assert stale["current"]["hearing_place"] == "Aula"
    assert step(city, letter, "submit", status=409)["code"] == "stale-revision"


def test_a_signed_letter_names_nobody_who_left_the_list(city: World) -> None:
    letter = approved(city, letter_for_budi(city))
    (line,) = lines_of(city).values()
    body = {"reason": "keliru", "revision": line["revision"]}
    city.client("desk").post(f"/api/lines/{line['line_id']}/exclude", json=body)
    refused = step(city, letter, "sign", status=409, number="8/2026", dated=today().isoformat())
    assert refused["code"] == "no-lines"
    assert refused["line_ids"] == [line["line_id"]]


def test_a_replaced_letter_is_kept_beside_the_new_draft(city: World) -> None:
    old = signed(city, letter_for_budi(city))
    new = step(city, old, "replace", by="approver", reason="tempat berubah")
    assert new["id"] != old["id"]
    assert new["replaces"] == {"id": old["id"], "number": old["number"]}
    assert new["status"] == "draft"
    kept = city.client("desk").get(f"/api/letters/{old['id']}").json
    assert kept["status"] == "replaced"
    text = text_of(city, kept)
    assert "800.1.6.2/123/BKPSDM/2026" in text


def test_a_number_with_a_space_or_in_small_letters_is_the_same_number(city: World) -> None:
    city.confirmed(city.finding())
    city.confirmed(city.finding(identity=city.identity("siti")))
    first, second = drafted(city)
    first = change(city, first, number=" 800.1.6.2/ 13 /BKPSDM /2026", dated=today().isoformat())
    assert first["number"] == "800.1.6.2/13/BKPSDM/2026"
    second = approved(city, second)
    for same in ("800.1.6.2/\u00a013/BKPSDM/2026", "800.1.6.2/13 /bkpsdm/2026"):
        taken = step(city, second, "sign", status=409, number=same, dated=today().isoformat())
        assert taken["code"] == "number-taken", same
    with city.app.app_context():  # one of the time before numbers were written one way
        db.session.get_one(Letter, UUID(first["id"])).number = "800.1.6.2/ 13/BKPSDM/2026"
        db.session.commit()
    change(city, second, number="800.1.6.2/13/BKPSDM/2026", status=409)
    assert change(city, second, number="Nomor  14 /2026")["number"] == "Nomor 14/2026"


def working_day() -> date:
    """Return the next day after today that is no Saturday or Sunday."""
    day = today() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def test_an_impossible_hearing_stops_before_the_paraf(city: World) -> None:
    letter = letter_for_budi(city)
    usual = letter["hearing_at"]
    saturday = today() + timedelta(days=(5 - today().weekday()) % 7 + 14)
    stamp = today().isoformat()
    for changes, hold in (
        ({"hearing_at": f"{today() - timedelta(days=1)}T02:00:00Z"}, "hearing_past"),
        ({"hearing_at": f"{saturday}T02:00:00Z"}, "hearing_on_day_off"),
        ({"hearing_at": f"{working_day()}T02:00:00Z", "dated": stamp}, "hearing_too_early"),
        ({"hearing_at": f"{today() - timedelta(days=1)}T02:00:00Z"}, "hearing_before_letter"),
        ({"hearing_at": usual, "dated": "2020-01-06"}, "letter_date_before_operation"),
    ):
        letter = change(city, letter, **changes)
        assert hold in letter["holds"], hold
        refused = step(city, letter, "submit", status=422 if "operation" in hold else 409)
        assert hold in refused["holds"]
        assert ("dated" in refused.get("invalid", {})) == ("operation" in hold)
    letter = change(city, letter, hearing_at=usual, dated=None)
    letter = step(city, letter, "submit")
    with city.app.app_context():
        row = db.session.get_one(Letter, UUID(letter["id"]))
        row.hearing_at = datetime.combine(saturday, time(2), UTC)
        db.session.commit()
    refused = step(city, letter, "approve", by="approver", status=409)
    assert (refused["code"], refused["holds"]) == ("hearing-to-check", ["hearing_on_day_off"])


def test_an_hour_at_which_nobody_is_there_is_confirmed_apart(city: World) -> None:
    city.confirmed(city.finding(identity=city.identity("siti")))
    city.confirmed(city.finding(identity=city.identity("rina", kind="non_asn")))
    (letter,) = drafted(city)
    day = datetime.fromisoformat(letter["hearing_at"]).date()
    night = f"{day - timedelta(days=1)}T20:00:00Z"  # 03.00
    # not even in the same breath: the screen says so first
    letter = change(city, letter, hearing_at=night, hearing_checked=True)
    assert letter["hearing_checked"] is False
    assert letter["holds"][-1] == "hearing_outside_hours"
    assert step(city, letter, "submit", status=409)["holds"] == ["hearing_outside_hours"]
    letter = change(city, letter, hearing_checked=True)
    assert "hearing_outside_hours" not in letter["holds"]
    # the paper, its lampiran, the list and the diary say one hour
    times = [f"{day}T03.00", f"{day}T03.30"]
    assert [local(one["hearing_at"]) for one in letter["people"]] == times
    drafts_of = {one["letter"]["hearing_at"] for one in lines_of(city).values()}
    assert sorted(map(local, drafts_of)) == times
    text = text_of(city, signed(city, letter))
    assert "pukul 03.00 WIB s.d. selesai" in text
    assert "Menghadap pukul 03.30 WIB" in text
    assert sorted(local(one["hearing_at"]) for one in lines_of(city).values()) == times
    with city.app.app_context():
        called = hearings_from(now(), None)
        assert sorted(local(iso(at)) for _place, at in called) == times


def local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(WIB):%Y-%m-%dT%H.%M}"


def test_a_letter_is_not_signed_before_its_day(city: World) -> None:
    letter = approved(city, letter_for_budi(city))
    ahead = (today() + timedelta(days=1)).isoformat()
    refused = step(city, letter, "sign", status=422, number="800/9/2026", dated=ahead)
    assert refused["invalid"] == {"dated": [FIELDS[SigningHold.LETTER_AHEAD][1]]}
    letter = change(city, letter, number="800/9/2026", dated=ahead)
    assert "letter_date_ahead" in letter["holds"]
    letter = change(city, letter, dated=today().isoformat())
    assert step(city, letter, "sign")["status"] == "signed"


@pytest.mark.one_database
def test_a_letter_dated_on_a_day_off_is_told_and_not_held(city: World) -> None:
    with city.app.app_context():
        db.session.add(CalendarDay(day=today(), kind="government", name="Cuti bersama contoh"))
        db.session.commit()
    letter = letter_for_budi(city)
    assert letter.get("notes", []) == []
    letter = change(city, letter, dated=today().isoformat())
    assert (letter["notes"], letter["holds"]) == (["letter_on_day_off"], ["not_approved"])
    assert step(city, letter, "submit")["status"] == "submitted"


# --- Papers and rights ----------------------------------------------------------------------------


@pytest.mark.one_database
def test_an_exercise_says_so_on_paper(city: World) -> None:
    with city.app.app_context():
        db.session.get_one(Operation, city.operation).simulation = True
        db.session.commit()
    letter = letter_for_budi(city)
    assert "SIMULASI" in text_of(city, letter)
    assert "SIMULASI" in text_of(city, signed(city, letter))


@pytest.mark.one_database
def test_the_docx_names_the_person(city: World) -> None:
    for kind in ("A", "B"):
        if kind == "A":
            letter = letter_for_budi(city)
        else:
            (letter,) = drafted(city, "B")
        data = city.client("desk").get(f"/api/letters/{letter['id']}.docx").data
        document = Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        words = " ".join(cells + [part.text for part in document.paragraphs])
        assert "BUDI SANTOSO" in words


@pytest.mark.one_database
def test_the_bundle_has_a_folder_per_opd(city: World) -> None:
    empty = city.client("desk").get(f"/api/operations/{city.operation}/letters.zip")
    assert empty.json["code"] == "no-lines"
    city.confirmed(city.finding())
    city.confirmed(city.finding(identity=city.identity("siti")))
    drafted(city)
    drafted(city, "B", line_ids=[lines_of(city)["BUDI SANTOSO, S.T."]["line_id"]])
    answer = city.client("desk").get(f"/api/operations/{city.operation}/letters.zip")
    # it is audited before its bytes leave, and made while they do: the reader counts its files
    with city.app.app_context():
        latest = select(AuditEntry).order_by(AuditEntry.log_index.desc()).limit(1)
        assert db.session.scalar(latest).detail["format"] == "zip"
    assert answer.content_length is None
    assert answer.headers["Sidak-Files"] == "3" == str(answer.data.count(b"PK\x07\x08"))
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert sorted(names) == [
        "Dinas Pendidikan/Surat konsep Dinas Pendidikan.pdf",
        "Dinas Perhubungan/Surat Panggilan I konsep BUDI SANTOSO, S.T.pdf",
        "Dinas Perhubungan/Surat konsep Dinas Perhubungan.pdf",
    ]


def test_every_file_leaves_a_trace(city: World) -> None:
    letter = letter_for_budi(city)
    for kind in ("pdf", "docx"):
        city.client("sekda").get(f"/api/letters/{letter['id']}.{kind}")
    with city.app.app_context():
        rows = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "letter.read")
        ).all()
        assert [(row.actor_id, row.detail["format"]) for row in rows] == [
            (city.users["sekda"], "pdf"),
            (city.users["sekda"], "docx"),
        ]


@pytest.mark.parametrize("who", ["officer1", "coordinator1", "opd_disdik", "admin"])
def test_letters_are_hidden_from_others(city: World, who: str) -> None:
    letter = letter_for_budi(city)
    client = city.client(who)
    path = f"/api/letters/{letter['id']}"
    assert client.get(path).status_code == 404
    assert client.get(f"{path}.pdf").status_code == 404
    assert client.get(f"{path}.docx").status_code == 404
    assert client.get(f"/api/operations/{city.operation}/letters").status_code == 404
    assert client.get(f"/api/operations/{city.operation}/letters.zip").status_code == 404
    assert draft(city, by=who).status_code == 404
    for verb in ("submit", "return", "approve", "sign", "deliver", "withdraw", "replace"):
        step(city, letter, verb, by=who, status=404, reason="x")
    change(city, letter, by=who, status=404, hearing_place="x")


def test_readers_read_letters_and_change_none(city: World) -> None:
    letter = letter_for_budi(city)
    for who in ("sekda", "inspector"):
        path = f"/api/operations/{city.operation}/letters"
        (seen,) = city.client(who).get(path).json["items"]
        assert seen["id"] == letter["id"]
        assert draft(city, by=who).status_code == 404
        step(city, letter, "submit", by=who, status=404)


def test_who_found_somebody_drafts_no_letter_about_them(city: World) -> None:
    city.confirmed(city.finding())
    with city.app.app_context():
        finder = db.session.get_one(world.User, city.users["officer1"])
        finder.roles = ["officer", "bkpsdm"]
        db.session.commit()
    refused = draft(city, by="officer1")
    assert (refused.status_code, refused.json["code"]) == (409, "second-person-needed")
    with city.app.app_context():
        assert db.session.scalars(select(Line)).all() == []


def test_the_kop_and_signatories_are_kept_by_desk_and_admin(city: World) -> None:
    assert city.client("admin").get("/api/letterhead").json["hearing_days_b"] == 8
    (kepala,) = city.client("sekda").get("/api/signatories").json["items"]
    path = f"/api/signatories/{kepala['id']}"
    changed = city.client("admin").patch(path, json={"form": "Plt."})
    assert changed.json["form"] == "Plt."
    for who in ("sekda", "officer1"):
        assert city.client(who).put("/api/letterhead", json=LETTERHEAD).status_code == 404
        assert city.client(who).post("/api/signatories", json=KEPALA).status_code == 404
        assert city.client(who).patch(path, json={"active": False}).status_code == 404
    assert city.client("desk").patch(path, json={"secret": 1}).status_code == 422


def test_a_kop_without_its_address_is_refused(city: World) -> None:
    for empty in ("", "  "):
        answer = city.client("desk").put("/api/letterhead", json={**LETTERHEAD, "address": empty})
        assert (answer.status_code, answer.json["code"]) == (422, "bad-field")
        assert answer.json["invalid"] == {"address": ["Wajib diisi, paling panjang 300 karakter."]}
    assert city.client("desk").get("/api/letterhead").json["address"] == LETTERHEAD["address"]


def test_an_emblem_that_cannot_be_drawn_is_refused(city: World) -> None:
    desk = city.client("desk")
    for bad in ("no picture", "<svg", "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>"):
        answer = desk.put("/api/letterhead", json={**LETTERHEAD, "emblem_svg": bad})
        assert (answer.status_code, answer.json["code"]) == (422, "bad-field"), bad
    good = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle r='4'/></svg>"
    assert desk.put("/api/letterhead", json={**LETTERHEAD, "emblem_svg": good}).status_code == 200
    assert "klarifikasi" in text_of(city, letter_for_budi(city))
