import type { EmployeeKind, FindingIn, Observed, PhotoKind } from '../api/wire'
import { clock, fullDay, shortDay } from '../i18n/time'
import type { IconName } from '../ui/icons'

/** Words of the phone in Bahasa Indonesia: short, polite, and what happens next. */
export const observedWords: Record<Observed, { word: string; hint: string; icon: IconName }> = {
  matches: { word: 'Sesuai', hint: 'Surat mencakup tempat dan waktu ini', icon: 'file-check' },
  mismatch: { word: 'Belum sesuai', hint: 'Ada yang belum cocok di suratnya', icon: 'file-question' },
  promised: { word: 'Menyusul', hint: 'Dijanjikan, belum ditunjukkan', icon: 'file-clock' },
  none: { word: 'Tidak ada', hint: 'Tidak membawa surat', icon: 'file-x' },
  refused: { word: 'Menolak', hint: 'Tidak bersedia menunjukkan', icon: 'refuse' },
}

export const kindWords: Record<EmployeeKind, string> = {
  pns: 'PNS',
  cpns: 'CPNS',
  pppk: 'PPPK',
  pppk_part_time: 'PPPK paruh waktu',
  non_asn: 'Pegawai non-ASN',
  other_agency: 'ASN instansi lain',
  outsourced: 'Tenaga alih daya',
  village: 'Perangkat desa',
  military_police: 'TNI/Polri',
  not_employee: 'Bukan pegawai',
  unknown: 'Belum diketahui',
}

/** What is said of the letter: who left before being asked was not found without one. */
export const letterWord = (observed: Observed, left: boolean): string =>
  left && observed === 'none' ? 'Tidak sempat ditanya' : observedWords[observed].word

/** Somebody whose name nobody knows: the same words on Beranda and in the team's report. */
export const namelessWords = (left: boolean): string => (left ? 'Tidak dikenal, meninggalkan lokasi' : 'Tidak menyebut nama')

/** Kinds in the order a team meets them. */
export const typedKinds: EmployeeKind[] = [
  'unknown',
  'pns',
  'pppk',
  'pppk_part_time',
  'non_asn',
  'other_agency',
  'outsourced',
  'village',
  'military_police',
  'not_employee',
]

export const conductWords: Record<FindingIn['conduct'], string> = {
  cooperative: 'Kooperatif',
  refused: 'Menolak bekerja sama',
  left: 'Meninggalkan lokasi',
}

export const shownWords = {
  id_card: 'Kartu pegawai',
  name_tag: 'Papan nama',
  ktp: 'KTP',
  none: 'Tanpa tanda pengenal',
} as const

export const photoWords: Record<PhotoKind, string> = {
  person: 'Orang',
  scene: 'Suasana',
  letter: 'Surat',
  signature: 'Tanda tangan',
}

/** A file that does not become a photo: what it is, and what helps. */
export const fileWords = {
  empty: 'Berkas ini kosong. Ambil foto sekali lagi.',
  heic: 'Foto HEIC belum dapat dibaca peramban ini. Di setelan kamera pilih JPEG (“Paling Kompatibel”), lalu ambil lagi.',
  large: 'Foto ini terlalu besar untuk HP ini. Kecilkan ukuran foto di setelan kamera, lalu ambil lagi.',
  unreadable: 'Berkas ini bukan foto yang dapat dibaca. Pilih foto lain.',
  again: 'Foto belum tersimpan. Coba sekali lagi.',
  full: 'Ruang HP penuh, foto ini tidak tersimpan. Isian tetap aman: simpan tanpa foto, atau kosongkan ruang HP lalu ulangi.',
  notKept: 'Foto belum tersimpan; ruang HP mungkin penuh. Isian temuan tetap aman. Coba sekali lagi.',
} as const

/** What was taken away with one tap comes back with one. */
export const undoWords = {
  dropped: 'Foto dibuang.',
  action: 'Urungkan',
  tooLate: 'Tidak dapat diurungkan lagi: temuan sudah disimpan atau dibuang.',
  typed: (name: string) => `Pakai isian tadi: ${name}`,
} as const

