"""Evidence outside the house: a bundle and a small verifier that names whatever was altered."""

import ast
import gc
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tamper
import world
from drills import chain
from flask import Flask
from sqlalchemy import delete, select
from world import World

from server.archive import bundle, verifier
from server.archive.service import checkpoint_fault
from server.core import audit
from server.core.app_state import blobs, keys
from server.core.audit import AuditEntry
from server.core.clock import now
from server.core.db import db, transaction
from server.findings.models import Finding, FindingPhoto
from server.summons.models import Letter

PDF = b"%PDF-1.7 surat yang ditandatangani"


@pytest.fixture
def city(app: Flask) -> World:
    """Six findings with photos and verbs, and one signed letter."""
    city = chain.furnish(app)
    with app.app_context():
        letter = Letter(
            operation_id=city.operation, kind="A", status="signed", number="1", year=2026,
            dated=date(2026, 11, 23), hearing_at=now(), hearing_place="BKPSDM", content={},
            pdf_sha256=blobs().put(PDF), drafted_by=city.users["desk"],
        )  # fmt: skip
        db.session.add(letter)
        db.session.flush()
        audit.record(
            "letter.sign", actor_id=None, subject_id=letter.id,
            operation_id=city.operation, pdf_sha256=letter.pdf_sha256,
        )  # fmt: skip
        db.session.commit()
    return city


def exported(city: World, file: Path) -> tuple[Path, str]:
    with city.app.app_context(), transaction():
        bundle.export(file, keys(), blobs(), city.operation)
        return file, keys().key_id


def with_one_byte_changed(source: Path, target: Path, name: str) -> Path:
    """Write the bundle again with the middle byte of one file changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.namelist():
            data = bytearray(old.read(one))
            if one == name:
                data[len(data) // 2] ^= 1
            new.writestr(one, bytes(data))
    return target


def test_an_untouched_bundle_verifies_also_as_a_program_of_its_own(
    city: World, tmp_path: Path
) -> None:
    file, key = exported(city, tmp_path / "bundle.zip")
    assert verifier.faults(file, key, []) == []
    done = subprocess.run(
        [sys.executable, "-I", verifier.__file__, str(file), "--key", key],
        check=False, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "Nothing was altered.\n"), done.stderr


@pytest.mark.one_database
def test_a_long_chain_is_written_a_batch_at_a_time(
    city: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million rows must not stand in memory together."""
    together: list[int] = []

    def counted(row: AuditEntry) -> dict[str, Any]:
        together.append(sum(isinstance(one, AuditEntry) for one in gc.get_objects()))
        return audit.hashed_form(row)

    gc.collect()
    before = sum(isinstance(one, AuditEntry) for one in gc.get_objects())
    monkeypatch.setattr(bundle, "BATCH", 3)
    monkeypatch.setattr(bundle, "hashed_form", counted)
    exported(city, tmp_path / "bundle.zip")
    assert len(together) > 12
    assert max(together) - before <= 6


def test_the_verifier_needs_only_cryptography_and_stays_small() -> None:
    source = Path(verifier.__file__).read_text()
    assert len(source.splitlines()) <= 300
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    outside = {name.split(".")[0] for name in imported} - sys.stdlib_module_names
    assert outside == {"cryptography"}


def test_one_changed_byte_of_each_kind_is_named(city: World, tmp_path: Path) -> None:
    file, key = exported(city, tmp_path / "bundle.zip")
    with zipfile.ZipFile(file) as opened:
        names = opened.namelist()
    kinds = {name.split("/")[0]: name for name in names}
    assert set(kinds) == {"audit.jsonl", "receipts.jsonl", "findings", "photos", "letters",
                          "bundle.json"}  # fmt: skip
    for kind, name in kinds.items():
        changed = with_one_byte_changed(file, tmp_path / f"{kind}.zip", name)
        named = [item for item, _ in verifier.faults(changed, key, [])]
        assert name in named, (kind, named)


