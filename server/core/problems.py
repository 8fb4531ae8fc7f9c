"""The one catalogue of errors a user can meet (RFC 9457): code, status, and what to do, in Indonesian.

Long because it is one list: who words an error sees every other, and none is said in two ways.
"""

from enum import StrEnum
from http import HTTPStatus
from typing import Any


class Code(StrEnum):
    """The stable word of an error; screens choose their sentence by it."""

    BAD_JSON = "bad-json"
    BAD_FIELD = "bad-field"
    BAD_CREDENTIALS = "bad-credentials"
    SIGN_IN_NEEDED = "sign-in-needed"
    TOO_MANY_ATTEMPTS = "too-many-attempts"
    CROSS_SITE = "cross-site"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    TOO_LARGE = "too-large"
    WRONG_CONTENT_TYPE = "wrong-content-type"
    SERVER_BUSY = "server-busy"
    STORAGE_FULL = "storage-full"
    SERVER_ERROR = "server-error"
    UNKNOWN_OPERATION = "unknown-operation"
    OPERATION_NOT_OPEN = "operation-not-open"
    NOT_TEAM_MEMBER = "not-team-member"
    NOT_THE_AUTHOR = "not-the-author"
    FINDING_SEALED = "finding-sealed"
    STALE_REVISION = "stale-revision"
    DEADLINE_PASSED = "deadline-passed"
    STEP_NOT_ALLOWED = "step-not-allowed"
    NIP_INVALID = "nip-invalid"
    UNKNOWN_EMPLOYEE = "unknown-employee"
    REASON_NEEDED = "reason-needed"
    SECOND_PERSON_NEEDED = "second-person-needed"
    UNSENT_WORK = "unsent-work"
    FIGURES_NOT_FINAL = "figures-not-final"
    VISIT_EXISTS = "visit-exists"
    CORRECTION_EXISTS = "correction-exists"
    PHOTO_NOT_ANNOUNCED = "photo-not-announced"
    PHOTO_MISMATCH = "photo-mismatch"
    UPLOAD_OFFSET = "upload-offset"
    UPLOAD_VERSION = "upload-version"
    UPLOAD_LENGTH = "upload-length"
    UPLOAD_CHECKSUM = "upload-checksum"
    UPLOAD_LOCKED = "upload-locked"
    UPLOAD_METADATA = "upload-metadata"
    NO_LINES = "no-lines"
    SUPERIOR_UNKNOWN = "superior-unknown"
    SIGNATORY_MISSING = "signatory-missing"
    NUMBER_TAKEN = "number-taken"
    ADDRESSEE_NAMED = "addressee-named"
    HEARING_TO_CHECK = "hearing-to-check"
    LETTER_KIND = "letter-kind"
    BAD_AREA = "bad-area"
    BAD_CURSOR = "bad-cursor"
    NAME_TAKEN = "name-taken"
    LINK_SPENT = "link-spent"
    FILE_NOT_AS_NAMED = "file-not-as-named"
    FILE_UNREADABLE = "file-unreadable"
    FILE_ENCODING = "file-encoding"
    FILE_EXPANDS = "file-expands"
    FILE_COLUMNS = "file-columns"
    FILE_EMPTY = "file-empty"
    HEADER_MERGED = "header-merged"
    HEADER_TWICE = "header-twice"
    HEADER_UNKNOWN = "header-unknown"
    IMPORT_UNDECIDED = "import-undecided"
    IMPORT_AGED = "import-aged"
    IMPORT_NOT_LAST = "import-not-last"
    ZONE_CROSSES = "zone-crosses"
    ZONE_SWAPPED = "zone-swapped"
    ZONE_FAR = "zone-far"
    SEALED_UNREADABLE = "sealed-unreadable"
    SEALING_KEY_UNKNOWN = "sealing-key-unknown"
    DEVICE_UNKNOWN = "device-unknown"
    DEVICE_REVOKED = "device-revoked"
    DEVICE_SIGNATURE = "device-signature"
    ENROLMENT_UNKNOWN = "enrolment-unknown"
    ENROLMENT_EXPIRED = "enrolment-expired"
    ENROLMENT_USED = "enrolment-used"
    ENROLMENT_NOT_FIELD = "enrolment-not-field"
    SECOND_FACTOR_NEEDED = "second-factor-needed"
    SECOND_FACTOR_SETUP = "second-factor-setup"
    BAD_CODE = "bad-code"
    LETTER_UNKNOWN = "letter-unknown"
    TOO_MANY_CHECKS = "too-many-checks"
    HEARING_NOT_YET = "hearing-not-yet"
    REPLY_UNKNOWN = "reply-unknown"
    TEMPLATE_REFUSED = "template-refused"
    SIGNED_PDF_REFUSED = "signed-pdf-refused"
    SEAL_REFUSED = "seal-refused"
    TIP_WORK = "tip-work"
    TOO_MANY_TIPS = "too-many-tips"
    RECEIPT_UNKNOWN = "receipt-unknown"
    EVIDENCE_OVER = "evidence-over"
    EVIDENCE_UNREADABLE = "evidence-unreadable"
    EXAMINATION_NOT_READY = "examination-not-ready"
    EXAMINATION_CLOSED = "examination-closed"
    EXAMINATION_INCOMPLETE = "examination-incomplete"
    EXAMINER_INVOLVED = "examiner-involved"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 - the word of an error
    WEAK_PASSWORD = "weak-password"  # noqa: S105
    PASSKEY_UNKNOWN = "passkey-unknown"
    PASSKEY_REFUSED = "passkey-refused"
    PASSKEY_NO_NAME = "passkey-no-name"