/** Nihil: what was begun stays, and what speaks against it is said. */
export const nilWords = {
  kept: (at: string) => `Isian tadi ${at}, belum disimpan.`,
  empty: 'Kosongkan',
  findings: (count: number, place: string) => `Hari ini ada ${count} temuan di ${place}. Nihil tetap dicatat?`,
} as const

/** The search for people. */
export const searchWords = {
  none: 'Tidak ada yang cocok. Periksa ejaan, coba potongan NIP, atau pilih di bawah.',
  more: 'Masih ada lagi; ketik lebih lengkap atau NIP.',
} as const

/** The person's signature: asked for, never required. */
export const signatureWords = {
  title: 'Tanda tangan',
  lead: 'Bila perlu. Tanpa tanda tangan temuan tetap sah.',
  sign: 'Tanda tangani',
  refuse: 'Menolak',
  refuseWhole: 'Menolak tanda tangan',
  refused: 'Dicatat: yang bersangkutan menolak tanda tangan. Sebutkan saksinya bila ada.',
  witness: 'Nama saksi',
  witnesses: 'Saksi dari tim ini',
  statement: (who: string | null, place: string, at: string) =>
    `${who ? `Saya, ${who},` : 'Saya'} ditemukan petugas di ${place || 'tempat ini'}, ${at}. Tanda tangan ini bukan pengakuan bersalah.`,
  pad: 'Bidang tanda tangan',
  typed: 'Nama, diketik oleh yang bersangkutan',
  type: 'Ketik nama',
  draw: 'Gambar',
  clear: 'Hapus',
  cancel: 'Batal',
  keep: 'Pakai tanda tangan',
  again: 'Hapus tanda tangan',
  picture: 'Tanda tangan yang bersangkutan',
  notKept: 'Tanda tangan belum tersimpan. Coba sekali lagi.',
} as const

/** Scanning a code; what it holds is shown and never opened. */
export const scanWords = {
  card: {
    way: 'Pindai kartu',
    title: 'Pindai kartu pegawai',
    lead: 'Arahkan kamera ke kode QR atau kode batang di kartu. NIP di dalamnya langsung dicari.',
    typed: 'Atau ketik NIP',
  },
  letter: {
    way: 'Pindai QR surat',
    title: 'Pindai QR surat',
    lead: 'Arahkan kamera ke kode di surat. Isinya dicatat dan tidak dibuka.',
    typed: 'Atau ketik isi atau alamat di bawah kode',
  },
  photo: 'Foto kodenya',
  nothing: 'Tidak ada kode yang terbaca di foto ini. Dekatkan kamera, atau ketik saja.',
  noPicture: 'Berkas ini bukan foto yang dapat dibaca. Pilih foto lain, atau ketik saja.',
  noCamera: 'Kamera belum dapat dipakai. Foto kodenya, atau ketik saja.',
  noReader: 'Pembaca kode belum ada di HP ini dan jaringan tidak terjangkau. Ketik saja.',
  noNip: 'Tidak ada NIP di kode ini. Ketik NIP di bawah, atau cari namanya.',
  long: 'Isi kode ini terlalu panjang untuk sebuah NIP atau alamat surat. Ketik saja yang tertulis di kertasnya.',
  strange: 'Isi kode ini bukan tulisan yang dapat dibaca. Ketik saja yang tertulis di kertasnya.',
  official: 'Alamat resmi pemerintah (go.id).',
  notOfficial: 'Bukan alamat go.id. Cocokkan dengan aslinya.',
  notOpened: 'Isi kode, tidak dibuka.',
  use: 'Catat isi ini',
  useTyped: 'Pakai',
  again: 'Pindai lagi',
  remove: 'Hapus isi kode',
  close: 'Tutup',
} as const

/** A finding's signature in one line; null where nobody asked for one. */
export function signatureLine(signature: FindingIn['signature']): string | null {
  if (signature.state === 'signed') return signature.method === 'typed' ? 'Nama diketik sendiri' : 'Ditandatangani'
  if (signature.state !== 'refused') return null
  return signature.witness ? `Menolak, saksi ${signature.witness}` : 'Menolak'
}

