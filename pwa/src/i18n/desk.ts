/**
 * The words of the desk and the board for what the server answers; an unknown word is shown readable, never hidden.
 *
 * Long because it is one table of words, so that one thing has one name on every screen.
 */
export const kindWords: Record<string, string> = {
  pns: 'PNS',
  cpns: 'CPNS',
  pppk: 'PPPK',
  pppk_part_time: 'PPPK paruh waktu',
  non_asn: 'Pegawai non-ASN',
  other_agency: 'Instansi lain',
  outsourced: 'Tenaga alih daya',
  village: 'Perangkat desa',
  military_police: 'TNI/Polri',
  not_employee: 'Bukan pegawai',
  unknown: 'Belum diketahui',
}

export const statusWords: Record<string, string> = {
  received: 'Menunggu konfirmasi',
  confirmed: 'Dikonfirmasi',
  dismissed: 'Tidak dilanjutkan',
  merged: 'Digabung',
  referred: 'Diteruskan',
  reopened: 'Dibuka lagi',
}

export const observedWords: Record<string, string> = {
  matches: 'Sesuai',
  mismatch: 'Belum sesuai',
  promised: 'Menyusul',
  none: 'Tidak ada',
  refused: 'Menolak menunjukkan',
}

/** What the team saw of the letter; who left before being asked was not found without one. */
export const letterSeen = (observed: string, conduct: string): string =>
  conduct === 'left' && observed === 'none' ? 'Tidak sempat ditanya' : (observedWords[observed] ?? observed)

export const assessmentWords: Record<string, string> = {
  unassessed: 'Belum dinilai',
  pending: 'Menunggu surat',
  accepted: 'Surat diterima',
  accepted_late: 'Surat diterima (susulan)',
  mismatch: 'Surat belum sesuai',
  expired: 'Batas waktu surat lewat',
}

export const conductWords: Record<string, string> = {
  cooperative: 'Kooperatif',
  refused: 'Menolak menyebut nama',
  left: 'Meninggalkan lokasi',
}

export const basisWords: Record<string, string> = {
  known: 'Dikenali dari daftar',
  claimed: 'Menurut pengakuan',
  unknown: 'Tidak dikenal',
}

export const shownWords: Record<string, string> = {
  id_card: 'Kartu pegawai',
  name_tag: 'Papan nama',
  ktp: 'KTP',
  none: 'Tidak ada',
}

export const photoWords: Record<string, string> = {
  person: 'Orang',
  scene: 'Suasana',
  letter: 'Surat',
  signature: 'Tanda tangan',
}

/** What became of asking the person to sign; null where nobody asked. */
export function signed(signature?: { state: string; witness: string | null; method?: string | null } | null): string | null {
  if (signature?.state === 'refused') {
    return `menolak tanda tangan, ${signature.witness ? `disaksikan ${signature.witness}` : 'saksi tidak disebut'}`
  }
  if (signature?.state !== 'signed') return null
  if (!signature.method) return 'menandatangani'
  return signature.method === 'typed' ? 'menandatangani dengan mengetik nama' : 'menandatangani dengan jari di HP petugas'
}

export const permitWords: Record<string, string> = {
  surat_tugas: 'Surat tugas',
  sppd: 'SPPD',
  surat_izin: 'Surat izin keluar',
  izin: 'Surat izin keluar',
  undangan: 'Undangan',
  disposisi: 'Disposisi',
  cuti: 'Cuti',
  cuti_tahunan: 'Cuti tahunan',
  cuti_sakit: 'Cuti sakit',
  cuti_melahirkan: 'Cuti melahirkan',
  cuti_alasan_penting: 'Cuti alasan penting',
  cuti_besar: 'Cuti besar',
  izin_keluar: 'Surat izin keluar',
  explanation: 'Penjelasan tertulis',
  fwa: 'Kerja fleksibel',
  shift: 'Jadwal sif',
  diklat: 'Diklat',
}

