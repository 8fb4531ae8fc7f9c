"""The words of a case sheet: one person of one operation, what was found, and what followed."""

from __future__ import annotations

from typing import Any, Final

from server.summons.letters import table_words, wording
from server.summons.letters.facts import head_facts
from server.summons.letters.papers import CaseSheet

CONDUCT: Final = {
    "cooperative": "Kooperatif",
    "refused": "Menolak memberi keterangan",
    "left": "Meninggalkan lokasi",
}
OBSERVED: Final = {
    "matches": "Sesuai",
    "mismatch": "Belum sesuai",
    "promised": "Menyusul",
    "none": "Tidak ada",
    "refused": "Menolak menunjukkan",
}
ASSESSED: Final = {
    "unassessed": "Belum dinilai",
    "pending": "Ditunggu",
    "accepted": "Diterima",
    "mismatch": "Belum sesuai",
    "expired": "Lewat batas",
    "accepted_late": "Diterima, terlambat",
}
VERBS: Final = {
    "confirm": "Temuan dikonfirmasi",
    "dismiss": "Temuan tidak dilanjutkan",
    "reopen": "Temuan dibuka lagi",
    "identify": "Orangnya dikenali",
    "assess_document": "Surat dinilai",
    "merge": "Temuan digabung",
    "refer": "Temuan diteruskan ke instansinya",
    "amend": "Keterangan diperbaiki",
    "correct": "Diperbaiki petugas yang mencatat",
    "correct_late": "Perbaikan petugas, menunggu penilaian",
    "receive_letter": "Surat menyusul atau jawaban diterima",
}
# a history says what happened where a list says what is so
LINES: Final = {
    **table_words.LINES,
    "candidate": "Calon daftar",
    "listed": "Masuk daftar",
    "excluded": "Dikeluarkan dari daftar",
}
NEUTRAL: Final = (
    "Lembar ini menghimpun catatan apa adanya, menurut waktu. Temuan bukan penilaian; penilaian hanya "
    "oleh pejabat yang berwenang."
)


def case_sheet_facts(sheet: CaseSheet) -> dict[str, Any]:
    """Give everything a case sheet prints; what is missing prints as "-"."""
    person, zone = sheet.person, sheet.zone
    return {
        "head": head_facts(sheet.head),
        "title": "LEMBAR PERKARA",
        "operation": sheet.operation,
        "as_of": wording.deadline(sheet.as_of, zone),
        "neutral": NEUTRAL,
        "person": [
            ["Nama", person.name or "Tidak menyebut nama"],
            [wording.nip_label(person.kind), wording.nip(person.nip)],
            ["Status", wording.KINDS[person.kind]],
            ["Pangkat/Gol.", person.rank or "-"],
            ["Jabatan", person.job or "-"],
            ["Unit kerja", person.unit or "-"],
            ["Keadaan", LINES.get(sheet.status, sheet.status)],
        ],
        "findings": [
            [
                ["Waktu", wording.short_moment(one.seen_at, zone)],
                ["Tempat", one.place],
                ["Tim", str(one.team)],
                ["Sikap", CONDUCT.get(one.conduct, one.conduct)],
                ["Kegiatan", one.activity or "-"],
                ["Keterangan", one.statement or "-"],
                ["Surat saat itu", OBSERVED.get(one.observed, one.observed)],
                ["Penilaian surat", ASSESSED.get(one.assessment, one.assessment)],
                ["Foto bukti", f"{one.photos} foto"],
            ]
            for one in sheet.findings
        ],
        "events": [
            [wording.short_moment(one.at, zone), one.what, one.by or "-", one.why or "-"]
            for one in sorted(sheet.events, key=lambda event: event.at)
        ],
    }
