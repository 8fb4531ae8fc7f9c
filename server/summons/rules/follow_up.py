"""What follows a klarifikasi or a hand-over: visits of pembinaan, and decisions that are recorded. Pure.

Nothing is decided here: the authorised official decides, the desk writes down what was decided
(domain.md §10, Case B). Words follow the ladder of PP 94/2021 and stay apart from it.
"""

from dataclasses import dataclass
from datetime import date

from server.summons.rules.states import LineState

VISIT, DECISION = "visit", "decision"
RESULTS = {
    VISIT: ("improved", "unchanged", "finished"),
    DECISION: ("not_proven", "verbal", "written", "dissatisfied", "moderate", "severe"),
}
KINDS = {LineState.COACHED: VISIT, LineState.HANDED_OVER: DECISION}
# How long a superior may keep a decision before the desk asks; no rule names a term (⚠).
DECISION_DAYS = 14


@dataclass(frozen=True, slots=True)
class Followed:
    """A row to be written: when (None: only planned), by whom, with which result, when next."""

    held_on: date | None
    by_whom: str
    result: str
    next_on: date | None


def kind_of(state: LineState) -> str | None:
    """Return what may follow a line in this state, None for nothing."""
    return KINDS.get(state)


def faults(kind: str, row: Followed, today: date) -> dict[str, str]:
    """Return what is wrong with a row by field, each a sentence; empty for nothing."""
    found = {}
    if row.held_on is None:
        if kind == DECISION:
            found["held_on"] = "Isi tanggal keputusan."
        elif row.next_on is None:
            found["next_on"] = "Isi hari kunjungan."
        if row.result or row.by_whom:
            found["held_on"] = "Isi tanggalnya."
    else:
        if row.held_on > today:
            found["held_on"] = "Tanggal belum tiba; rencana ditulis sebagai kunjungan berikutnya."
        if not row.by_whom:
            found["by_whom"] = "Isi nama atau jabatannya."
        if row.result not in RESULTS[kind]:
            found["result"] = "Pilih hasilnya."
    if row.next_on is not None and (kind == DECISION or row.result == "finished"):
        found["next_on"] = "Sesudah selesai tidak ada kunjungan berikutnya."
    elif row.next_on is not None and row.next_on < (row.held_on or today):
        found["next_on"] = "Kunjungan berikutnya tidak boleh mendahului yang ini."
    return found
