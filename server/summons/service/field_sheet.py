"""The field sheet of a case for I'DIS/SIASN hukdis: what its form asks, one row, as far as it is known.

There is no public interface: somebody types it there (domain.md §7). Dates are dd-mm-yyyy; what
nobody recorded stays empty, and nothing is guessed from the ladder.
"""

import csv
import io
from collections.abc import Sequence

from server.summons.letters.flat import safe
from server.summons.models import CaseRecord
from server.summons.queries import Listing
from server.summons.queries.facts import Seen

HEADS = (
    "NIP", "NAMA", "NOMOR SK", "TANGGAL SK", "JENIS HUKUMAN", "TINGKAT HUKUMAN", "MASA", "PASAL",
    "KETERANGAN",
)  # fmt: skip
RESULTS = {
    "improved": "membaik",
    "unchanged": "belum berubah",
    "finished": "pembinaan selesai",
    "not_proven": "tidak terbukti",
    "verbal": "teguran lisan",
    "written": "teguran tertulis",
    "dissatisfied": "pernyataan tidak puas secara tertulis",
    "moderate": "hukuman disiplin sedang",
    "severe": "hukuman disiplin berat",
}
LEVELS = {
    "verbal": "ringan",
    "written": "ringan",
    "dissatisfied": "ringan",
    "moderate": "sedang",
    "severe": "berat",
}


def field_sheet(listing: Listing, shown: Seen, records: Sequence[CaseRecord]) -> bytes:
    """Return the field sheet as CSV bytes (UTF-8, `;`), every cell a text."""
    decisions = [one for one in records if one.kind == "decision" and one.held_on is not None]
    last = decisions[-1] if decisions else None
    day = last.held_on.strftime("%d-%m-%Y") if last is not None and last.held_on else ""
    result = last.result if last is not None else ""
    cells = (
        shown.fact.nip or "",
        shown.fact.name or "",
        "",  # number and article stand in the decision itself: the desk types them from there
        day,
        RESULTS.get(result, ""),
        LEVELS.get(result, ""),
        "",
        "",
        "; ".join(part for part in (last.by_whom, last.note) if part)
        if last is not None
        else f"belum ada keputusan; {listing.operation.name}",
    )
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADS)
    writer.writerow([safe(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