export const questions = [
  ['name', 'Namanya tercantum?'],
  ['date', 'Tanggalnya mencakup hari ini?'],
  ['time', 'Jamnya mencakup saat ini?'],
  ['place', 'Tempatnya masuk akal?'],
  ['purpose', 'Keperluannya masuk akal?'],
] as const

/** What a doubt about a letter is called; an observation with its reason, never a judgement. */
export const doubtWords = {
  title: 'Yang belum cocok',
  period: (span: string, now: string) => `Surat berlaku ${span}, ditemukan ${now}.`,
  later: (dated: string) => `Surat bertanggal ${dated}, sesudah hari ini.`,
  place: (place: string, here: string) => `Surat untuk ${place}, ditemukan di ${here}.`,
  answers: {
    name: 'Nama tidak tercantum di surat.',
    date: 'Tanggal hari ini tidak tercakup.',
    time: 'Jam saat ini tidak tercakup.',
    place: 'Tempat ini tidak masuk akal menurut suratnya.',
    purpose: 'Keperluannya tidak masuk akal menurut suratnya.',
  },
} as const

/** Somebody of the roster was found before on the same day. */
export function earlierWords(team: number | null, at: string): string {
  return team === null ? `Sudah Anda catat ${at}` : `Sudah dicatat Tim ${team} ${at}`
}

export const letterKinds = [
  ['', 'Pilih jenis surat'],
  ['surat_tugas', 'Surat tugas'],
  ['sppd', 'SPPD'],
  ['izin_keluar', 'Surat izin keluar'],
  ['undangan', 'Undangan atau disposisi'],
  ['cuti', 'Surat cuti'],
  ['fwa', 'Surat kerja fleksibel'],
  ['jadwal_jaga', 'Surat jadwal jaga'],
  ['diklat', 'Surat diklat'],
  ['lain', 'Surat lain'],
] as const

/** What the team wrote down of a letter, and each question that it answered, a row each. */
export function letterRows({ answers, ...letter }: FindingIn['document'], zone: string): [string, string | null][] {
  const moment = (at: string) => `${shortDay(at, zone)} ${clock(at, zone)}`
  const { valid_from: from, valid_to: to } = letter
  const known = letterKinds.find(([kind]) => kind && kind === letter.kind)
  return [
    ['Jenis surat', letter.kind && (known?.[1] ?? permitWord(letter.kind))],
    ['Nomor surat', letter.number],
    ['Tanggal surat', letter.dated && fullDay(letter.dated)],
    ['Penanda tangan', letter.signer],
    ['Berlaku', from || to ? `${from ? moment(from) : '…'} – ${to ? moment(to) : '…'}` : null],
    ['Tempat tujuan', letter.place],
    ['Keperluan', letter.purpose],
    ['Kode di surat', letter.qr_text],
    ...questions.map(([key, word]): [string, string | null] => [word, answers[key] === null ? null : answers[key] ? 'Ya' : 'Tidak']),
  ]
}

/** The word for a registered letter or leave. Health is never named on the phone. */
export function permitWord(kind: string): string {
  if (kind.startsWith('cuti') || kind.startsWith('leave')) return 'Cuti'
  const words: Record<string, string> = Object.fromEntries(letterKinds)
  return words[kind] ?? 'Surat'
}

export const activities = ['Belanja', 'Makan atau minum', 'Duduk-duduk', 'Urusan keluarga', 'Dalam perjalanan', 'Urusan dinas']

export const skipReasons = ['Tidak bersedia difoto', 'Tempat tidak layak difoto', 'Keadaan tidak aman', 'Kamera bermasalah']

export const nipHints = {
  length: 'NIP terdiri dari 18 angka.',
  date: 'Tanggal lahir di NIP tidak mungkin. Cocokkan dengan kartu.',
  appointed: 'Bulan atau tahun pengangkatan di NIP tidak mungkin.',
  sex: 'Angka ke-15 harus 1 atau 2.',
  sequence: 'Tiga angka terakhir tidak boleh 000.',
} as const

