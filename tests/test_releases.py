"""A6: a database of every release comes to today's schema with all its rows, columns and hashes."""

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import databases
import pytest
import releases
from flask import Flask

from server.cli import schema
from server.settings import Settings

# table.column, and why a revision since then changed what stood there on purpose
MEANT: dict[str, str] = {}
# what careless revisions do, and the word about it: of a row, a column, a file's hash, the chain, a guard
CARELESS = {
    "DELETE FROM calendar_days WHERE name = (SELECT min(name) FROM calendar_days)": "calendar_days: ",
    "UPDATE employees SET job = 'Staf' WHERE job LIKE 'Kepala%'": "employees.job was changed",
    "ALTER TABLE imports DROP COLUMN figures": "imports.figures is gone",
    "DELETE FROM amendments WHERE revision > 2": "amendments: ",
    "UPDATE finding_photos SET sha256 = lower(id)": "finding_photos.sha256 was changed",
    "UPDATE findings SET body = ''": "this finding was changed",
    "UPDATE audit_entries SET action = 'lain' WHERE log_index = 7": "audit row 7: this row was changed",
}
REVISION = """
import tamper
from alembic import op

revision = "9999_seeded"
down_revision = "{head}"

def upgrade():
    tamper.lift_guards(op.get_bind())
    for statement in {statements}:
        op.execute(statement)
    {last}
"""


@pytest.fixture(params=releases.versions())
def opened(
    request: pytest.FixtureRequest,
    database: str,
    all_databases: databases.Databases,
    tmp_path: Path,
) -> Iterator[Flask]:
    """The database of a release, its schema as it was."""
    app = releases.restore(request.param, database, all_databases, tmp_path / "instance")
    yield app
    releases.close(app)


def seed(place: Path, statements: list[str], last: str = "") -> Path:
    """Write all revisions there are into a folder, and one more."""
    shutil.copytree(schema.REVISIONS, place, ignore=shutil.ignore_patterns("__pycache__"))
    head = schema.newest_revision()
    text = REVISION.format(head=head, statements=statements, last=last)
    (place / "versions" / "9999_seeded.py").write_text(text)
    return place


def test_every_row_column_and_hash_of_a_release_comes_along(
    opened: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a revision that broke off half-way, which leaves the release as it was."""
    before = releases.fingerprint(opened)
    instance = opened.extensions["sidak_settings"].instance
    assert {name: int(one["rows"]) for name, one in before.items()} == releases.rows_kept(instance)
    with monkeypatch.context() as seeded:
        half = seed(tmp_path / "revisions", [*CARELESS][:4], "raise OSError('the disk is full')")
        seeded.setattr(schema, "REVISIONS", half)
        with pytest.raises(OSError, match="full"):
            schema.upgrade(opened)
    assert releases.differences(before, releases.fingerprint(opened, before)) == []
    schema.upgrade(opened)
    schema.compare(opened)
    found = releases.differences(before, releases.fingerprint(opened, before))
    assert [one for one in found if one.split(" ")[0] not in MEANT] == []
    assert releases.altered(opened) == []


@pytest.mark.one_database
def test_a_careless_revision_is_told_by_its_table_its_column_or_by_verify(
    opened: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = releases.fingerprint(opened)
    monkeypatch.setattr(schema, "REVISIONS", seed(tmp_path / "revisions", list(CARELESS)))
    schema.upgrade(opened)
    told = releases.differences(before, releases.fingerprint(opened, before))
    told += releases.altered(opened)
    unseen = [word for word in CARELESS.values() if not any(word in one for one in told)]
    assert unseen == [], told
    assert sum("this guard of the database is missing" in one for one in told) > 0


def test_what_is_called_a_version_is_one_everywhere() -> None:
    root = releases.ROOT
    told = {
        tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"],
        json.loads((root / "pwa/package.json").read_text())["version"],
        json.loads((root / "pwa/package-lock.json").read_text())["version"],
        (root / "CHANGELOG.md").read_text().split("\n## ")[1].split()[0],
    }
    assert told == {Settings.version}
    assert Settings.version not in releases.versions()  # a release is followed by the next version