STATUS: dict[Code, tuple[HTTPStatus, str]] = {
    Code.BAD_JSON: (
        HTTPStatus.BAD_REQUEST,
        "Data yang dikirim tidak terbaca. Muat ulang aplikasi, lalu kirim lagi.",
    ),
    Code.BAD_FIELD: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Ada isian yang belum benar. Periksa isian yang ditandai, lalu simpan lagi.",
    ),
    Code.BAD_CREDENTIALS: (
        HTTPStatus.UNAUTHORIZED,
        "Nama pengguna atau kata sandi tidak cocok. Periksa lalu coba lagi.",
    ),
    Code.SIGN_IN_NEEDED: (HTTPStatus.UNAUTHORIZED, "Sesi berakhir. Masuk lagi untuk melanjutkan."),
    Code.TOO_MANY_ATTEMPTS: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Terlalu banyak percobaan masuk. Tunggu beberapa menit, lalu coba lagi.",
    ),
    Code.CROSS_SITE: (
        HTTPStatus.FORBIDDEN,
        "Permintaan datang dari halaman lain dan ditolak. Buka aplikasi Sidak, lalu coba lagi.",
    ),
    Code.NOT_FOUND: (HTTPStatus.NOT_FOUND, "Tidak ada atau bukan kewenangan Anda."),
    Code.METHOD_NOT_ALLOWED: (
        HTTPStatus.METHOD_NOT_ALLOWED,
        "Tindakan ini tidak tersedia di alamat ini. Muat ulang aplikasi.",
    ),
    Code.TOO_LARGE: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "Data terlalu besar untuk diterima. Kurangi ukuran berkas, lalu kirim lagi.",
    ),
    Code.WRONG_CONTENT_TYPE: (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "Jenis data tidak dikenal. Muat ulang aplikasi, lalu kirim lagi.",
    ),
    Code.SERVER_BUSY: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Server sedang sibuk. Data Anda aman; coba lagi sebentar lagi.",
    ),
    Code.STORAGE_FULL: (
        HTTPStatus.INSUFFICIENT_STORAGE,
        "Ruang simpan server penuh. Data tetap di HP; hubungi Diskominfo.",
    ),
    Code.SERVER_ERROR: (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Server mengalami gangguan. Data Anda belum berubah; coba lagi atau hubungi Diskominfo.",
    ),
    Code.UNKNOWN_OPERATION: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Operasi sidak ini tidak dikenal server. Perbarui data, lalu kirim lagi.",
    ),
    Code.OPERATION_NOT_OPEN: (
        HTTPStatus.CONFLICT,
        "Operasi belum dibuka. Temuan disimpan di HP dan dikirim setelah operasi dibuka.",
    ),
    Code.NOT_TEAM_MEMBER: (
        HTTPStatus.FORBIDDEN,
        "Anda tidak tercatat dalam tim ini. Minta BKPSDM menambahkan Anda, lalu kirim lagi.",
    ),
    Code.NOT_THE_AUTHOR: (
        HTTPStatus.FORBIDDEN,
        "Temuan ini dicatat petugas lain. Petugas itu perlu masuk untuk mengirimnya.",
    ),
    Code.FINDING_SEALED: (
        HTTPStatus.CONFLICT,
        "Temuan ini sudah diterima dengan isi lain. Kiriman ini disimpan terpisah untuk diperiksa.",
    ),
    Code.STALE_REVISION: (
        HTTPStatus.CONFLICT,
        "Data ini baru saja diubah orang lain. Lihat perubahan itu, lalu ulangi bila perlu.",
    ),
    Code.STEP_NOT_ALLOWED: (
        HTTPStatus.CONFLICT,
        "Langkah ini tidak berlaku untuk keadaan sekarang. Muat ulang untuk melihat keadaannya.",
    ),
    Code.DEADLINE_PASSED: (
        HTTPStatus.CONFLICT,
        "Batas waktu sudah lewat. Sampaikan suratnya langsung kepada BKPSDM.",
    ),
    Code.NIP_INVALID: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "NIP tidak benar. Cocokkan 18 angkanya dengan kartu pegawai.",
    ),
    Code.UNKNOWN_EMPLOYEE: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Pegawai ini tidak ada di data induk. Cari lagi atau catat sebagai tidak ada di daftar.",
    ),
    Code.REASON_NEEDED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Tuliskan alasannya; alasan tersimpan bersama catatan.",
    ),
    Code.SECOND_PERSON_NEEDED: (
        HTTPStatus.CONFLICT,
        "Langkah ini harus dilakukan orang lain, bukan yang membuat atau menemukan.",
    ),
    Code.UNSENT_WORK: (
        HTTPStatus.CONFLICT,
        "Masih ada temuan yang belum terkirim dari HP. Tunggu, atau tutup dengan alasan.",
    ),
    Code.VISIT_EXISTS: (
        HTTPStatus.CONFLICT,
        "Kunjungan ini sudah tercatat dengan isi lain. Muat ulang untuk melihatnya.",
    ),
    Code.CORRECTION_EXISTS: (
        HTTPStatus.CONFLICT,
        "Perbaikan ini sudah diterima dengan isi lain. Tulis perbaikan baru.",
    ),
    Code.PHOTO_NOT_ANNOUNCED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Foto ini tidak termasuk temuan yang diterima. Kirim data temuannya lebih dahulu.",
    ),
    Code.PHOTO_MISMATCH: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Isi foto tidak sama dengan saat diambil. Foto disimpan terpisah; kirim lagi dari HP.",
    ),
    Code.UPLOAD_OFFSET: (
        HTTPStatus.CONFLICT,
        "Kiriman foto terputus di tempat lain. Aplikasi melanjutkannya sendiri.",
    ),
    Code.UPLOAD_VERSION: (
        HTTPStatus.PRECONDITION_FAILED,
        "Versi pengiriman foto tidak dikenal. Perbarui aplikasi.",
    ),
    Code.UPLOAD_LENGTH: (
        HTTPStatus.BAD_REQUEST,
        "Ukuran foto tidak disebut dengan benar. Muat ulang aplikasi, lalu kirim lagi.",
    ),
    Code.UPLOAD_CHECKSUM: (
        HTTPStatus.BAD_REQUEST,
        "Foto rusak di perjalanan. Aplikasi mengirimnya lagi.",
    ),
    Code.UPLOAD_LOCKED: (
        HTTPStatus.LOCKED,
        "Foto ini sedang dikirim lewat sambungan lain. Aplikasi mencoba lagi sebentar lagi.",
    ),
    Code.UPLOAD_METADATA: (
        HTTPStatus.BAD_REQUEST,
        "Keterangan foto tidak lengkap. Muat ulang aplikasi, lalu kirim lagi.",
    ),
    Code.NO_LINES: (
        HTTPStatus.CONFLICT,
        "Tidak ada orang dalam daftar untuk surat ini. Konfirmasi temuan lebih dahulu.",
    ),
    Code.SUPERIOR_UNKNOWN: (
        HTTPStatus.CONFLICT,
        "Atasan langsung belum diketahui. Isi atasan langsung di data pegawai lebih dahulu.",
    ),
    Code.SIGNATORY_MISSING: (
        HTTPStatus.CONFLICT,
        "Penanda tangan belum diatur. Isi penanda tangan di data induk lebih dahulu.",
    ),
    Code.NUMBER_TAKEN: (
        HTTPStatus.CONFLICT,
        "Nomor surat ini sudah dipakai tahun ini. Isi nomor lain dari buku agenda, dengan kode unitnya.",
    ),
    Code.ADDRESSEE_NAMED: (
        HTTPStatus.CONFLICT,
        "Surat ini menyebut nama penerimanya sendiri. Alamatkan kepada atasannya.",
    ),
    Code.HEARING_TO_CHECK: (
        HTTPStatus.CONFLICT,
        "Periksa lagi tanggal dan jam menghadap, lalu simpan; sesudah itu ulangi langkah ini.",
    ),
    Code.LETTER_KIND: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Jenis surat ini tidak berlaku untuk status pegawai tersebut. Pilih jenis surat lain.",
    ),
    Code.BAD_AREA: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Batas zona tidak benar. Gambar ulang zona tanpa garis yang berpotongan.",
    ),
    Code.BAD_CURSOR: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Penanda halaman tidak dikenal. Buka daftar dari awal.",
    ),
    Code.NAME_TAKEN: (HTTPStatus.CONFLICT, "Nama ini sudah dipakai. Pilih nama lain."),
    Code.SECOND_FACTOR_NEEDED: (
        HTTPStatus.UNAUTHORIZED,
        "Ketik kode 6 angka dari aplikasi autentikator, atau satu kode pemulihan.",
    ),
    Code.SECOND_FACTOR_SETUP: (
        HTTPStatus.FORBIDDEN,
        "Akun ini perlu verifikasi dua langkah. Aktifkan dahulu, lalu lanjutkan.",
    ),
    Code.BAD_CODE: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi.",
    ),
    Code.LINK_SPENT: (
        HTTPStatus.GONE,
        "Tautan ini sudah dipakai atau habis waktunya. Minta tautan baru kepada Diskominfo.",
    ),
    Code.FILE_NOT_AS_NAMED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Isi berkas tidak sesuai dengan namanya. Simpan ulang sebagai XLSX atau CSV dari Excel.",
    ),
    Code.FILE_UNREADABLE: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Berkas rusak atau terkunci sandi. Buka di Excel, simpan ulang, lalu coba lagi.",
    ),
    Code.FILE_ENCODING: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Huruf dalam berkas CSV tidak terbaca. Simpan ulang sebagai CSV UTF-8 atau XLSX.",
    ),
    Code.FILE_EXPANDS: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Isi berkas jauh lebih besar daripada ukurannya dan tidak dibaca. Simpan ulang tabelnya saja.",
    ),
    Code.FILE_COLUMNS: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Kolomnya terlalu banyak (lebih dari 300). Hapus kolom yang kosong atau tidak perlu.",
    ),
    Code.FILE_EMPTY: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Tidak ada baris data dalam berkas ini. Pastikan tabelnya ada di lembar pertama.",
    ),
    Code.HEADER_MERGED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Judul kolom memakai sel gabungan. Pisahkan selnya (Unmerge) agar satu judul satu kolom.",
    ),
    Code.HEADER_TWICE: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Ada dua baris judul kolom. Sisakan satu baris judul, lalu unggah lagi.",
    ),
    Code.HEADER_UNKNOWN: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Sebagian judul kolom tidak dikenal. Tunjukkan kolom mana yang dimaksud.",
    ),
    Code.IMPORT_UNDECIDED: (
        HTTPStatus.CONFLICT,
        "Masih ada nama OPD yang belum dicocokkan. Cocokkan atau lewati, lalu terapkan.",
    ),
    Code.IMPORT_AGED: (
        HTTPStatus.CONFLICT,
        "Data induk berubah sejak uji coba ini. Periksa lagi perbedaannya, lalu terapkan.",
    ),
    Code.IMPORT_NOT_LAST: (
        HTTPStatus.CONFLICT,
        "Hanya impor terakhir yang dapat dibatalkan. Batalkan yang lebih baru lebih dahulu.",
    ),
    Code.ZONE_CROSSES: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Garis batas zona berpotongan dengan dirinya sendiri. Perbaiki titik sudutnya.",
    ),
    Code.ZONE_SWAPPED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Bujur dan lintang zona ini tertukar. Tukar keduanya, lalu simpan lagi.",
    ),
    Code.ZONE_FAR: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Zona ini lebih dari 150 km dari semua kantor OPD. Periksa apakah berkasnya milik daerah lain.",
    ),
    Code.SEALED_UNREADABLE: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Kiriman tersegel ini tidak terbaca server. Temuan tetap di HP; simpan berkasnya dari HP.",
    ),
    Code.SEALING_KEY_UNKNOWN: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Kunci segel kiriman ini tidak dikenal server. Temuan tetap di HP; hubungi Diskominfo.",
    ),
    Code.DEVICE_UNKNOWN: (
        HTTPStatus.FORBIDDEN,
        "HP ini belum terdaftar di server. Masuk sekali, lalu temuan terkirim sendiri.",
    ),
    Code.DEVICE_REVOKED: (
        HTTPStatus.FORBIDDEN,
        "HP ini sudah dicabut. Pencatatnya perlu masuk lagi agar temuan terkirim.",
    ),
    Code.ENROLMENT_UNKNOWN: (
        HTTPStatus.GONE,
        "Kode ini tidak dikenal atau sudah ditarik. Minta kode baru kepada koordinator.",
    ),
    Code.ENROLMENT_EXPIRED: (
        HTTPStatus.GONE,
        "Kode ini habis waktunya. Minta kode baru kepada koordinator.",
    ),
    Code.ENROLMENT_USED: (
        HTTPStatus.GONE,
        "Kode ini sudah dipakai HP lain. Minta kode baru, dan beri tahu koordinator bila bukan Anda.",
    ),
    Code.ENROLMENT_NOT_FIELD: (
        HTTPStatus.CONFLICT,
        "Akun ini tidak dapat masuk dengan kode. Masuklah dengan nama pengguna dan kata sandi.",
    ),
    Code.DEVICE_SIGNATURE: (
        HTTPStatus.FORBIDDEN,
        "Tanda tangan HP tidak cocok. Temuan tetap di HP; hubungi Diskominfo.",
    ),
    Code.LETTER_UNKNOWN: (
        HTTPStatus.NOT_FOUND,
        "Surat dengan kode ini tidak tercatat. Pindai lagi, atau tanyakan kepada BKPSDM.",
    ),
    Code.HEARING_NOT_YET: (
        HTTPStatus.CONFLICT,
        "Waktu menghadap belum tiba. Ketidakhadiran baru dapat dicatat sesudahnya.",
    ),
    Code.TOO_MANY_CHECKS: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Terlalu banyak kode yang tidak dikenal diperiksa. Tunggu satu menit, lalu pindai lagi.",
    ),
    Code.FIGURES_NOT_FINAL: (
        HTTPStatus.CONFLICT,
        "Angka masih sementara. Tutup operasi dan tinjau semua temuannya, lalu terbitkan.",
    ),
    Code.TEMPLATE_REFUSED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Templat Word ini belum dapat dipakai. Perbaiki baris yang disebut, lalu unggah lagi.",
    ),
    Code.SIGNED_PDF_REFUSED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "PDF bertanda tangan ini belum dapat diterima. Unggah berkas aslinya, apa adanya.",
    ),
    Code.SEAL_REFUSED: (
        HTTPStatus.CONFLICT,
        "Segel elektronik tidak dapat dipakai. Hubungi admin server; surat belum diterbitkan.",
    ),
    Code.REPLY_UNKNOWN: (
        HTTPStatus.NOT_FOUND,
        "Belum ada catatan untuk kode ini. Periksa lagi kodenya; catatan dapat tiba di hari berikutnya.",
    ),
    Code.TIP_WORK: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Pengiriman ini sudah kedaluwarsa. Tekan Kirim sekali lagi; isian Anda masih ada.",
    ),
    Code.TOO_MANY_TIPS: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Sedang banyak laporan masuk. Tunggu sebentar, lalu tekan Kirim lagi; isian Anda masih ada.",
    ),
    Code.RECEIPT_UNKNOWN: (
        HTTPStatus.NOT_FOUND,
        "Nomor tanda terima ini tidak dikenal. Periksa 16 angkanya, lalu coba lagi.",
    ),
    Code.EVIDENCE_OVER: (
        HTTPStatus.CONFLICT,
        "Bukti untuk laporan ini tidak dapat ditambah lagi. Buat laporan baru bila perlu.",
    ),
    Code.EVIDENCE_UNREADABLE: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Berkas ini bukan foto yang dapat dibaca. Pilih foto JPEG, PNG, atau WebP.",
    ),
    Code.EXAMINATION_NOT_READY: (
        HTTPStatus.CONFLICT,
        "BAP dibuat sesudah Surat Panggilan ditandatangani dan kehadirannya tercatat.",
    ),
    Code.EXAMINATION_CLOSED: (
        HTTPStatus.CONFLICT,
        "BAP ini sudah ditutup dan tidak berubah lagi. Buat BAP tambahan bila ada yang kurang.",
    ),
    Code.EXAMINATION_INCOMPLETE: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "BAP ini belum lengkap. Lengkapi bagian yang disebut, lalu tutup lagi.",
    ),
    Code.EXAMINER_INVOLVED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Pemeriksa bukan orang yang diperiksa dan bukan yang menemukannya. Pilih pemeriksa lain.",
    ),
    Code.WRONG_PASSWORD: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Kata sandi yang sekarang tidak cocok. Periksa, lalu coba lagi.",
    ),
    Code.WEAK_PASSWORD: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Kata sandi ini mudah ditebak. Pilih beberapa kata lain yang tidak saling berkaitan.",
    ),
    Code.PASSKEY_UNKNOWN: (
        HTTPStatus.UNAUTHORIZED,
        "Kunci sandi ini tidak dikenal atau sudah dihapus. Coba lagi, atau masuk dengan kata sandi.",
    ),
    Code.PASSKEY_REFUSED: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Kunci sandi belum terdaftar: waktunya habis atau perangkat tidak meminta PIN. Coba sekali lagi.",
    ),
    Code.PASSKEY_NO_NAME: (
        HTTPStatus.CONFLICT,
        "Kunci sandi memerlukan alamat berupa nama, bukan angka. Buka Sidak lewat alamat namanya.",
    ),
}


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An error for the user; `extra` holds members beside code and status, never personal data in logs."""

    def __init__(self, code: Code, *, retry_after: int | None = None, **extra: Any) -> None:
        self.code = code
        self.status, self.title = STATUS[code]
        self.retry_after = retry_after
        self.extra = extra
        super().__init__(code)

    def body(self) -> dict[str, Any]:
        """Return the members of `application/problem+json`."""
        return {
            "type": f"urn:sidak:problem:{self.code}",
            "code": str(self.code),
            "status": int(self.status),
            "title": self.title,
            **self.extra,
        }
