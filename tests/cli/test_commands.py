"""What each command refuses, and that a refusal leaves everything as it was."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import databases
import pytest
import tamper
import world
from click.testing import CliRunner
from workbooks import csv_of
from world import World

from server.app import create_app
from server.archive.envelope import new_key
from server.cli import backup, bundle, commands, imports, init, retention, subject, users
from server.core.audit import checkpoint
from server.core.db import db
from server.settings import Settings

pytestmark = pytest.mark.one_database
Run = Callable[..., str]
ROOMS = (backup, bundle, commands, imports, retention, subject, users)
COMMANDS = {
    "backup": backup.backup, "bundle": bundle.bundle, "bring": imports.bring,
    "retention": retention.retain, "subject": subject.subject_access, "user": users.user,
    "verify": commands.verify, "restore": backup.restore,
}  # fmt: skip


@pytest.fixture
def city(all_databases: databases.Databases, tmp_path: Path) -> Iterator[World]:
    """A world in a database that commits, as a command meets it."""
    url = all_databases.fresh("spatialite")
    app = create_app(Settings(instance=tmp_path / "instance", database_url=url))
    app.testing = True
    yield world.build(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def run(city: World, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command and return what it said."""
    for room in ROOMS:
        monkeypatch.setattr(room, "open_app", lambda **_new: city.app)

    def call(command: str, *words: object, fails: bool = False, typed: str = "") -> str:
        done = CliRunner().invoke(COMMANDS[command], [*map(str, words)], input=typed)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert bool(done.exit_code) is fails, done.output
        return done.output

    return call


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("sidak-*")) if folder.exists() else []


def test_a_backup_asks_for_a_key_and_a_new_key_is_no_backup(
    run: Run, city: World, tmp_path: Path
) -> None:
    folder = tmp_path / "cadangan"
    assert "--new-key" in run("backup", "--to", folder, fails=True)
    assert "Kunci pembuka" in run("backup", "--to", folder, "--new-key")
    assert files_in(folder) == []
    assert "basis data dan 0 foto" in run("backup", "--to", folder)
    (made,) = files_in(folder)
    wrong = tmp_path / "kunci"
    wrong.write_text(new_key()[0])
    place = str(city.app.extensions["sidak_settings"].instance)
    here = CliRunner().invoke(
        COMMANDS["restore"],
        [str(folder / made), "--key", str(wrong)],
        env={"SIDAK_INSTANCE": place, "DATABASE_URL": f"sqlite:///{place}/sidak.sqlite"},
    )
    assert here.exit_code != 0
    assert "sudah berisi" in here.output


def test_exports_write_over_nothing_and_are_read_by_their_owner_alone(
    run: Run, tmp_path: Path
) -> None:
    about = ("--nip", "198703122010011004", "--reason", "12/PPID/2026")
    for command, more in (("bundle", ()), ("subject", about)):
        there = tmp_path / "ada.zip"
        there.write_bytes(b"milik orang lain")
        assert "sudah ada" in run(command, there, *more, fails=True)
        assert there.read_bytes() == b"milik orang lain"
        made = tmp_path / f"{command}.zip"
        run(command, made, *more)
        assert made.stat().st_mode & 0o777 == 0o600
    nobody = ("--nip", "199912312025011001", "--reason", "x")
    run("subject", tmp_path / "tidak.zip", *nobody, fails=True)
    assert not (tmp_path / "tidak.zip").exists()


def test_verify_takes_points_from_paper_and_from_receipts(
    run: Run, city: World, tmp_path: Path
) -> None:
    _, answer = city.send(city.finding())
    with city.app.app_context():
        point = checkpoint()
        db.session.rollback()
    kept = tmp_path / "tanda-terima.json"
    kept.write_text(answer.text)
    assert "utuh" in run("verify", "--checkpoint", point, "--checkpoint", kept)
    assert "tidak diperiksa" in run("verify", "--since", kept)
    for option in ("--checkpoint", "--since"):
        assert "bukan titik rantai" in run("verify", option, "tujuh", fails=True)
    told = json.loads(answer.text)
    strange = f"{told['log_index']}:{'0' * 64}"
    assert "another one" in run("verify", "--checkpoint", strange, fails=True)
    assert "Tidak utuh: 1 baris" in run("verify", "--since", strange, fails=True)
    assert "shorter" in run("verify", "--checkpoint", "999:" + "0" * 64, fails=True)
    with city.app.app_context(), db.engine.begin() as connection:
        tamper.lift_guards(connection)
        connection.exec_driver_sql("UPDATE findings SET body = 'lain'")
    assert "this finding was changed" in run("verify", fails=True)


def test_retention_does_one_thing_at_a_time_and_knows_its_rules(run: Run) -> None:
    before = run("retention")
    for words, why in (
        (("--run", "--preview"), "tidak digabung"),
        (("--run", "--set", "cleared=120"), "tidak digabung"),
        (("--set", "cleared=lama"), "misalnya cleared=120"),
        (("--set", "apa=120"), "misalnya cleared=120"),
        (("--set", "cleared=1", "--source", "x"), ""),
        (("--set", "cleared=120"), ""),
    ):
        assert why in run("retention", *words, fails=True), words
    assert run("retention") == before
    assert "Tidak ada yang jatuh tempo" in run("retention", "--run")


def test_a_file_of_the_wrong_kind_or_size_is_not_read(
    run: Run, city: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "upgrade", lambda _app: None)
    file = tmp_path / "opd.csv"
    file.write_bytes(csv_of([("Dinas Contoh", "")], ("Nama", "Induk")))
    assert ".xlsx atau .csv" in run("bring", "opd", file.rename(tmp_path / "opd.txt"), fails=True)
    file = (tmp_path / "opd.txt").rename(file)
    assert "nama=nilai" in run("bring", "opd", file, "--column", "nama", fails=True)
    people = csv_of([("198703122010011009", "BUDI", "Disdik")], ("NIP", "Nama", "OPD"))
    roster = tmp_path / "pegawai.csv"
    roster.write_bytes(people)
    for wanted in ("Disdik=Tidak Ada", "Disdik="):
        assert "tidak ada atau lebih" in run("bring", "roster", roster, "--opd", wanted, fails=True)
    large = city.app.extensions["sidak_settings"].file_bytes + 1
    with file.open("r+b") as opened:
        opened.truncate(large)
    assert "lebih besar dari 40 MB" in run("bring", "opd", file, fails=True)


def test_the_demo_city_is_not_made_a_real_place(
    all_databases: databases.Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = all_databases.fresh("spatialite")
    app = create_app(Settings(instance=tmp_path / "demo", database_url=url, demo=True))
    monkeypatch.setattr(init, "open_app", lambda **_new: app)
    done = CliRunner().invoke(init.init, [])
    assert done.exit_code != 0
    assert "up --demo" in done.output
    assert "Kunci" not in done.output


def test_nobody_gets_a_short_password_and_nobody_unknown_loses_a_second_factor(run: Run) -> None:
    assert "tidak ada" in run("user", "second-factor-off", "tidak-ada", fails=True)
    words = ("user", "add", "ratna", "--name", "Ratna", "--role", "admin", "--ask")
    assert "sedikitnya" in run(*words, typed="pendek\npendek\n", fails=True)
