"""What a spreadsheet calls the states: as the screens do (pwa/src/i18n; a test holds both)."""

from typing import Final

STATUSES: Final = {
    "received": "Menunggu konfirmasi",
    "confirmed": "Dikonfirmasi",
    "dismissed": "Tidak dilanjutkan",
    "merged": "Digabung",
    "referred": "Diteruskan",
    "reopened": "Dibuka lagi",
}
OBSERVED: Final = {
    "matches": "Sesuai",
    "mismatch": "Belum sesuai",
    "promised": "Menyusul",
    "none": "Tidak ada",
    "refused": "Menolak menunjukkan",
}
ASSESSMENTS: Final = {
    "unassessed": "Belum dinilai",
    "pending": "Menunggu surat",
    "accepted": "Surat diterima",
    "accepted_late": "Surat diterima (susulan)",
    "mismatch": "Surat belum sesuai",
    "expired": "Batas waktu surat lewat",
}
CONDUCT: Final = {
    "cooperative": "Kooperatif",
    "refused": "Menolak menyebut nama",
    "left": "Meninggalkan lokasi",
}
FLAGS: Final = {
    "nip_invalid": "NIP tidak benar",
    "nip_name_mismatch": "Nama berbeda",
    "nip_not_in_roster": "NIP tak ada di data",
    "namesake": "Ada nama sama",
    "outside_work_hours": "Di luar jam kerja",
    "in_break": "Jam istirahat",
    "holiday": "Hari libur",
    "day_off": "Bukan hari kerja",
    "shift_unit": "Unit sif",
    "work_time_unknown": "Jam kerja belum pasti",
    "outside_operation": "Di luar waktu sidak",
    "outside_zone": "Di luar zona",
    "position_doubtful": "Posisi kurang pasti",
    "position_odd": "Posisi janggal",
    "clock_doubtful": "Jam HP",
    "letter_after_finding": "Surat sesudah temuan",
    "corrected": "Diperbaiki petugas",
    "correction_waits": "Perbaikan menunggu",
    "photo_missing": "Foto belum lengkap",
    "photo_altered": "Foto berubah",
    "photo_unreadable": "Foto tak terbaca",
    "earlier_missing": "Ada yang belum tiba",
    "chain_broken": "Urutan HP",
    "late_after_close": "Sesudah ditutup",
    "left": "Meninggalkan lokasi",
    "device_unknown": "HP tak terdaftar",
    "slip_unknown": "Slip tak dikenal",
    "slip_twice": "Nomor slip ganda",
    "reply_unread": "Ada jawaban",
    "device_revoked": "HP dicabut",
}
LINES: Final = {
    "candidate": "Calon",
    "listed": "Dalam daftar",
    "excluded": "Dikeluarkan",
    "called": "Dipanggil",
    "excused": "Berhalangan",
    "rescheduled": "Dijadwal ulang",
    "absent": "Tidak hadir",
    "called_again": "Dipanggil lagi",
    "attended": "Hadir",
    "no_action": "Tanpa tindak lanjut",
    "coached": "Dibina",
    "handed_over": "Diserahkan ke atasan",
    "cleared": "Dipulihkan",
}
DUE: Final = {
    "correction_due": "surat perlu diralat",
    "promised_passed": "surat menyusul lewat batas",
    "hearing_today": "menghadap hari ini",
    "attendance_missing": "kehadiran belum dicatat",
    "call_again": "tidak hadir, belum dipanggil lagi",
    "date_missing": "berhalangan, belum ada jadwal lain",
    "decide_on_evidence": "dua kali tidak hadir, diputuskan berdasarkan bukti",
    "visit_due": "kunjungan pembinaan jatuh tempo",
    "reply_unread": "jawaban yang bersangkutan belum dibaca",
    "letter_to_deliver": "surat belum disampaikan",
    "promised_today": "surat menyusul ditunggu hari ini",
}
OWN: Final = {
    **LINES,
    "candidate": "Belum final",
    "listed": "Belum final, dalam daftar",
    "waiting": "Ditunggu surat susulannya",
}
OVERDUE: Final = {
    "attendance": "kehadiran belum dicatat",
    "bap": "belum ada BAP yang ditutup",
    "outcome": "hasil belum dicatat",
    "signature": "Surat Panggilan belum ditandatangani",
    "decision": "keputusan belum dilaporkan",
    "visit": "kunjungan pembinaan belum dicatat",
}
PERMITS: Final = {
    "surat_tugas": "Surat tugas",
    "sppd": "SPPD",
    "izin_keluar": "Izin keluar kantor",
    "undangan": "Undangan atau disposisi",
    "cuti_tahunan": "Cuti tahunan",
    "cuti_sakit": "Cuti sakit",
    "cuti_melahirkan": "Cuti melahirkan",
    "cuti_alasan_penting": "Cuti alasan penting",
    "cuti_besar": "Cuti besar",
    "fwa": "Kerja fleksibel (FWA)",
    "shift": "Jadwal sif",
    "diklat": "Diklat",
}
