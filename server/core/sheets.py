"""Reading spreadsheets that people bring: XLSX and CSV, whoever made them.

The work is done by `core.sheet_door` in a process with limits (memory, processor time), so that a
bomb or a crash of the reader costs nothing but its own life. A file that cannot be read raises one
of the catalogue's codes, and nothing has changed.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from server.core import limited
from server.core.headers import folded
from server.core.problems import Code, Problem

PATIENCE = 40.0  # seconds; the door stops itself long before
Form = Literal["xlsx", "csv"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was brought: all names, and the cells of the wanted columns.

    `columns` are the places of the wanted names in `names`; a row is its number in the file
    (from 1) and one text per wanted column.
    """

    names: tuple[str, ...]
    header_row: int
    columns: tuple[int, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(data: bytes, form: Form, wanted: Iterable[str]) -> Table:
    """Read the first sheet, keeping the columns whose names are wanted.

    Raises `file-not-as-named`, `file-unreadable`, `file-encoding`, `file-expands`, `file-columns`,
    `file-empty`, `header-merged`, `header-twice`, `too-large`.
    """
    answer = _ask(data, form, sorted({folded(name) for name in wanted}))
    if "refused" in answer:
        code = Code(answer.pop("refused"))
        raise Problem(code, **{key: value for key, value in answer.items() if key != "kind"})
    return Table(
        names=tuple(answer["names"]),
        header_row=answer["row"],
        columns=tuple(answer["picked"]),
        rows=tuple((row[0], tuple(row[1:])) for row in answer["rows"]),
    )


def _ask(data: bytes, form: Form, wanted: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        try:
            done = subprocess.run(
                **limited.program("server.core.sheet_door", form, json.dumps(wanted)),
                stdin=file,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Problem(Code.FILE_EXPANDS) from None
    if done.returncode != 0:  # killed by a limit, or the reader fell over it
        raise Problem(Code.FILE_EXPANDS if done.returncode < 0 else Code.FILE_UNREADABLE)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
