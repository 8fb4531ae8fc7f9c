"""Both databases for tests: migrated once into a template, then copied in milliseconds.

The demo city is loaded once per kind and run as well, by the first test that asks for it.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import cluster
import psycopg
from psycopg import sql

from server.app import create_app
from server.cli.schema import upgrade
from server.cli.up import prepare_data
from server.settings import Settings

KINDS = ("spatialite", "postgis")


class Databases:
    """The databases of one test run, in one folder that all its processes share.

    `owner` is the process whose end takes the PostgreSQL cluster away.
    """

    def __init__(self, folder: Path, owner: int) -> None:
        self._folder = folder
        self._owner = owner
        self._cluster = folder / "postgres"

    def fresh(self, kind: str) -> str:
        """Return the address of a new database with today's schema and no rows."""
        name = f"t{uuid4().hex}"
        self._need_template(kind)
        if kind == "postgis":
            self._create(name, "template_sidak")
            return cluster.url(self._cluster, name)
        file = self._folder / name / "sidak.sqlite"
        file.parent.mkdir()
        shutil.copyfile(self._template_file, file)
        return f"sqlite:///{file}"

    def demo(self, kind: str, instance: Path) -> str:
        """Put an own copy of the demo city into a new instance folder; return its address."""
        self._need_template(kind)
        self._need_demo(kind)
        shutil.copytree(self._demo_instance(kind), instance)
        if kind == "postgis":
            name = f"t{uuid4().hex}"
            self._create(name, "demo_sidak")
            return cluster.url(self._cluster, name)
        return f"sqlite:///{instance / 'sidak.sqlite'}"

    def empty(self, kind: str) -> str:
        """Return the address of a new database without any table of ours, for migration tests."""
        name = f"t{uuid4().hex}"
        if kind == "postgis":
            self._need_cluster()
            self._create(name, "template0")
            return cluster.url(self._cluster, name)
        (self._folder / name).mkdir()
        return f"sqlite:///{self._folder / name / 'sidak.sqlite'}"

    @property
    def _template_file(self) -> Path:
        return self._folder / "template-spatialite" / "sidak.sqlite"

    def _demo_instance(self, kind: str) -> Path:
        """The folder with the photos and keys of the demo city, and its embedded database."""
        return self._folder / f"demo-{kind}"

    @contextmanager
    def _locked(self, what: str) -> Iterator[None]:
        """Let one process of this run make a thing, while others make other things."""
        with (self._folder / f"{what}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _need_cluster(self) -> None:
        if not cluster.available():
            raise RuntimeError("PostgreSQL 15 with PostGIS is missing: ./sidak test installs it")
        with self._locked("cluster"):
            if not self._cluster.exists():
                cluster.start(self._cluster, self._owner)

    def _need_template(self, kind: str) -> None:
        """Make the template of a kind unless a process of this run made it before."""
        done = self._folder / f"{kind}.ready"
        if done.exists():
            return
        with self._locked(kind):
            if done.exists():
                return
            instance = self._folder / f"template-{kind}"
            shutil.rmtree(instance, ignore_errors=True)  # of a migration that failed half-way
            instance.mkdir()
            if kind == "postgis":
                self._need_cluster()
                self._execute("DROP DATABASE IF EXISTS {}", "template_sidak")
                self._create("template_sidak", "template0")
                _migrate(cluster.url(self._cluster, "template_sidak"), instance)
            else:
                _migrate(f"sqlite:///{self._template_file}", instance)
            done.touch()

    def _need_demo(self, kind: str) -> None:
        """Load the demo city unless a process of this run did before."""
        done = self._folder / f"{kind}.demo-ready"
        if done.exists():
            return
        with self._locked(f"demo-{kind}"):
            if done.exists():
                return
            instance = self._demo_instance(kind)
            shutil.rmtree(instance, ignore_errors=True)  # of a load that failed half-way
            instance.mkdir()
            if kind == "postgis":
                self._execute("DROP DATABASE IF EXISTS {}", "demo_sidak")
                self._create("demo_sidak", "template_sidak")
                _load_demo(cluster.url(self._cluster, "demo_sidak"), instance)
            else:
                shutil.copyfile(self._template_file, instance / "sidak.sqlite")
                _load_demo(f"sqlite:///{instance / 'sidak.sqlite'}", instance)
            done.touch()

    def _create(self, name: str, template: str) -> None:
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(
            host=str(self._cluster), user="sidak", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _migrate(url: str, instance: Path) -> None:
    upgrade(create_app(Settings(instance=instance, database_url=url)))


def _load_demo(url: str, instance: Path) -> None:
    prepare_data(create_app(Settings(instance=instance, database_url=url, demo=True)))


def close(folder: Path) -> None:
    """Stop what the run started and remove its folder."""
    cluster.stop(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)


def make_folder(parent: Path) -> Path:
    """Make the folder of a run; the user that PostgreSQL runs as may pass through it."""
    folder = parent / f"sidak-tests-{os.getpid()}-{uuid4().hex[:8]}"
    folder.mkdir(mode=0o711)
    folder.chmod(0o711)
    return folder
