"""D2 once more: mutmut breaks every function of the permission module, and the words must notice.

`drills/mutants` breaks the table too, which mutmut cannot; mutmut knows breaks that we did not think of.
It works on a copy of the server in a folder of its own. The module is loaded anew in each process,
since the table asks `role` while it is loaded.
"""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from drills.outcome import Outcome

ROOT = Path(__file__).resolve().parent.parent.parent
MODULE = "server/accounts/permissions.py"
KILLED = 1  # what pytest says of a test that failed
SETTINGS = f"""
[tool.mutmut]
source_paths = ["server"]
only_mutate = ["{MODULE}"]
also_copy = ["words"]
pytest_add_cli_args_test_selection = ["words"]
"""
TEST = """
import importlib

from drills import permission_words
from server.accounts import permissions

def test_every_right_is_as_it_is_written_down():
    table = importlib.reload(permissions)
    assert [one for one in table.PERMISSIONS if permission_words.deviation(table, one)] == []
"""


def run(folder: Path, words: str = "") -> Outcome:
    """Let mutmut break the module; `words` is added to the text of who may, as a seeded bug is."""
    outcome, begun = Outcome("D2 mutmut"), time.perf_counter()
    shutil.copytree(
        ROOT / "server", folder / "server", ignore=shutil.ignore_patterns("__pycache__")
    )
    drills = folder / "words" / "drills"
    drills.mkdir(parents=True)
    source = (ROOT / "tests" / "drills" / "permission_words.py").read_text()
    (drills / "permission_words.py").write_text(source + words)
    (folder / "words" / "test_words.py").write_text(TEST)
    (folder / "words" / "conftest.py").write_text("")
    (folder / "pyproject.toml").write_text(SETTINGS)
    with (folder / "said").open("wb") as said:
        command = [sys.executable, "-W", "ignore", "-m", "mutmut", "run", "--max-children", "2"]
        subprocess.run(command, cwd=folder, stdout=said, stderr=said, check=False)
    told = json.loads((folder / "mutants" / f"{MODULE}.meta").read_text())["exit_code_by_key"]
    outcome.tried = len(told)
    outcome.faults = [f"{name}: {code}" for name, code in told.items() if code != KILLED]
    outcome.undetected = len(outcome.faults)
    outcome.seconds = time.perf_counter() - begun
    return outcome