export const w = {
  offline: 'Tanpa sinyal. Tersimpan di HP, terkirim sendiri nanti.',
  portal: 'Jaringan ini belum terhubung ke server. Tersimpan di HP, terkirim sendiri nanti.',
  allSent: 'Semua terkirim',
  sent: 'Terkirim',
  noSignal: 'Belum ada sinyal. Temuan tetap tersimpan; dicoba lagi sendiri.',
  /** A clock that is this minute's already would say nothing. */
  nextTry: (ms: number, at: string) =>
    ms < 90_000 ? `Dicoba lagi sendiri ${ms > 1_500 ? `dalam ${Math.ceil(ms / 1000)} detik` : 'sekarang'}.` : `Dicoba lagi sendiri pukul ${at}.`,
  soon: 'Terkirim sendiri begitu ada jaringan.',
  sending: 'Sedang dikirim…',
  waiting: (count: number) => `${count} menunggu`,
  continueDraft: (at: string) => `Lanjutkan temuan ${at}`,
  drafts: 'Temuan yang belum disimpan',
  moreDrafts: (count: number) => `Tampilkan ${count} isian lain`,
  capture: 'Catat temuan',
  record: 'Catat di sini',
  nil: 'Nihil di sini',
  noOperation: 'Belum ada sidak untuk Anda hari ini.',
  noOperationNext: 'Daftar diperbarui sendiri bila ada jaringan. Anda juga bisa memperbaruinya sekarang.',
  refresh: 'Perbarui',
  noReference: 'Data pegawai belum ada di HP ini. Hubungkan ke jaringan sekali untuk mengambilnya.',
  pulling: 'Mengambil data pegawai dan sidak hari ini…',
  emptyDay: 'Belum ada catatan hari ini. Temuan yang Anda simpan tampil di sini.',
  earlierMay: 'Boleh dicatat lagi; meja yang menggabungkan.',
  sceneAgain: (at: string) => `Pakai foto suasana ${at}`,
  others: 'Dicatat petugas lain di HP ini',
  othersDetail: 'Isi temuan ini hanya dapat dibaca pencatatnya. Temuan tetap dikirim atas nama pencatatnya.',
  pin: {
    fresh: {
      title: 'Buat PIN untuk HP ini',
      lead: 'Enam angka untuk membuka data pegawai, isian, dan salinan temuan Anda. Diminta setiap kali Sidak dibuka.',
      action: 'Simpan PIN',
    },
    locked: { title: 'Masukkan PIN', lead: 'Data pegawai dan catatan di HP ini terkunci.', action: 'Buka' },
    label: 'PIN',
    choose: 'PIN baru (6 angka)',
    repeat: 'Ulangi PIN',
    weak: 'Pilih enam angka yang tidak berurutan dan tidak kembar semua.',
    differs: 'Kedua PIN belum sama. Isi sekali lagi.',
    wrong: 'PIN tidak cocok. Coba lagi.',
    left: (seconds: number) => `Tunggu ${seconds < 90 ? `${seconds} detik` : `${Math.ceil(seconds / 60)} menit`} lagi.`,
    notThis: 'PIN tidak cocok.',
    unchecked: 'PIN belum diperiksa.',
    broken: 'PIN belum dapat diperiksa. Tutup Sidak lalu buka lagi.',
    waiting: (count: number) => `${count} catatan menunggu dikirim. Terkirim sendiri begitu ada jaringan, juga tanpa PIN.`,
    forgot: 'Lupa PIN',
    forgotWhat:
      'Masuk dengan kata sandi, lalu buat PIN baru. Temuan yang sudah tersimpan tetap terkirim, tetapi isinya tidak dapat dibaca lagi di HP ini.',
    forgotDrafts: (count: number) =>
      `${count} isian yang belum disimpan akan hilang, bersama fotonya. Hanya PIN yang sekarang dapat membukanya.`,
    forgotNone: 'Tidak ada isian yang belum disimpan di HP ini.',
    forgotAction: 'Masuk dengan kata sandi',
    forgotLose: (count: number) => `Hilangkan ${count} isian, buat PIN baru`,
    tryAgain: 'Coba PIN lagi',
    other: 'Masuk sebagai petugas lain',
  },
  restored: (count: number) => `${count} temuan dipulihkan dari salinan cadangan di HP.`,
} as const