/** Flags of the server as short words, with a sentence for the facts. */
export const flagWords: Record<string, [string, string]> = {
  nip_invalid: ['NIP tidak benar', 'Susunan NIP tidak benar; cocokkan dengan kartu pegawai.'],
  nip_name_mismatch: ['Nama berbeda', 'Nama yang dicatat berbeda dari data induk untuk NIP ini.'],
  nip_not_in_roster: ['NIP tak ada di data', 'NIP tidak ada di data induk: instansi lain, atau salah ketik.'],
  namesake: ['Ada nama sama', 'Lebih dari satu pegawai bernama sama; pastikan lewat NIP, jabatan atau foto.'],
  outside_work_hours: ['Di luar jam kerja', 'Saat itu di luar jam kerja unitnya.'],
  in_break: ['Jam istirahat', 'Saat itu jam istirahat unitnya.'],
  holiday: ['Hari libur', 'Hari itu hari libur.'],
  day_off: ['Bukan hari kerja', 'Hari itu bukan hari kerja unitnya.'],
  shift_unit: ['Unit sif', 'Unit bekerja dengan sif; cocokkan dengan jadwal jaga.'],
  work_time_unknown: ['Jam kerja belum pasti', 'Jam kerja unit ini belum ada di data induk.'],
  outside_operation: ['Di luar waktu sidak', 'Orang ini ditemukan di luar hari atau jam operasi; lampiran surat menyebut harinya.'],
  outside_zone: ['Di luar zona', 'Posisi berada di luar zona tim.'],
  position_doubtful: ['Posisi kurang pasti', 'Ketelitiannya kurang (misalnya di dalam gedung), atau titiknya sudah lama ketika dipakai.'],
  position_odd: ['Posisi janggal', 'Posisi HP ini tidak seperti biasanya; alasannya di baris Posisi. Petunjuk saja, bukan tuduhan.'],
  clock_doubtful: ['Jam HP', 'Jam HP berbeda dari jam server; waktunya adalah perkiraan terbaik server.'],
  letter_after_finding: ['Surat sesudah temuan', 'Surat bertanggal atau didaftarkan sesudah orang ini ditemukan.'],
  corrected: ['Diperbaiki petugas', 'Petugas yang mencatat memperbaiki keterangannya; lihat Riwayat.'],
  correction_waits: ['Perbaikan menunggu', 'Petugas mengirim perbaikan sesudah temuan dinilai atau tim ditutup. Bacalah di Riwayat, lalu putuskan.'],
  photo_missing: ['Foto belum lengkap', 'Sebagian foto masih di HP petugas.'],
  photo_altered: ['Foto berubah', 'Foto yang tiba tidak sama dengan yang dikunci; disimpan terpisah.'],
  photo_unreadable: ['Foto tak terbaca', 'Satu foto tiba utuh tetapi tidak dapat ditampilkan.'],
  earlier_missing: ['Ada yang belum tiba', 'Catatan sebelum ini (temuan atau nihil) dari HP yang sama belum diterima server.'],
  chain_broken: ['Urutan HP', 'Catatan ini tidak menyambung ke catatan sebelumnya dari HP yang sama.'],
  late_after_close: ['Sesudah ditutup', 'Tiba sesudah tim atau operasi ditutup.'],
  left: ['Meninggalkan lokasi', 'Yang bersangkutan pergi sebelum pemeriksaan selesai.'],
  device_unknown: ['HP tak terdaftar', 'HP pengirim tidak terdaftar atas nama petugas ini.'],
  slip_unknown: ['Slip tak dikenal', 'Nomor slip yang ditulis tidak pernah dicetak; cocokkan dengan sisa slip tim, lalu perbaiki keterangan.'],
  slip_twice: ['Nomor slip ganda', 'Nomor slip ini juga ditulis pada temuan lain: orang yang sama, atau salah ketik.'],
  reply_unread: ['Ada jawaban', 'Yang bersangkutan menjawab lewat slip; bacalah sebelum menilai.'],
  device_revoked: ['HP dicabut', 'HP pengirim sudah dicabut pendaftarannya.'],
}

/** Why a position is odd: what was seen, never what it means. */
export const positionHintWords: Record<string, (kmh: number | null) => string> = {
  no_jitter: () => 'titiknya persis sama dengan temuan sebelumnya',
  same_accuracy: () => 'ketelitiannya tidak pernah berubah',
  old_fix: () => 'posisinya lebih dari lima menit sebelum temuan',
  speed: (kmh) => `${Math.round(kmh ?? 0)} km/jam dari temuan sebelumnya`,
}

