"""`./sidak import opd`: compared first; without --apply nothing changes."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from workbooks import csv_of

from server.cli import imports
from server.people import queries

pytestmark = pytest.mark.one_database


def test_a_list_of_opds_is_compared_and_applied_from_the_command_line(
    app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "open_app", lambda: app)
    monkeypatch.setattr(imports, "upgrade", lambda _app: None)
    file = tmp_path / "opd.csv"
    rows = [("Dinas Contoh", ""), ("UPT Contoh", "Dinas Contoh"), ("Kelurahan X", "Kecamatan Y")]
    file.write_bytes(csv_of(rows, ("Nomenklatur", "Induk")))

    def run(*more: str) -> str:
        done = CliRunner().invoke(imports.bring, ["opd", str(file), *more])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.output

    def names() -> list[str]:
        with app.app_context():
            return [one.name for one in queries.all_opds()]

    assert "Nomenklatur" in run()  # which column holds the name? the file's are told
    column = ("--column", "name=Nomenklatur")
    assert "tidak dikenal: agama" in run("--column", "agama=Nomenklatur")
    tried = run(*column)
    assert "baris 4: induknya tidak ada" in tried
    assert "(Kecamatan Y)" in tried
    assert names() == []
    assert "Diterapkan: 2 perubahan." in run("--apply")  # the column shown once is remembered
    assert names() == ["Dinas Contoh", "UPT Contoh"]
    assert "OPD tidak ada di berkas" not in run("--apply", "--absent-ended")
