/** Words of the masters: roster imports, OPDs, users, registered letters. */
export const masterWords = {
  people: 'Pegawai',
  imports: 'Impor pegawai',
  offices: 'OPD',
  users: 'Pengguna',
  permits: 'Surat dan cuti',
  retention: 'Masa simpan',
} as const

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
  join: 'Masuk',
  return: 'Masuk lagi',
  move: 'Pindah OPD',
  change: 'Berubah',
  leave: 'Keluar',
}

export const importStatusWords: Record<string, string> = {
  ready: 'Uji coba, belum diterapkan',
  applied: 'Diterapkan',
  undone: 'Dibatalkan',
  discarded: 'Dibuang',
}

/** What a column of a roster file holds. */
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
  born: 'Tanggal lahir (hanya untuk memeriksa NIP)',
  sex: 'Jenis kelamin (hanya untuk memeriksa NIP)',
}

export const changeFieldWords: Record<string, string> = {
  name: 'Nama',
  kind: 'Status',
  rank: 'Golongan',
  job: 'Jabatan',
  unit: 'Unit kerja',
  opd_id: 'OPD',
  left_on: 'Keluar sejak',
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
  roster: ['/meja/induk/impor', 'Buka Impor pegawai'],
  office: ['/meja/kop', 'Buka Kop surat'],
}