/** Doubts about a paper that came late. */
export const lateWords: Record<string, string> = {
  dated_after_finding: 'Bertanggal sesudah temuan',
  signed_after_finding: 'Ditandatangani sesudah temuan',
  after_deadline: 'Tiba sesudah batas waktu',
  undated: 'Tanpa tanggal surat',
  no_file: 'Belum ada pindaian',
}

export const workTimeWords: Record<string, string> = {
  inside: 'Dalam jam kerja',
  break: 'Jam istirahat',
  outside: 'Di luar jam kerja',
  holiday: 'Hari libur',
  day_off: 'Bukan hari kerja',
  shift: 'Unit sif, perlu dicek',
}

export const zoneWords: Record<string, string> = {
  inside: 'Di dalam zona',
  outside: 'Di luar zona',
  near: 'Di tepi zona',
  unsure: 'Mungkin di dalam zona',
  unknown: 'Zona tidak dapat dipastikan',
  no_position: 'Tanpa posisi',
  none: 'Tanpa zona',
}

export const positionMissingWords: Record<string, string> = {
  denied: 'izin lokasi tidak diberikan',
  no_fix: 'tidak dapat sinyal GPS',
  unsupported: 'HP tidak mendukung',
}

export const verbWords: Record<string, string> = {
  receive: 'Diterima server',
  confirm: 'Dikonfirmasi',
  dismiss: 'Tidak dilanjutkan',
  reopen: 'Dibuka lagi',
  identify: 'Dikenali',
  'assess-document': 'Surat dinilai',
  assess_document: 'Surat dinilai',
  merge: 'Digabung',
  refer: 'Diteruskan ke instansinya',
  amend: 'Diperbaiki',
  correct: 'Diperbaiki petugas yang mencatat',
  correct_late: 'Perbaikan petugas, menunggu penilaian',
  receive_letter: 'Surat menyusul diterima',
}

export const lineWords: Record<string, string> = {
  candidate: 'Calon',
  listed: 'Dalam daftar',
  excluded: 'Dikeluarkan',
  called: 'Dipanggil',
  excused: 'Berhalangan',
  rescheduled: 'Dijadwal ulang',
  absent: 'Tidak hadir',
  called_again: 'Dipanggil lagi',
  attended: 'Hadir',
  no_action: 'Tanpa tindak lanjut',
  coached: 'Dibina',
  handed_over: 'Diserahkan ke atasan',
  cleared: 'Dipulihkan',
}

/** Where a person of the own OPD stands, as its personnel officer reads it. */
export const ownWords: Record<string, string> = {
  ...lineWords,
  candidate: 'Belum final',
  listed: 'Belum final, dalam daftar',
  waiting: 'Ditunggu surat susulannya',
}

export const markWords: Record<string, string> = {
  non_asn: 'non-ASN',
  claimed: 'menurut pengakuan',
  left: 'meninggalkan lokasi',
  refused: 'menolak menyebut nama',
  shift: 'unit sif',
  work_time_unknown: 'jam kerja belum pasti',
}

/** Persons who are not on the list, in the order of the contract. */
export const bucketWords: Record<string, string> = {
  dismissed: 'tidak dilanjutkan',
  unconfirmed: 'belum dikonfirmasi',
  unidentified: 'belum dikenali',
  not_employee: 'bukan pegawai',
  other_agency: 'instansi lain',
  outsourced: 'tenaga alih daya',
  off_hours: 'di luar jam kerja',
  pending_document: 'menunggu surat',
  document_accepted: 'surat diterima',
  excluded: 'dikeluarkan',
  cleared: 'dipulihkan',
}

export const letterWords: Record<string, string> = {
  draft: 'Konsep',
  submitted: 'Diajukan',
  returned: 'Dikembalikan',
  approved: 'Paraf',
  signed: 'Ditandatangani',
  delivered: 'Disampaikan',
  withdrawn: 'Dicabut',
  replaced: 'Diganti',
}

