"""What a person reads about a row of a roster file: what is wrong, and what happened to it."""

from server.people.rules.nip import NipDamage, NipError, NipWarning

_DAMAGE = {
    NipDamage.EXCEL_FLOAT: "angka NIP berubah karena Excel (tiga angka terakhir hilang)",
    NipDamage.NIK: "ini NIK (16 angka), bukan NIP",
    NipDamage.OLD_NIP: "ini NIP lama (9 angka)",
    NipDamage.DIGIT_MISSING: "kurang satu angka",
    NipDamage.DIGIT_TOO_MANY: "kelebihan satu angka",
    NipDamage.LETTERS: "ada huruf di tempat angka (O, I, atau l)",
}
_ERROR = {
    NipError.EMPTY: "NIP kosong",
    NipError.LENGTH: "NIP tidak 18 angka",
    NipError.NOT_DIGITS: "NIP memuat tanda selain angka",
    NipError.BIRTH: "tanggal lahir dalam NIP tidak ada di kalender",
    NipError.MONTH: "angka ke-13 dan ke-14 NIP bukan bulan atau kode PPPK",
    NipError.SEX: "angka ke-15 NIP bukan 1 atau 2",
    NipError.SEQUENCE: "nomor urut NIP 000",
    NipError.TOO_YOUNG: "menurut NIP diangkat sebelum umur 17 tahun",
    NipError.FUTURE: "menurut NIP diangkat di masa depan",
}
_OTHER = {
    NipWarning.OLD_AT_APPOINTMENT: "menurut NIP diangkat sesudah umur 40 tahun; periksa lagi",
    NipWarning.SEX_DIFFERS: "jenis kelamin berbeda dengan NIP",
    NipWarning.BIRTH_DIFFERS: "tanggal lahir berbeda dengan NIP",
    NipWarning.STATUS_DIFFERS: "status berbeda dengan jenis NIP",
    "nip_twice": "NIP ini ada di dua baris dengan isi berbeda; keduanya tidak dimasukkan",
    "nip_repeated": "baris ini sama dengan baris sebelumnya",
    "name_missing": "nama kosong",
    "opd_missing": "OPD kosong",
    "status_unknown": "status tidak dikenal; dibaca dari NIP",
    "date_as_number": "tanggal lahir tertulis sebagai angka dan dibaca sebagai tanggal",
    "name_differs": "nama jauh berbeda dengan data induk untuk NIP yang sama",
    "text_cut": "isian terlalu panjang dan dipotong",
}


def remark_text(code: str) -> str:
    """Return the words for a remark's code, a NIP's damage first: it tells what to do."""
    for words in (_DAMAGE, _ERROR, _OTHER):
        if code in words:
            return words[code]  # type: ignore[index] # a StrEnum is its own word
    raise KeyError(code)
