/** Words of the masters: roster imports, OPDs, users, registered letters. */
export const masterWords = {
  people: 'Pegawai',
  imports: 'Impor berkas',
  offices: 'OPD',
  users: 'Pengguna',
  permits: 'Surat dan cuti',
  retention: 'Masa simpan',
  hours: 'Jam kerja',
  calendar: 'Kalender',
} as const

export const weekdays = ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'] as const

export const calendarKindWords: Record<string, string> = {
  public: 'Libur nasional',
  government: 'Cuti bersama',
  regional: 'Libur daerah',
  working: 'Tetap hari kerja',
}

export const adoptWords = { new: 'ditambahkan', change: 'menjadi pasti', gone: 'dihapus (perkiraan lama)' } as const

export const retentionRuleWords: Record<string, string> = {
  cleared: 'Temuan yang tidak dilanjutkan',
  third_party: 'Foto suasana',
  case: 'Berkas perkara',
  tip: 'Laporan masyarakat',
}

export const retentionReasons = {
  hold: ['Perkara di pengadilan', 'Pemeriksaan BPK atau Inspektorat', 'Banding administratif'],
  lift: ['Perkara selesai', 'Pemeriksaan selesai'],
} as const

export const differenceWords: Record<string, string> = {
  new: 'Baru',
  join: 'Masuk',
  return: 'Masuk lagi',
  move: 'Pindah OPD',
  change: 'Berubah',
  leave: 'Keluar',
  end: 'Berakhir',
}

/** Where a difference is said otherwise of an OPD than of a person. */
export const opdDifferenceWords: Record<string, string> = { return: 'Berlaku lagi' }

export const importStatusWords: Record<string, string> = {
  ready: 'Uji coba, belum diterapkan',
  applied: 'Diterapkan',
  undone: 'Dibatalkan',
  discarded: 'Dibuang',
}

/** What is read before, during and after bringing a file of each kind. */
export const importWords = {
  roster: {
    tab: 'Pegawai',
    hint:
      'Ambil dari SIASN: ekspor singkat atau lengkap, .xlsx atau .csv. Berkas dibandingkan dulu dengan data induk; ' +
      'tidak ada yang berubah sebelum Anda menerapkannya. Agama, alamat, NIK, nomor HP dan kolom pribadi lain tidak disimpan.',
    pick: 'Pilih berkas pegawai…',
    day: 'Berlaku mulai',
    holds: 'berlaku',
    done: 'Data pegawai diperbarui. HP mengambilnya saat tersambung.',
    undo: 'Semua perubahan dari impor ini dikembalikan. Yang sesudahnya diubah dengan tangan tetap seperti itu.',
    undone: 'Impor dibatalkan; data induk kembali seperti sebelumnya.',
    reasons: ['Berkas lama', 'Berkas salah', 'Tanggal berlaku salah'],
    absent: (many: string, since: string) =>
      `${many} orang ada di data induk tetapi tidak di berkas. Catat mereka keluar sejak ${since}. Centang hanya bila berkas ini memuat semua pegawai OPD-nya.`,
  },
  attendance: {
    tab: 'Absen harian',
    hint:
      'Absen masuk dan pulang dari sistem mana pun, .xlsx atau .csv; nama dan NIP boleh dalam satu sel. ' +
      'Di temuan akan tampil “tercatat hadir 07.28–16.02 padahal ditemukan 10.15” sebagai keterangan; daftar panggilan tidak berubah karenanya. ' +
      'Bawa hanya hari yang perlu.',
    pick: 'Pilih berkas absen…',
    day: 'Hari absen (bila berkas tanpa tanggal)',
    holds: 'hari',
    done: 'Absen tersimpan dan tampil di temuan hari itu.',
    undo: 'Absen dari berkas ini dihapus. Absen dari berkas lain untuk hari yang sama berlaku lagi.',
    undone: 'Impor dibatalkan; absen dari berkas ini dihapus.',
    reasons: ['Berkas salah', 'Hari salah', 'Berkas belum lengkap'],
    absent: () => '',
  },
  permits: {
    tab: 'Surat dan cuti',
    hint:
      'Surat tugas, cuti, hari FWA atau jadwal sif: satu baris per orang, dengan NIP dan tanggal mulai, .xlsx atau .csv. ' +
      'Waktu pendaftaran adalah saat Anda menerapkannya: yang didaftarkan sesudah tim berangkat dihitung sebagai surat menyusul. Alasan cuti tidak diambil.',
    pick: 'Pilih berkas surat…',
    day: '',
    holds: 'dibawa',
    done: 'Surat terdaftar. HP mengambilnya saat tersambung.',
    undo: 'Semua surat dari berkas ini dicabut dari daftar.',
    undone: 'Impor dibatalkan; surat dari berkas ini tidak berlaku lagi.',
    reasons: ['Berkas salah', 'Berkas ganda', 'Tanggal salah'],
    absent: () => '',
  },
  opds: {
    tab: 'OPD',
    hint:
      'Daftar OPD dan unitnya, satu baris satu OPD, .xlsx atau .csv; hanya kolom nama yang wajib. Yang juga dibaca: singkatan, induk, nama lain, ' +
      'NIP kepala dan kedudukannya (definitif, Plt., Plh.), NIP pengelola kepegawaian, alamat, lintang dan bujur, berlaku sejak dan sampai, jam kerja. ' +
      'Sel kosong tidak mengubah apa pun; tanda - mengosongkan. OPD berganti nama? Tulis nama lamanya di kolom Nama lain.',
    pick: 'Pilih berkas OPD…',
    day: 'Berlaku mulai',
    holds: 'berlaku',
    done: 'Daftar OPD diperbarui. HP mengambilnya saat tersambung.',
    undo: 'Semua perubahan dari impor ini dikembalikan; OPD yang dibuatnya tidak berlaku lagi. Yang sesudahnya diubah dengan tangan tetap seperti itu.',
    undone: 'Impor dibatalkan; daftar OPD kembali seperti sebelumnya.',
    reasons: ['Berkas lama', 'Berkas salah', 'Tanggal berlaku salah'],
    absent: (many: string, since: string) =>
      `${many} OPD atau unit ada di data induk tetapi tidak di berkas. Catat semuanya berakhir sehari sebelum ${since}. Centang hanya bila berkas ini memuat seluruh perangkat daerah.`,
  },
} as const

