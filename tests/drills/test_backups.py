"""A backup restores, or says that it cannot; and then the phones give back what came after it."""

import hashlib
import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import databases
import pytest
import tamper
import world
from drills import backups
from drills.outcome import count, report
from flask import Flask

from server.archive import backup as making
from server.archive import dumps, envelope
from server.archive import restore as restore_of
from server.archive.envelope import BackupRefused
from server.core.db import db
from server.settings import Settings

Restore = Callable[[Path, str], Flask]


@pytest.fixture
def house(
    database: str, all_databases: databases.Databases, tmp_path: Path
) -> Iterator[backups.House]:
    made = backups.House(all_databases, database, tmp_path)
    yield made
    made.close()


@pytest.fixture
def one_house(all_databases: databases.Databases, tmp_path: Path) -> Iterator[backups.House]:
    """For what does not hang on the kind of database."""
    made = backups.House(all_databases, "spatialite", tmp_path)
    yield made
    made.close()


@pytest.fixture
def app(one_house: backups.House) -> Flask:
    return one_house.app


@pytest.fixture
def restore(one_house: backups.House) -> Restore:
    return one_house.restore


def made(app: Flask, folder: Path) -> tuple[Path, str]:
    """A world with one finding, backed up."""
    backups.Phone(world.build(app)).send()
    settings = app.extensions["sidak_settings"]
    key = making.make_key(settings)
    with app.app_context():
        return making.make(settings, folder).file, key


def test_a_backup_made_while_officers_send_restores_and_phones_give_back_the_rest(
    house: backups.House, database: str, tmp_path: Path
) -> None:
    outcome = backups.run(house.app, house.restore, tmp_path / "backups", count(50))
    report(outcome, database)
    assert outcome.clean, outcome


def test_the_drill_sees_an_envelope_that_forgets_where_it_ends(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope, "CHUNK", 1 << 14)
    monkeypatch.setattr(backups, "CHUNK", 1 << 14)
    file, key = made(app, tmp_path / "backups")
    copies = backups.damages(file.read_bytes(), 3, 0, backups.random.Random(1))
    assert backups.unnoticed(copies, key) == 0
    monkeypatch.setattr(envelope, "_nonce", lambda number, **_last: number.to_bytes(12, "big"))
    file, key = made_again(app, tmp_path / "again")
    copies = backups.damages(file.read_bytes(), 3, 0, backups.random.Random(1))
    assert backups.unnoticed(copies, key) > 0
    report(backups.Outcome("A7 seeded bug", tried=len(copies)), seeded="a cut at a chunk's edge")


def made_again(app: Flask, folder: Path) -> tuple[Path, str]:
    settings = app.extensions["sidak_settings"]
    key = making.make_key(settings)
    with app.app_context():
        return making.make(settings, folder).file, key


def test_a_backup_without_one_of_its_photos_is_refused_and_the_place_stays_empty(
    app: Flask, restore: Restore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "stored", lambda _blobs: iter(()))
    file, key = made(app, tmp_path / "backups")
    with pytest.raises(BackupRefused, match="the file of this photo is missing"):
        restore(file, key)
    assert list((tmp_path / "to").iterdir()) == []


def test_a_changed_database_inside_an_honest_envelope_is_refused(
    house: backups.House, tmp_path: Path
) -> None:
    app = house.app
    backups.Phone(world.build(app)).send()
    with app.app_context(), db.engine.begin() as connection:
        tamper.lift_guards(connection)
        connection.exec_driver_sql("UPDATE audit_entries SET reason = 'lain' WHERE log_index = 1")
    file, key = made_again(app, tmp_path / "backups")
    with pytest.raises(BackupRefused, match="this row was changed"):
        house.restore(file, key)


def test_a_backup_of_a_newer_sidak_is_refused(house: backups.House, tmp_path: Path) -> None:
    app = house.app
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    file, key = made_again(app, tmp_path / "backups")
    with pytest.raises(BackupRefused, match="lebih baru"):
        house.restore(file, key)


def test_sessions_of_the_desk_end_with_a_restore_and_those_of_phones_go_on(
    app: Flask, restore: Restore, tmp_path: Path
) -> None:
    city = world.build(app)
    desk, officer = city.client("desk"), city.client("officer1")
    restored = restore(*made_again(app, tmp_path / "backups"))
    for known, status in ((desk, 401), (officer, 200)):
        cookie = known.get_cookie("sidak")
        assert cookie is not None
        client = restored.test_client()
        client.set_cookie("sidak", cookie.decoded_value)
        assert client.get("/api/session").status_code == status


