"""G4: no file that somebody brings crashes the server or changes the roster unasked."""

import pytest
import workbooks
import world
from drills import bad_files
from drills.outcome import count, report
from flask import Flask

from server.people.service.imports import KINDS, Kind, apply_roster, files

FILES = 8


def test_no_file_crashes_the_server_or_changes_the_roster_unasked(
    app: Flask, database: str, pytestconfig: pytest.Config
) -> None:
    both = pytestconfig.getoption("database") == "both"
    asked = count(FILES // 2 if both else FILES)
    outcome = bad_files.run(app, world.build(app), asked, seed=len(database))
    report(outcome, database)
    assert outcome.clean, "\n".join([str(outcome), *outcome.faults])
    assert outcome.acknowledged, "no file was taken"


@pytest.mark.one_database
@pytest.mark.parametrize("bug", ["not taken back", "a reader that falls over"])
def test_the_drill_catches_a_careless_import(
    app: Flask, monkeypatch: pytest.MonkeyPatch, bug: str
) -> None:
    """The seeded bugs, with one sound file."""
    row = ("199203152015031002", "WATI", "PNS", "III/a", "", "Guru", "", "Dinas Pendidikan")
    sound = bad_files.Brought("roster", "csv", workbooks.csv_of([row]))
    monkeypatch.setattr(bad_files, "bend", lambda _: sound)
    if bug == "not taken back":
        careless = Kind("roster", apply_roster, files.undone)
        monkeypatch.setitem(KINDS, "roster", careless)
    else:
        monkeypatch.setattr(files, "read_table", lambda *_: {}["rows"])
    assert not bad_files.run(app, world.build(app), 1).clean
