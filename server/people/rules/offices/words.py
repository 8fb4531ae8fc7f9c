"""What a person reads about a row of a list of OPDs."""

from server.people.rules.roster.words import remark_text

_WORDS = {
    "opd_name_missing": "nama OPD kosong",
    "opd_name_short": "nama OPD kurang dari tiga huruf",
    "opd_twice": "OPD ini ada di dua baris; keduanya tidak dimasukkan",
    "alias_taken": "nama lain ini sudah menjadi nama OPD lain",
    "short_shared": "singkatan ini dipakai lebih dari satu OPD",
    "parent_unknown": "induknya tidak ada di data induk maupun di berkas ini",
    "parent_itself": "OPD tidak dapat menjadi induknya sendiri",
    "parent_circle": "induknya berputar: OPD ini berada di bawah dirinya sendiri",
    "head_unknown": "NIP kepala tidak ada di daftar pegawai",
    "head_nip_wrong": "NIP kepala salah",
    "head_form_unknown": "kedudukan kepala tidak terbaca; tulis definitif, Plt. atau Plh.",
    "officer_unknown": "NIP pengelola kepegawaian tidak ada di daftar pegawai",
    "officer_nip_wrong": "NIP pengelola kepegawaian salah",
    "schedule_unknown": "jam kerja dengan nama ini tidak ada",
    "position_swapped": "lintang dan bujur tertukar; tukar keduanya di berkas",
    "position_strange": "letak kantor di luar Indonesia",
    "position_unreadable": "letak kantor tidak terbaca; tulis lintang, bujur seperti -7.7543, 113.2159",
    "position_half": "letak kantor memerlukan lintang dan bujur bersama",
    "position_far": "letak kantor jauh dari semua kantor lain; periksa lagi",
    "day_unreadable": "tanggal tidak terbaca",
    "day_as_number": "tanggal tertulis sebagai angka dan dibaca sebagai tanggal",
    "ends_before_start": "akhir berlakunya sebelum mulainya",
}


def opd_text(code: str) -> str:
    """Return the words for a remark's code."""
    return _WORDS[code] if code in _WORDS else remark_text(code)
