"""Electronic signatures: the office's own seal, and PDFs that were signed elsewhere and come back."""

import asyncio
import io
import json
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tamper
from doors import connection_of
from flask import Flask
from paperwork import approved, drafted, furnished, letter_for_budi, signed, step, text_of, today
from pypdf import PdfReader, PdfWriter
from signatures import PASSWORD, office, signed_elsewhere
from sqlalchemy import text
from world import World

from server.archive.evidence import evidence_faults
from server.core.app_state import blobs
from server.settings import Settings, SettingsError
from server.summons.letters import signed_pdf, signed_pdf_door
from server.summons.service.sealing import check_seal

SEAL = "Segel BKPSDM Kota Contoh"


@pytest.fixture
def city(app: Flask) -> World:
    return furnished(app)


def sealing(tmp_path: Path, *, days: int = 300, **more: Any) -> dict[str, Path]:
    """Lay a seal and, elsewhere, its password down; return the settings that name them."""
    (tmp_path / "rahasia").mkdir()
    (tmp_path / "segel").mkdir()
    seal, password = tmp_path / "segel" / "kantor.p12", tmp_path / "rahasia" / "kata-sandi"
    seal.write_bytes(office(SEAL, days)[0])
    password.write_bytes(more.get("password", PASSWORD) + b"\n")
    return {"seal": seal, "seal_password": password}


def told(pdf: bytes, tool: str, tmp_path: Path, *words: str) -> str:
    file = tmp_path / "surat.pdf"
    file.write_bytes(pdf)
    done = subprocess.run([tool, *words, file], capture_output=True, text=True, check=True)
    return done.stdout


def pdf_of(city: World, letter: dict[str, Any], name: str = ".pdf") -> bytes:
    answer = city.client("desk").get(f"/api/letters/{letter['id']}{name}")
    assert answer.status_code == 200, answer.text
    return answer.data


def bring(city: World, letter: dict[str, Any], data: bytes, by: str = "desk") -> Any:
    return city.client(by).put(f"/api/letters/{letter['id']}/signed", data=data)


def test_a_letter_bears_the_seal_of_the_office_and_pdfsig_calls_it_valid(
    city: World, tmp_path: Path
) -> None:
    known = city.app.extensions["sidak_settings"]
    city.app.extensions["sidak_settings"] = replace(known, **sealing(tmp_path))
    try:
        letter = signed(city, letter_for_budi(city))
    finally:
        city.app.extensions["sidak_settings"] = known
    pdf = pdf_of(city, letter)
    said = told(pdf, "pdfsig", tmp_path, "-nocert")
    assert f"Signer Certificate Common Name: {SEAL}" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "Signature Validation: Signature is Valid." in said
    told(pdf, "qpdf", tmp_path, "--check")
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    marks = root["/Metadata"].get_data()  # type: ignore[index]
    assert re.search(rb'pdfaid:part(="|>)2', marks)
    assert re.search(rb'pdfaid:conformance(="|>)A', marks)
    assert letter["steps"][-1]["seal"] == SEAL
    token = letter["check_address"].rsplit("/", 1)[1]
    assert city.client().get(f"/api/letters/check/{token}").json["genuine"] is True
    # somebody signs the sealed paper by hand of a certified service: both signatures hold
    answer = bring(city, letter, signed_elsewhere(pdf))
    assert answer.status_code == 200, answer.text
    assert [one["name"] for one in answer.json["copy"]["signers"]] == [SEAL, "Drs. TTE CONTOH"]


def test_a_seal_that_cannot_be_used_stops_boot_or_signature_with_a_sentence(
    city: World, tmp_path: Path
) -> None:
    known = city.app.extensions["sidak_settings"]
    places = sealing(tmp_path, days=-1)
    old = replace(known, **places)
    check_seal(old)  # past its date: the server starts
    letter = approved(city, letter_for_budi(city))
    city.app.extensions["sidak_settings"] = old
    try:
        said = step(city, letter, "sign", status=409, number="1/X", dated=today().isoformat())
    finally:
        city.app.extensions["sidak_settings"] = known
    assert said["code"] == "seal-refused"
    assert "berakhir" in said["detail"]
    places["seal_password"].write_bytes(b"keliru")
    other = places["seal_password"].rename(tmp_path / "rahasia" / "lain")
    with pytest.raises(SettingsError, match="kata sandinya tidak cocok"):
        check_seal(replace(known, seal=places["seal"], seal_password=other))