/** What speaks for a candidate, and why nobody is suggested. */
export const candidateReasons: Record<string, string> = {
  nip: 'NIP sama',
  nip_near: 'NIP beda satu angka',
  name: 'nama cocok',
  job: 'jabatan cocok',
  born: 'tanggal lahir cocok',
}

export const candidateHolds: Record<string, string> = {
  nip_name_mismatch: 'NIP-nya ada, tetapi atas nama lain: pastikan orangnya.',
  no_name: 'Nama belum dicatat: NIP saja belum memastikan.',
  one_word_name: 'Nama satu kata tidak pernah cukup.',
  namesake: 'Ada yang bernama sama: cocokkan NIP dan jabatan.',
  too_few_attributes: 'Baru satu hal yang cocok.',
  no_margin: 'Calon berikutnya hampir sama kuat.',
  not_the_same_opd: 'OPD-nya berbeda atau belum diketahui.',
  no_candidate: 'Tidak ada calon di data induk.',
}

/** How somebody read a letter or a list, as the audit has it. */
export const readerWords: Record<string, string> = {
  letter: 'membuka surat',
  letter_pdf: 'membuka PDF surat',
  letter_docx: 'mengunduh surat (Word)',
  letters: 'melihat daftar surat',
  letters_zip: 'mengunduh semua surat (ZIP)',
  list: 'melihat daftar panggilan',
  list_pdf: 'mencetak daftar panggilan',
  list_xlsx: 'mengunduh daftar (Excel)',
  list_csv: 'mengunduh daftar (CSV)',
  own_lines: 'melihat pegawai OPD-nya',
  own_letters: 'melihat surat panggilan untuk diselesaikan OPD-nya',
}

export const letterKindWords: Record<string, string> = {
  A: 'Surat A · pemanggilan klarifikasi',
  B: 'Surat B · perorangan, rahasia',
  B2: 'Surat B · panggilan II',
  referral: 'Surat penerusan · instansi lain',
  notice: 'Surat pemberitahuan · tenaga alih daya',
  correction: 'Surat ralat',
  order: 'Surat perintah tugas',
}

/** The letter that follows an absence. */
export function nextCallWord(next: { kind: string; call: number | null }): string {
  if (next.kind !== 'B') return 'surat A yang baru'
  return next.call === 2 ? 'Panggilan II' : 'Surat Panggilan I'
}

/** What is due, as the head of a card; the order is the server's. */
export const dueWords: Record<string, string> = {
  correction_due: 'surat perlu diralat',
  promised_passed: 'surat menyusul lewat batas',
  hearing_today: 'menghadap hari ini',
  attendance_missing: 'kehadiran belum dicatat',
  call_again: 'tidak hadir, belum dipanggil lagi',
  date_missing: 'berhalangan, belum ada jadwal lain',
  decide_on_evidence: 'dua kali tidak hadir, diputuskan berdasarkan bukti',
  visit_due: 'kunjungan pembinaan jatuh tempo',
  reply_unread: 'jawaban yang bersangkutan belum dibaca',
  letter_to_deliver: 'surat belum disampaikan',
  promised_today: 'surat menyusul ditunggu hari ini',
}

export const operationWords: Record<string, string> = {
  planned: 'Direncanakan',
  open: 'Sedang berjalan',
  closed: 'Ditutup',
}

export const fieldWords: Record<string, string> = {
  status: 'Status',
  employee_id: 'Pegawai',
  nip: 'NIP',
  name: 'Nama',
  kind: 'Status pegawai',
  basis: 'Dasar pengenalan',
  opd_id: 'OPD',
  opd_name: 'OPD',
  opd_text: 'OPD (tulisan)',
  unit: 'Unit kerja',
  job: 'Jabatan',
  rank: 'Pangkat/golongan',
  place: 'Tempat',
  conduct: 'Sikap',
  note: 'Catatan',
  activity: 'Kegiatan',
  statement: 'Keterangan',
  slip_number: 'Nomor slip',
  assessment: 'Penilaian surat',
  assessment_due_at: 'Batas surat',
  due_at: 'Batas surat',
  permit_id: 'Surat terdaftar',
  merged_into: 'Digabung ke',
  flags: 'Tanda',
  verdicts: 'Penilaian server',
  superior_id: 'Atasan langsung',
}

