"""What kinds of permits there are (domain.md §5), and what of them may be seen in the field."""

KINDS = (
    "surat_tugas",
    "sppd",
    "izin_keluar",
    "undangan",
    "cuti_tahunan",
    "cuti_sakit",
    "cuti_melahirkan",
    "cuti_alasan_penting",
    "cuti_besar",
    "fwa",
    "shift",
    "diklat",
)
LEAVE = "cuti"


def is_leave(kind: str) -> bool:
    """Say whether a permit is leave: its reason may be one of health, and its number tells it."""
    return kind.startswith(LEAVE)