def test_without_the_signed_list_chain_receipts_and_files_still_name_the_item(
    city: World, tmp_path: Path
) -> None:
    """Whoever can sign (the server itself) makes the list fit again: the rest must speak."""
    file, _ = exported(city, tmp_path / "bundle.zip")
    with zipfile.ZipFile(file) as opened:
        kinds = {name.split("/")[0]: name for name in opened.namelist()}
    for kind, expected in (
        ("audit.jsonl", "audit row"), ("receipts.jsonl", "receipts.jsonl:"),
        ("findings", kinds["findings"]), ("photos", kinds["photos"]),
        ("letters", kinds["letters"]),
    ):  # fmt: skip
        changed = with_one_byte_changed(file, tmp_path / f"{kind}.zip", kinds[kind])
        opened = verifier.Bundle(changed, None)
        rows: dict[int, dict[str, object]] = {}
        found = [*verifier.chain_faults(opened, rows), *verifier.finding_faults(opened, rows)]
        found += verifier.letter_faults(opened, rows)
        assert any(name.startswith(expected) for name, _ in found), (kind, found)


def test_files_removed_or_added_are_named(city: World, tmp_path: Path) -> None:
    file, key = exported(city, tmp_path / "bundle.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "other.zip", "w") as new:
        gone = next(name for name in old.namelist() if name.startswith("photos/"))
        for name in old.namelist():
            if name != gone:
                new.writestr(name, old.read(name))
        new.writestr("photos/lain", b"x")
    named = [item for item, _ in verifier.faults(tmp_path / "other.zip", key, [])]
    assert gone in named
    assert "photos/lain" in named


def test_a_server_that_rewrites_everything_is_caught_by_the_phones_receipt(
    city: World, tmp_path: Path
) -> None:
    """E2: the last rows and all they speak of are taken away; inside the database nothing shows."""
    finding_id, answer = city.send(city.finding(sequence=99))
    receipt = tmp_path / "receipt.json"
    receipt.write_text(answer.text)
    with city.app.app_context():
        printed = audit.checkpoint()
        assert checkpoint_fault(printed) is None
        row = db.session.get_one(Finding, finding_id)
        for photo in db.session.scalars(select(FindingPhoto)):
            assert photo.finding_id != finding_id
        tamper.lift_guards(db.session.connection())
        db.session.execute(delete(AuditEntry).where(AuditEntry.log_index >= row.log_index))
        db.session.delete(row)
        db.session.commit()
        assert "shorter" in str(checkpoint_fault(printed))
    file, key = exported(city, tmp_path / "bundle.zip")
    assert verifier.faults(file, key, []) == []
    (fault,) = verifier.faults(file, key, [verifier.read_point(str(receipt))])
    assert fault[0] == f"receipt {finding_id}"
    with city.app.app_context():
        city_again = json.loads(receipt.read_text())
        point = f"{city_again['log_index']}:{city_again['log_hash'][:16]}"
        assert checkpoint_fault(point) is not None


def test_a_row_that_cannot_be_read_is_named_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("bundle.json", json.dumps({"public_key": "A" * 43}))
        made.writestr("audit.jsonl", '["no row"]\n{"log_index": 2')
    found = list(verifier.chain_faults(verifier.Bundle(file, None), {}))
    assert found == [(f"audit.jsonl:{line}", "this row cannot be read") for line in (1, 2)]


def test_a_number_is_written_as_rfc_8785_writes_it_or_refused() -> None:
    numbers = [1.0, -7.0, 8.5, 0.25, 1000.5, 3]
    assert verifier.canonical(numbers) == "[1,-7,8.5,0.25,1000.5,3]"
    for strange in (1e300, 1e-9, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="outside the plain range"):
            verifier.canonical(strange)


def test_a_bundle_of_another_key_is_refused(city: World, tmp_path: Path) -> None:
    file, _ = exported(city, tmp_path / "bundle.zip")
    ((name, why),) = verifier.faults(file, "0" * 16, [])
    assert name == "bundle.json"
    assert "signed by key" in why


def test_the_printed_list_carries_the_end_of_the_chain(app: Flask, tmp_path: Path) -> None:
    city = world.build(app)
    city.confirmed(city.finding())
    with app.app_context():
        printed = audit.checkpoint()
        db.session.commit()
    answer = city.client("desk").get(f"/api/operations/{city.operation}/summons-list.pdf")
    (tmp_path / "list.pdf").write_bytes(answer.data)
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "list.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert f"Titik rantai audit {printed}" in text