def test_the_password_lies_neither_beside_the_seal_nor_in_the_backup(tmp_path: Path) -> None:
    for name in ("kantor.p12", "kata-sandi", "instance/kata-sandi"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    env = {"SIDAK_INSTANCE": str(tmp_path / "instance"), "SIDAK_SEAL": str(tmp_path / "kantor.p12")}
    with pytest.raises(SettingsError, match="go together"):
        Settings.from_environment(env)
    for place in ("kata-sandi", "instance/kata-sandi"):
        with pytest.raises(SettingsError, match="neither beside"):
            Settings.from_environment(env | {"SIDAK_SEAL_PASSWORD_FILE": str(tmp_path / place)})
    with pytest.raises(SettingsError, match="names no file"):
        Settings.from_environment(env | {"SIDAK_SEAL_PASSWORD_FILE": str(tmp_path / "none")})


@pytest.mark.one_database
def test_a_pdf_signed_elsewhere_is_checked_kept_and_served(city: World, tmp_path: Path) -> None:
    draft = letter_for_budi(city)
    assert bring(city, draft, b"x").json["code"] == "step-not-allowed"
    letter = signed(city, draft)
    issued = pdf_of(city, letter)
    good = signed_elsewhere(issued)
    touched = good[: len(issued)] + good[len(issued) :].replace(b"pyHanko", b"pyHankO")
    for data, why, near in (
        (b"bukan PDF", "unreadable", False),
        (issued, "unsigned", True),
        (touched, "broken", True),
        (signed_elsewhere(with_word(issued)), "other", True),
        (good + added_page(good), "changed", False),
    ):
        with looked_at_here() if near else nullcontext():
            answer = bring(city, letter, data)
        assert (answer.status_code, answer.json["why"]) == (422, why), (why, answer.text)
        assert answer.json["code"] == "signed-pdf-refused"
    assert bring(city, letter, good, by="inspector").status_code == 404

    answer = bring(city, letter, good)
    assert answer.status_code == 200, answer.text
    copy = answer.json["copy"]
    assert copy["issued_bytes"]
    assert not copy["added"]
    (signer,) = copy["signers"]
    assert (signer["name"], signer["trusted"]) == ("Drs. TTE CONTOH", None)
    assert pdf_of(city, letter) == good
    assert pdf_of(city, letter, "/issued.pdf") == issued
    assert answer.json["pdf_sha256"] == letter["pdf_sha256"]
    assert "Budi" in text_of(city, letter).title()
    with looked_at_here():
        assert bring(city, letter, good).json["copy"] == copy  # twice is once

    known = city.app.extensions["sidak_settings"]
    issuers = tmp_path / "penerbit.pem"
    for names, trusted in ((("Drs. TTE CONTOH",), True), ((SEAL,), False)):
        issuers.write_bytes(b"".join(office(name)[1] for name in names))
        city.app.extensions["sidak_settings"] = replace(known, trusted_issuers=issuers)
        try:
            with looked_at_here() if trusted else nullcontext():
                again = bring(city, letter, signed_elsewhere(issued, field=f"TTE{trusted}"))
        finally:
            city.app.extensions["sidak_settings"] = known
        assert again.json["copy"]["signers"][0]["trusted"] is trusted
    assert_kept(city)


@contextmanager
def looked_at_here() -> Iterator[None]:
    """Look at PDFs in this process: a reader shut in for each takes a second to start."""

    def look(asked: bytes) -> dict[str, Any]:
        loop = asyncio.new_event_loop()
        try:
            return signed_pdf_door.look(json.loads(asked), loop)
        except signed_pdf_door.Refused as refused:
            return {"refused": str(refused)}
        finally:
            loop.close()

    def run(*_program: object, input: bytes, **_: object) -> SimpleNamespace:  # noqa: A002
        with ThreadPoolExecutor(1) as beside:  # a browser of another test may have a loop here
            return SimpleNamespace(
                returncode=0, stdout=json.dumps(beside.submit(look, input).result())
            )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signed_pdf, "subprocess", SimpleNamespace(run=run, TimeoutExpired=OSError))
        yield


def assert_kept(city: World) -> None:
    """No copy changes or goes unnoticed, and the database itself refuses it."""
    token = "SELECT count(*) FROM letter_copies"
    bound = connection_of(city.app)
    assert bound.execute(text(token)).scalar_one() == 3
    with city.app.app_context():
        assert list(evidence_faults(blobs())) == []
    tamper.lift_guards(bound)
    bound.execute(text("UPDATE letter_copies SET sha256 = :other"), {"other": "0" * 64})
    with city.app.app_context():
        assert len(list(evidence_faults(blobs()))) == 3


def with_word(pdf: bytes) -> bytes:
    """Return the PDF with one step more in its drawing, as an editor would write it anew."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    page = writer.pages[0]
    drawing = page.get_contents()
    assert drawing is not None
    data = drawing.get_data()
    drawing.set_data(data.replace(b"ET", b"ET q Q", 1))
    page.replace_contents(drawing)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def added_page(pdf: bytes) -> bytes:
    """Return what an editor appends to put a page behind those that were signed."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.pages[0].rotate(180)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()[len(pdf) :]


@pytest.mark.one_database
def test_every_kind_of_letter_may_come_back(city: World) -> None:
    city.confirmed(city.finding())
    (letter,) = drafted(city, "B")
    letter = signed(city, letter, number="800/1/DISHUB/2026")
    answer = bring(city, letter, signed_elsewhere(pdf_of(city, letter)))
    assert answer.status_code == 200, answer.text
