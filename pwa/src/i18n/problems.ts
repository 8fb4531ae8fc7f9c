import type { AnyCode } from '../api/problem-codes'

/** What a user reads for each problem: what happened and what comes next. Exhaustive by type. */
export const problems: Record<AnyCode, string> = {
  'no-network': 'Tanpa sinyal. Coba lagi bila jaringan kembali.',
  'not-the-server':
    'Jaringan ini menjawab dengan halaman lain, bukan server Sidak. Masuk ke Wi-Fi ini atau pakai data seluler.',
  'receipt-invalid':
    'Tanda terima server tidak dapat dipastikan. Temuan tetap tersimpan dan akan dikirim lagi.',
  'bad-json': 'Data yang dikirim tidak terbaca. Muat ulang aplikasi, lalu kirim lagi.',
  'bad-field': 'Ada isian yang belum benar. Periksa isian yang ditandai, lalu simpan lagi.',
  'bad-credentials': 'Nama pengguna atau kata sandi tidak cocok. Periksa lalu coba lagi.',
  'sign-in-needed': 'Sesi berakhir. Masuk lagi untuk melanjutkan.',
  'too-many-attempts': 'Terlalu banyak percobaan masuk. Tunggu beberapa menit, lalu coba lagi.',
  'cross-site':
    'Permintaan datang dari halaman lain dan ditolak. Buka aplikasi Sidak, lalu coba lagi.',
  'not-found': 'Tidak ada atau bukan kewenangan Anda.',
  'method-not-allowed': 'Tindakan ini tidak tersedia di alamat ini. Muat ulang aplikasi.',
  'too-large': 'Data terlalu besar untuk diterima. Kurangi ukuran berkas, lalu kirim lagi.',
  'wrong-content-type': 'Jenis data tidak dikenal. Muat ulang aplikasi, lalu kirim lagi.',
  'server-busy': 'Server sedang sibuk. Data Anda aman; coba lagi sebentar lagi.',
  'storage-full': 'Ruang simpan server penuh. Data tetap di HP; hubungi Diskominfo.',
  'server-error':
    'Server mengalami gangguan. Data Anda belum berubah; coba lagi atau hubungi Diskominfo.',
  'unknown-operation': 'Operasi sidak ini tidak dikenal server. Perbarui data, lalu kirim lagi.',
  'operation-not-open':
    'Operasi belum dibuka. Temuan disimpan di HP dan dikirim setelah operasi dibuka.',
  'not-team-member':
    'Anda tidak tercatat dalam tim ini. Minta BKPSDM menambahkan Anda, lalu kirim lagi.',
  'not-the-author': 'Temuan ini dicatat petugas lain. Petugas itu perlu masuk untuk mengirimnya.',
  'finding-sealed':
    'Temuan ini sudah diterima dengan isi lain. Kiriman ini disimpan terpisah untuk diperiksa.',
  'stale-revision':
    'Data ini baru saja diubah orang lain. Lihat perubahan itu, lalu ulangi bila perlu.',
  'deadline-passed': 'Batas waktu sudah lewat. Sampaikan suratnya langsung kepada BKPSDM.',
  'step-not-allowed':
    'Langkah ini tidak berlaku untuk keadaan sekarang. Muat ulang untuk melihat keadaannya.',
  'nip-invalid': 'NIP tidak benar. Cocokkan 18 angkanya dengan kartu pegawai.',
  'unknown-employee':
    'Pegawai ini tidak ada di data induk. Cari lagi atau catat sebagai tidak ada di daftar.',
  'reason-needed': 'Tuliskan alasannya; alasan tersimpan bersama catatan.',
  'second-person-needed':
    'Langkah ini harus dilakukan orang lain, bukan yang membuat atau menemukan.',
  'unsent-work': 'Masih ada temuan yang belum terkirim dari HP. Tunggu, atau tutup dengan alasan.',
  'correction-exists': 'Perbaikan ini sudah diterima dengan isi lain. Tulis perbaikan baru.',
  'visit-exists': 'Kunjungan ini sudah tercatat dengan isi lain. Muat ulang untuk melihatnya.',
  'photo-not-announced':
    'Foto ini tidak termasuk temuan yang diterima. Kirim data temuannya lebih dahulu.',
  'photo-mismatch':
    'Isi foto tidak sama dengan saat diambil. Foto disimpan terpisah; kirim lagi dari HP.',
  'upload-offset': 'Kiriman foto terputus di tempat lain. Aplikasi melanjutkannya sendiri.',
  'upload-version': 'Versi pengiriman foto tidak dikenal. Perbarui aplikasi.',
  'upload-length': 'Ukuran foto tidak disebut dengan benar. Muat ulang aplikasi, lalu kirim lagi.',
  'upload-checksum': 'Foto rusak di perjalanan. Aplikasi mengirimnya lagi.',
  'upload-locked':
    'Foto ini sedang dikirim lewat sambungan lain. Aplikasi mencoba lagi sebentar lagi.',
  'upload-metadata': 'Keterangan foto tidak lengkap. Muat ulang aplikasi, lalu kirim lagi.',
  'no-lines': 'Tidak ada orang dalam daftar untuk surat ini. Konfirmasi temuan lebih dahulu.',
  'superior-unknown':
    'Atasan langsung belum diketahui. Isi atasan langsung di data pegawai lebih dahulu.',
  'signatory-missing':
    'Penanda tangan belum diatur. Isi penanda tangan di data induk lebih dahulu.',
  'number-taken': 'Nomor surat ini sudah dipakai tahun ini. Isi nomor lain dari buku agenda, dengan kode unitnya.',
  'addressee-named': 'Surat ini menyebut nama penerimanya sendiri. Alamatkan kepada atasannya.',
  'hearing-to-check':
    'Periksa lagi tanggal dan jam menghadap, lalu simpan; sesudah itu ulangi langkah ini.',
  'letter-kind':
    'Jenis surat ini tidak berlaku untuk status pegawai tersebut. Pilih jenis surat lain.',
  'bad-area': 'Batas zona tidak benar. Gambar ulang zona tanpa garis yang berpotongan.',
  'bad-cursor': 'Penanda halaman tidak dikenal. Buka daftar dari awal.',
  'name-taken': 'Nama ini sudah dipakai. Pilih nama lain.',
  'second-factor-needed': 'Ketik kode 6 angka dari aplikasi autentikator, atau satu kode pemulihan.',
  'second-factor-setup': 'Akun ini perlu verifikasi dua langkah. Aktifkan dahulu, lalu lanjutkan.',
  'bad-code': 'Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi.',
  'passkey-unknown':
    'Kunci sandi ini tidak dikenal atau sudah dihapus. Coba lagi, atau masuk dengan kata sandi.',
  'passkey-refused':
    'Kunci sandi belum terdaftar: waktunya habis atau perangkat tidak meminta PIN. Coba sekali lagi.',
  'passkey-no-name': 'Kunci sandi memerlukan alamat berupa nama, bukan angka. Buka Sidak lewat alamat namanya.',
  'link-spent': 'Tautan ini sudah dipakai atau habis waktunya. Minta tautan baru kepada Diskominfo.',
  'file-not-as-named': 'Isi berkas tidak sesuai dengan namanya. Simpan ulang sebagai XLSX atau CSV dari Excel.',
  'file-unreadable': 'Berkas rusak atau terkunci sandi. Buka di Excel, simpan ulang, lalu coba lagi.',
  'file-encoding': 'Huruf dalam berkas CSV tidak terbaca. Simpan ulang sebagai CSV UTF-8 atau XLSX.',
  'file-expands':
    'Isi berkas jauh lebih besar daripada ukurannya dan tidak dibaca. Simpan ulang tabelnya saja.',
  'file-columns': 'Kolomnya terlalu banyak (lebih dari 300). Hapus kolom yang kosong atau tidak perlu.',
  'file-empty': 'Tidak ada baris data dalam berkas ini. Pastikan tabelnya ada di lembar pertama.',
  'header-merged':
    'Judul kolom memakai sel gabungan. Pisahkan selnya (Unmerge) agar satu judul satu kolom.',
  'header-twice': 'Ada dua baris judul kolom. Sisakan satu baris judul, lalu unggah lagi.',
  'header-unknown':
    'Sebagian judul kolom tidak dikenal. Tunjukkan kolom mana yang dimaksud.',
  'import-undecided': 'Masih ada nama OPD yang belum dicocokkan. Cocokkan atau lewati, lalu terapkan.',
  'import-aged': 'Data induk berubah sejak uji coba ini. Periksa lagi perbedaannya, lalu terapkan.',
  'import-not-last':
    'Hanya impor terakhir yang dapat dibatalkan. Batalkan yang lebih baru lebih dahulu.',
  'zone-crosses': 'Garis batas zona berpotongan dengan dirinya sendiri. Perbaiki titik sudutnya.',
  'zone-swapped': 'Bujur dan lintang zona ini tertukar. Tukar keduanya, lalu simpan lagi.',
  'zone-far':
    'Zona ini lebih dari 150 km dari semua kantor OPD. Periksa apakah berkasnya milik daerah lain.',
  'sealed-unreadable':
    'Kiriman tersegel ini tidak terbaca server. Temuan tetap di HP; simpan berkasnya dari HP.',
  'sealing-key-unknown':
    'Kunci segel kiriman ini tidak dikenal server. Temuan tetap di HP; hubungi Diskominfo.',
  'device-unknown': 'HP ini belum terdaftar di server. Masuk sekali, lalu temuan terkirim sendiri.',
  'device-revoked': 'HP ini sudah dicabut. Pencatatnya perlu masuk lagi agar temuan terkirim.',
  'enrolment-unknown': 'Kode ini tidak dikenal atau sudah ditarik. Minta kode baru kepada koordinator.',
  'enrolment-expired': 'Kode ini habis waktunya. Minta kode baru kepada koordinator.',
  'enrolment-used':
    'Kode ini sudah dipakai HP lain. Minta kode baru, dan beri tahu koordinator bila bukan Anda.',
  'enrolment-not-field':
    'Akun ini tidak dapat masuk dengan kode. Masuklah dengan nama pengguna dan kata sandi.',
  'device-signature': 'Tanda tangan HP tidak cocok. Temuan tetap di HP; hubungi Diskominfo.',
  'letter-unknown': 'Surat dengan kode ini tidak tercatat. Pindai lagi, atau tanyakan kepada BKPSDM.',
  'hearing-not-yet': 'Waktu menghadap belum tiba. Ketidakhadiran baru dapat dicatat sesudahnya.',
  'figures-not-final': 'Angka masih sementara. Tutup operasi dan tinjau semua temuannya, lalu terbitkan.',
  'template-refused': 'Templat Word ini belum dapat dipakai. Perbaiki baris yang disebut, lalu unggah lagi.',
  'signed-pdf-refused': 'PDF bertanda tangan ini belum dapat diterima. Unggah berkas aslinya, apa adanya.',
  'seal-refused': 'Segel elektronik tidak dapat dipakai. Hubungi admin server; surat belum diterbitkan.',
  'reply-unknown': 'Belum ada catatan untuk kode ini. Periksa lagi kodenya; catatan dapat tiba di hari berikutnya.',
  'too-many-checks':
    'Terlalu banyak kode yang tidak dikenal diperiksa. Tunggu satu menit, lalu pindai lagi.',
  'tip-work': 'Pengiriman ini sudah kedaluwarsa. Tekan Kirim sekali lagi; isian Anda masih ada.',
  'too-many-tips':
    'Sedang banyak laporan masuk. Tunggu sebentar, lalu tekan Kirim lagi; isian Anda masih ada.',
  'receipt-unknown': 'Nomor tanda terima ini tidak dikenal. Periksa 16 angkanya, lalu coba lagi.',
  'evidence-over':
    'Bukti untuk laporan ini tidak dapat ditambah lagi. Buat laporan baru bila perlu.',
  'evidence-unreadable': 'Berkas ini bukan foto yang dapat dibaca. Pilih foto JPEG, PNG, atau WebP.',
  'examination-not-ready': 'BAP dibuat sesudah Surat Panggilan ditandatangani dan kehadirannya tercatat.',
  'examination-closed': 'BAP ini sudah ditutup dan tidak berubah lagi. Buat BAP tambahan bila ada yang kurang.',
  'examination-incomplete': 'BAP ini belum lengkap. Lengkapi bagian yang disebut, lalu tutup lagi.',
  'examiner-involved': 'Pemeriksa bukan orang yang diperiksa dan bukan yang menemukannya. Pilih pemeriksa lain.',
  'wrong-password': 'Kata sandi yang sekarang tidak cocok. Periksa, lalu coba lagi.',
  'weak-password':
    'Kata sandi ini mudah ditebak. Pilih beberapa kata lain yang tidak saling berkaitan.',
}

/** The sentence for a code; an unknown code of a newer server gets a calm general sentence. */
export function sentence(code: string | undefined, fallback?: string): string {
  const known = problems[code as AnyCode] as string | undefined
  return known ?? fallback ?? 'Ada gangguan. Coba lagi sebentar lagi.'
}
