"""The door for spreadsheets: a program of its own, so that a hostile file can hurt only itself.

Started by `core.sheets` with limits on memory and time. It reads a workbook or a CSV from standard
input and writes one JSON object: the names of all columns, and the cells of the wanted ones alone.
Personal columns that nobody asked for never leave this process. Numbers of 16 digits and more are
written as Excel keeps them (`1.98703122010011E+17`): whoever printed them as whole numbers would
invent the last digits.
"""

import csv
import gc
import importlib
import io
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, repeat
from typing import Any

from server.core import limited
from server.core.headers import folded
from server.core.problems import Code

MEMORY = 900_000_000
SECONDS = 20
MOST_COLUMNS = 300
MOST_ROWS = 250_000
MOST_INSIDE = 256_000_000  # bytes of an unpacked workbook; 20,000 rows of 69 columns are 90 MB
HEADER_WITHIN = 25  # rows from the top in which the names of the columns stand
LONGEST_CELL = 500
LONGEST_NAME = 80
EXACT = 10**15  # Excel keeps 15 digits of a number
FEW = 2  # names that make a row look like a header
_LOCAL = struct.Struct("<4s5H3I2H")
_FOREIGN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
Cells = Sequence[Any]


class Refused(Exception):  # noqa: N818 - an answer to the caller
    """A file that is not read further; `code` is one of the catalogue."""

    def __init__(self, code: Code, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


def text_of(cell: object) -> str:
    """Return a cell as text: dates as ISO, whole numbers without a fraction, never lost digits."""
    if isinstance(cell, str):
        return cell.strip()[:LONGEST_CELL]
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else "" if cell is None else str(cell)


def _number(cell: float) -> str:
    if abs(cell) >= EXACT:
        return f"{float(cell):.14E}"
    return str(int(cell)) if cell == int(cell) else repr(cell)


def weigh(data: bytes) -> None:
    """Unpack every part of a workbook without keeping it; refuses a zip bomb.

    The sizes that a zip declares are its author's word, so bytes are counted as they come out.
    """
    inside = 0
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        if "xl/workbook.xml" not in pack.namelist():
            raise Refused(Code.FILE_NOT_AS_NAMED)
        for info in pack.infolist():
            _magic, *_, name, extra = _LOCAL.unpack_from(data, info.header_offset)
            begin = info.header_offset + _LOCAL.size + name + extra
            packed = memoryview(data)[begin : begin + info.compress_size]
            if info.compress_type == zipfile.ZIP_STORED:
                inside += len(packed)
            elif info.compress_type == zipfile.ZIP_DEFLATED:
                inside += _inflated(packed, MOST_INSIDE - inside)
            else:
                raise Refused(Code.FILE_UNREADABLE)
            if inside >= MOST_INSIDE:
                raise Refused(Code.FILE_EXPANDS)


def _inflated(packed: memoryview, most: int) -> int:
    """Return how many bytes come out, counting no further than `most`."""
    unpacker, found, rest = zlib.decompressobj(-15), 0, bytes(packed)
    while rest and not unpacker.eof and found < most:
        found += len(unpacker.decompress(rest, 1 << 20))
        rest = unpacker.unconsumed_tail
    return found


def workbook(data: bytes) -> tuple[Iterator[Cells], list[tuple[int, int, int, int]]]:
    """Return the rows of the first visible sheet from row 1, and its merged cells (0-based)."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 - CSV needs none

    if data.startswith(b"\xd0\xcf\x11\xe0") or not data.startswith(b"PK\x03\x04"):
        raise Refused(Code.FILE_NOT_AS_NAMED)
    weigh(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    shown = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    sheet = book.get_sheet_by_name((shown or book.sheet_names)[0])
    if sheet.width > MOST_COLUMNS or sheet.total_width > MOST_COLUMNS:
        raise Refused(Code.FILE_COLUMNS, columns=max(sheet.width, sheet.total_width))
    if sheet.total_height > MOST_ROWS:
        raise Refused(Code.TOO_LARGE)
    if sheet.start is None:
        raise Refused(Code.FILE_EMPTY)
    top, left = sheet.start
    merged = [(*a, *b) for a, b in sheet.merged_cell_ranges or []]
    filled = ([""] * left + row for row in sheet.to_python(skip_empty_area=True))
    return chain(repeat((), top), filled), merged


def plain_text(data: bytes, wanted: frozenset[str]) -> Iterator[Cells]:
    """Return the rows of a CSV; the separator is the one by which most names are known."""
    start = data[:512].lstrip().lower()
    if data.startswith(_FOREIGN) or start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Refused(Code.FILE_NOT_AS_NAMED)
    text = _decoded(data)
    first = text.splitlines()[:HEADER_WITHIN]
    separator = max(
        ",;\t|",
        key=lambda mark: (
            max((_known(row, wanted) for row in csv.reader(first, delimiter=mark)), default=0),
            sum(line.count(mark) for line in first),
        ),
    )
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _decoded(data: bytes) -> str:
    """Read UTF-8, or UTF-16 that says so; a guess at anything else would change names."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Code.FILE_ENCODING) from None
    if "\0" in text:
        raise Refused(Code.FILE_NOT_AS_NAMED)
    return text


def _known(row: Cells, wanted: frozenset[str]) -> int:
    return len({folded(text_of(cell)) for cell in row} & wanted)


def read(data: bytes, form: str, wanted: frozenset[str]) -> dict[str, Any]:
    """Return `{"names", "row", "picked", "rows"}`; row numbers count from 1, as Excel shows them."""
    merged: list[tuple[int, int, int, int]] = []
    if form == "xlsx":
        rows, merged = workbook(data)
    else:
        rows = plain_text(data, wanted)
    numbered = enumerate(rows, 1)
    head = [one for _at, one in zip(range(HEADER_WITHIN), numbered, strict=False)]
    at = _header(head, wanted)
    number, names = head[at]
    names = [text_of(name)[:LONGEST_NAME] for name in names]
    if len(names) > MOST_COLUMNS:
        raise Refused(Code.FILE_COLUMNS, columns=len(names))
    _refuse_odd_header(head, at, merged, wanted)
    picked = [at for at, name in enumerate(names) if folded(name) in wanted]
    found = []
    for source in (iter(head[at + 1 :]), numbered):
        for row_number, row in source:
            cells = [text_of(row[at]) if at < len(row) else "" for at in picked]
            if any(cells):
                found.append([row_number, *cells])
            if len(found) > MOST_ROWS:
                raise Refused(Code.TOO_LARGE)
    if not found and picked:
        raise Refused(Code.FILE_EMPTY)
    return {"names": names, "row": number, "picked": picked, "rows": found}


def _header(head: list[tuple[int, Cells]], wanted: frozenset[str]) -> int:
    """Return which row holds the names: the one with most wanted ones, else the fullest."""
    if not any(any(map(text_of, row)) for _number, row in head):
        raise Refused(Code.FILE_EMPTY)
    scores = [
        (_known(row, wanted), sum(1 for cell in row if text_of(cell)), -at)
        for at, (_number, row) in enumerate(head)
    ]
    return -max(scores)[2]


def _refuse_odd_header(
    head: list[tuple[int, Cells]],
    at: int,
    merged: list[tuple[int, int, int, int]],
    wanted: frozenset[str],
) -> None:
    number = head[at][0]
    if any(top <= number - 1 <= bottom for top, _left, bottom, _right in merged):
        raise Refused(Code.HEADER_MERGED, row=number)
    for other, row in head:
        if other != number and _known(row, wanted) >= FEW:
            raise Refused(Code.HEADER_TWICE, rows=sorted([number, other]))


def main() -> None:
    """Read standard input as the first argument says, keeping the columns of the second."""
    # what is imported late elsewhere must be here before the door is shut; a CSV needs no calamine
    for late in ("encodings.utf_16", "encodings.utf_8_sig", "encodings.cp437"):
        importlib.import_module(late)
    if sys.argv[1] == "xlsx":
        importlib.import_module("python_calamine")
    limited.shut_in(MEMORY, SECONDS)
    gc.disable()  # a short life full of small lists, none in a circle
    form, wanted = sys.argv[1], frozenset(json.loads(sys.argv[2]))
    answer: dict[str, Any]
    try:
        answer = read(sys.stdin.buffer.read(), form, wanted)
    except Refused as refused:
        answer = {"refused": refused.code, **refused.more}
    except MemoryError:
        answer = {"refused": Code.FILE_EXPANDS}
    except Exception as error:  # noqa: BLE001 - whatever a broken file does to a reader
        answer = {"refused": Code.FILE_UNREADABLE, "kind": type(error).__name__}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
