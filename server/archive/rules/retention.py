"""How long what is kept: the periods with their sources, and when something is due. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Rule(StrEnum):
    """The kinds of things that are forgotten by schedule."""

    CLEARED = "cleared"
    THIRD_PARTY = "third_party"
    CASE = "case"
    TIP = "tip"


@dataclass(frozen=True, slots=True)
class Period:
    """How many days a kind of thing is kept after its last step, and who says so."""

    rule: Rule
    days: int
    source: str

    def due_since(self, last_step: datetime) -> datetime:
        """Return the moment from which it is due, aware."""
        return last_step + timedelta(days=self.days)


WORDS = {
    Rule.CLEARED: "Semua tentang orang yang di sidak itu tidak punya temuan yang tetap: tidak "
    "dilanjutkan, suratnya diterima, bukan pegawai, dikeluarkan dari daftar, atau salah orang",
    Rule.THIRD_PARTY: "Foto tempat yang memuat orang lain, sesudah perkaranya selesai",
    Rule.CASE: "Semua yang lain tentang orang itu (aktif 2 tahun, inaktif 3 tahun)",
    Rule.TIP: "Laporan masyarakat yang sudah berakhir: isi, foto, tanda terima, dan identitas pelapor",
}
_OURS = "Bawaan Sidak ⚠ belum ditetapkan instansi; dasar: UU 27/2022 Pasal 43"
DEFAULTS = {
    Rule.CLEARED: Period(Rule.CLEARED, 90, _OURS),
    Rule.THIRD_PARTY: Period(Rule.THIRD_PARTY, 90, _OURS),
    Rule.CASE: Period(
        Rule.CASE,
        5 * 365,
        "Bawaan Sidak ⚠ cocokkan dengan JRA instansi; dasar: UU 27/2022 Pasal 44, UU 43/2009",
    ),
    Rule.TIP: Period(Rule.TIP, 365, _OURS),
}
SUBJECTS = ("operation", "finding", "tip")  # what can be held back
SHORTEST, LONGEST = 30, 30 * 365


def periods(changed: Mapping[str, tuple[int, str]]) -> dict[Rule, Period]:
    """Return the period of every rule: what this government decided (days, source), else the default."""
    return {
        rule: Period(rule, *changed[rule]) if rule in changed else default
        for rule, default in DEFAULTS.items()
    }