def test_only_the_key_that_was_printed_opens_a_backup(
    app: Flask, restore: Restore, tmp_path: Path
) -> None:
    file, key = made(app, tmp_path / "backups")
    for wrong, why in (
        (envelope.new_key()[0], "kunci lain"),
        (key[:-1] + ("A" if key[-1] != "A" else "B"), "salah ketik"),
        ("", "salah ketik"),
    ):
        with pytest.raises(BackupRefused, match=why):
            restore(file, wrong)
    written = key.lower().replace("-", " ")
    restored = restore(file, written)
    with pytest.raises(BackupRefused, match="sudah berisi"):
        backups.put_in_place(restored.extensions["sidak_settings"], file, key)


def test_a_backup_of_the_other_kind_of_database_is_refused_before_any_is_asked(
    app: Flask, tmp_path: Path
) -> None:
    """No server listens there: nobody asked it."""
    file, key = made_again(app, tmp_path / "backups")
    url = "postgresql+psycopg://127.0.0.1:1/sidak?connect_timeout=1"
    elsewhere = Settings(instance=tmp_path / "to", database_url=url)
    with pytest.raises(BackupRefused, match="DATABASE_URL menunjuk basis data lain"):
        backups.put_in_place(elsewhere, file, key)
    assert list((tmp_path / "to").iterdir()) == []


def closed(parts: dict[str, bytes], public: bytes) -> io.BytesIO:
    """An envelope of our own making: these files, a folder for each name that ends in a slash."""
    plain, sealed = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name, data in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            member.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            tar.addfile(member, io.BytesIO(data))
    sealer = envelope.Sealer(sealed, public)
    sealer.write(plain.getvalue())
    sealer.close()
    sealed.seek(0)
    return sealed


def test_an_honest_envelope_around_anything_else_than_a_backup_is_refused(tmp_path: Path) -> None:
    key, public = envelope.new_key()
    private = envelope.read_key(key)
    photo = hashlib.sha256(b"foto").hexdigest()
    whole = {
        "manifest.json": b'{"blobs": 1}', "database": b"x", f"blobs/{photo}": b"foto",
        **dict.fromkeys(sorted(restore_of.KEYS), b"k"),
    }  # fmt: skip
    assert restore_of.unpack(closed(whole, public), private, tmp_path / "ok") == {"blobs": 1}
    for why, parts in {
        "asing: manifest": {**whole, "manifest.json/": b""},
        "asing: lain": {**whole, "lain": b"x"},
        "berubah": {**whole, f"blobs/{photo}": b"toto"},
        "tidak lengkap": {name: data for name, data in whole.items() if name != "database"},
        "isinya lain": {name: data for name, data in whole.items() if "blobs" not in name},
        "daftar isinya": {name: data for name, data in whole.items() if "manifest" not in name},
    }.items():
        with pytest.raises(BackupRefused, match=why):
            restore_of.unpack(closed(parts, public), private, tmp_path / why)
    for data in (b"PK lain", closed(whole, public).read(40)):
        with pytest.raises(BackupRefused, match="bukan cadangan Sidak"):
            envelope.Opener(io.BytesIO(data), private)


def test_a_database_that_is_there_already_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "sidak.sqlite"
    settings = Settings(instance=tmp_path, database_url=f"sqlite:///{file}")
    restore_of.refuse_full_place(settings)
    file.write_bytes(b"")
    with pytest.raises(BackupRefused, match="sudah ada"):
        restore_of.refuse_full_place(settings)


def test_programs_of_postgresql_that_fail_or_are_missing_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No server listens there: pg_dump says so itself."""
    url = "postgresql+psycopg://127.0.0.1:1/sidak?connect_timeout=1"
    settings = Settings(instance=tmp_path, database_url=url)
    with pytest.raises(BackupRefused, match="pg_dump gagal"):
        dumps.dump(settings, tmp_path / "copy")
    monkeypatch.setattr(dumps, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupRefused, match="pg_dump tidak ada"):
        dumps.dump(settings, tmp_path / "copy")


def test_the_server_keeps_no_key_that_opens_its_backups(app: Flask, tmp_path: Path) -> None:
    file, key = made(app, tmp_path / "backups")
    instance = app.extensions["sidak_settings"].instance
    raw = envelope.read_key(key).private_bytes_raw()
    for kept in [*(instance / "keys").iterdir(), file]:
        data = kept.read_bytes()
        assert raw not in data
        assert key.encode() not in data
        assert kept.stat().st_mode & 0o777 == 0o600


def test_a_backup_without_a_key_says_what_to_do_and_old_ones_go_by_count(
    app: Flask, tmp_path: Path
) -> None:
    settings = app.extensions["sidak_settings"]
    with app.app_context(), pytest.raises(BackupRefused, match="--new-key"):
        making.make(settings, tmp_path / "backups")
    for number in range(4):
        (tmp_path / f"sidak-2026010{number}-000000{making.SUFFIX}").touch()
    gone = making.keep_newest(tmp_path, 2)
    assert [file.name[6:14] for file in gone] == ["20260100", "20260101"]
