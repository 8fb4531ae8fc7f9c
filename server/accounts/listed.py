"""A list of people to make accounts for, as a file: read in the limited process, never kept."""

from itertools import chain

from server.core.db import end_reading
from server.core.headers import folded
from server.core.problems import Code, Problem
from server.core.sheets import Form, read_table

MOST = 2000  # rows; a screen makes 300 accounts at once
COLUMNS = {
    "name": ("NAMA", "NAMA LENGKAP", "NAMA PEGAWAI"),
    "username": ("NAMA PENGGUNA", "USERNAME", "AKUN"),
    "title": ("JABATAN", "NAMA JABATAN"),
}


def read_list(data: bytes, form: Form) -> list[dict[str, str | int]]:
    """Return `row` (as the file counts), `name`, `username` and `title` of each row; nothing is made.

    Raises `header-unknown` without a column of names, `too-large`, and what `core.sheets` raises.
    """
    end_reading()  # the file may be slow, and no transaction waits for it
    table = read_table(data, form, chain(*COLUMNS.values()))
    names = [folded(table.names[at]) for at in table.columns]
    places = {
        field: names.index(found)
        for field, habits in COLUMNS.items()
        if (found := next((habit for habit in habits if habit in names), None)) is not None
    }
    if "name" not in places:
        raise Problem(
            Code.HEADER_UNKNOWN,
            missing=["name"],
            names=[name for name in table.names if name],
            row=table.header_row,
        )
    if len(table.rows) > MOST:
        raise Problem(Code.TOO_LARGE)
    return [
        {"row": number, **{field: " ".join(cells[places[field]].split()) if field in places else ""
                           for field in COLUMNS}}
        for number, cells in table.rows
    ]  # fmt: skip