/** The usual reasons of each verb, offered as chips. */
export const reasons: Record<string, readonly string[]> = {
  confirm: ['Identitas cocok dengan data induk', 'Foto dan lokasi mendukung', 'Dikonfirmasi oleh OPD'],
  dismiss: ['Tugas resmi di lokasi itu', 'Bukan orang yang dimaksud', 'Di luar jam kerja unitnya', 'Uji coba aplikasi'],
  identify: ['Cocok dengan kartu pegawai di foto', 'NIP cocok dengan data induk', 'Dikenali oleh pejabat OPD'],
  accepted: ['Surat terdaftar sebelumnya; nama, waktu dan tempat sesuai', 'Surat asli sudah dilihat'],
  accepted_late: ['Surat asli diterima sesudah batas waktu', 'Dikuatkan tertulis oleh atasan'],
  mismatch: ['Tempat tidak tercakup surat', 'Waktu tidak tercakup surat', 'Tidak ada surat', 'Nama tidak ada di surat'],
  pending: ['Surat dijanjikan menyusul', 'Menunggu penguatan tertulis perintah lisan'],
  unassessed: ['Penilaian sebelumnya keliru', 'Surat asli menyusul'],
  reopen: ['Ada bukti baru', 'Keputusan sebelumnya keliru'],
  merge: ['Orang yang sama, dicatat dua tim', 'Orang yang sama, dicatat dua kali'],
  refer: ['Pegawai pemerintah daerah lain', 'Pegawai instansi pusat'],
  amend: ['Salah ketik', 'Keterangan tambahan dari petugas'],
  open: ['Tim sudah berangkat', 'Sesuai surat perintah tugas'],
  close: ['Semua tim sudah melapor', 'Semua temuan sudah diterima server'],
  return: ['Perbaiki tanggal menghadap', 'Perbaiki susunan nama', 'Periksa lagi dasar temuan'],
  withdraw: ['Surat susulan diterima', 'Salah orang', 'Diganti surat lain'],
  publish: ['Diputuskan Sekda untuk diumumkan', 'Permintaan informasi publik'],
  unpublish: ['Angka dikoreksi', 'Keputusan dicabut'],
  phone: ['HP hilang', 'HP dicuri', 'HP diganti', 'Petugas tidak bertugas lagi'],
  superior: ['Sesuai struktur organisasi terbaru', 'Pejabat pelaksana tugas'],
}

/** The word for a value of the server, or the value itself made readable. */
export function word(words: Record<string, string>, value: string | null | undefined): string {
  if (!value) return '–'
  return words[value] ?? readable(value)
}

/** Short word of a flag and its sentence. */
export function flag(value: string): { short: string; long: string } {
  const [short, long] = flagWords[value.replace(/-/g, '_')] ?? [readable(value), '']
  return { short, long }
}

function readable(value: string): string {
  const text = value.replace(/[_-]+/g, ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Why a file of unsent findings, or a part of it, is not taken. */
export const faults = {
  foreign: 'Ini bukan berkas temuan Sidak; tidak ada yang diimpor. Di HP: ketuk hitungan “menunggu”, lalu “Simpan berkas”.',
  cut: 'Berkas ini terpotong dan tidak sampai ujung; tidak ada yang diimpor. Salin ulang dari HP.',
  older: 'Berkas ini dari aplikasi versi lama; tidak ada yang diimpor. Perbarui Sidak di HP, lalu simpan berkasnya lagi.',
  newer: 'Berkas ini dari aplikasi yang lebih baru; tidak ada yang diimpor. Muat ulang halaman ini, lalu coba lagi.',
  damaged: 'Isi berkas ini rusak; tidak ada yang diimpor. Simpan dan salin ulang berkasnya dari HP.',
  empty: 'Tidak ada temuan di dalam berkas ini; tidak ada yang perlu diimpor.',
  unsealed: 'tidak tersegel, jadi pencatatnya tidak dapat dibuktikan. Pencatat perlu masuk di HP itu agar terkirim.',
  photoLost: 'foto ini sudah tidak ada di HP.',
} as const