/** What a column of a file holds. */
export const columnWords: Record<string, string> = {
  nip: 'NIP',
  name: 'Nama',
  front_title: 'Gelar depan',
  back_title: 'Gelar belakang',
  status: 'Status ASN',
  trial: 'Status CPNS/PNS',
  standing: 'Kedudukan hukum',
  rank: 'Golongan',
  job: 'Jabatan',
  unit: 'Unit kerja',
  opd: 'OPD',
  day: 'Tanggal',
  arrived: 'Absen masuk',
  departed: 'Absen pulang',
  code: 'Keterangan absen',
  kind: 'Jenis',
  number: 'Nomor surat',
  dated: 'Tanggal surat',
  signer: 'Penanda tangan',
  from_day: 'Tanggal mulai',
  to_day: 'Tanggal selesai',
  from_time: 'Jam mulai',
  to_time: 'Jam selesai',
  place: 'Tempat',
  purpose: 'Keperluan',
  born: 'Tanggal lahir (hanya untuk memeriksa NIP)',
  sex: 'Jenis kelamin (hanya untuk memeriksa NIP)',
  short_name: 'Singkatan',
  parent: 'Induk',
  aliases: 'Nama lain',
  address: 'Alamat',
  head_title: 'Jabatan kepala',
  head_form: 'Kedudukan kepala',
  head_nip: 'NIP kepala',
  officer_nip: 'NIP pengelola kepegawaian',
  valid_from: 'Berlaku sejak',
  valid_to: 'Berlaku sampai',
  schedule: 'Jam kerja',
  office: 'Letak kantor',
  lat: 'Lintang',
  lon: 'Bujur',
}

export const changeFieldWords: Record<string, string> = {
  name: 'Nama',
  kind: 'Status',
  rank: 'Golongan',
  job: 'Jabatan',
  unit: 'Unit kerja',
  opd_id: 'OPD',
  left_on: 'Keluar sejak',
  arrived: 'Masuk',
  departed: 'Pulang',
  code: 'Keterangan',
  number: 'Nomor',
  valid_from: 'Mulai',
  valid_to: 'Sampai',
  short_name: 'Singkatan',
  parent_id: 'Di bawah',
  aliases: 'Nama lain',
  address: 'Alamat',
  head_title: 'Jabatan kepala',
  head_form: 'Kedudukan kepala',
  head_id: 'Kepala',
  personnel_officer_id: 'Pengelola kepegawaian',
  schedule_id: 'Jam kerja',
  office: 'Letak kantor',
}

export const roleWords: Record<string, string> = {
  officer: 'Petugas',
  coordinator: 'Koordinator',
  sekda: 'Sekda',
  bkpsdm: 'BKPSDM',
  bkpsdm_approver: 'Kepala BKPSDM',
  inspektorat: 'Inspektorat',
  opd: 'OPD',
  admin: 'Admin',
}

export const permitKindWords: Record<string, string> = {
  surat_tugas: 'Surat tugas',
  sppd: 'SPPD',
  izin_keluar: 'Izin keluar kantor',
  undangan: 'Undangan atau disposisi',
  cuti_tahunan: 'Cuti tahunan',
  cuti_sakit: 'Cuti sakit',
  cuti_melahirkan: 'Cuti melahirkan',
  cuti_alasan_penting: 'Cuti alasan penting',
  cuti_besar: 'Cuti besar',
  fwa: 'Kerja fleksibel (FWA)',
  shift: 'Jadwal sif',
  diklat: 'Diklat',
}

/** How one thing stands before a sidak day, and where it is put right. */
export const readyWords = { ready: 'siap', watch: 'perhatikan', missing: 'belum' } as const

export const readyLinks: Partial<Record<string, readonly [path: string, words: string]>> = {
  plan: ['/meja/operasi', 'Buka Operasi'],
  phones: ['/meja/hp', 'Buka HP petugas'],
  roster: ['/meja/induk/impor', 'Buka Impor berkas'],
  office: ['/meja/kop', 'Buka Kop surat'],
  calendar: ['/meja/induk/kalender', 'Buka Kalender'],
}
