import type { Schemas } from '../api/wire'

/** The words of a team's day and of its berita acara. */
export const dayWords = {
  title: 'Laporan tim',
  open: 'Lihat laporan tim',
  lead: 'Yang sudah tiba di server dari seluruh HP tim.',
  needsNetwork: 'Laporan tim memerlukan jaringan. Temuan di HP ini tetap aman dan terkirim sendiri nanti.',
  phones: 'HP tim',
  findings: 'Temuan',
  places: 'Tempat yang didatangi',
  reports: 'Berita acara',
  noFindings: 'Belum ada temuan yang tiba.',
  noPlaces: 'Belum ada kunjungan yang dilaporkan. Temuan di suatu tempat tetap terhitung.',
  read: 'Baca berita acara (PDF)',
  close: 'Tutup laporan tim',
  closeMore: 'Buat berita acara tambahan',
  statement: 'Dengan menutup, saya selaku koordinator menyatakan catatan tim ini lengkap dan benar sampai saat ini.',
  statementMore: 'Dengan ini saya selaku koordinator menyatakan catatan yang tiba sesudah berita acara terakhir.',
  after: 'Temuan yang tiba sesudahnya tetap diterima, ditandai “sesudah ditutup”, dan masuk berita acara tambahan.',
  sign: 'Nyatakan dan tutup',
  signMore: 'Nyatakan',
  unsent: 'Masih ada yang belum terkirim. Tunggu sampai terkirim, atau tulis mengapa tetap ditutup.',
  reason: 'Alasan tetap menutup',
  note: 'Catatan (bila perlu)',
  done: 'Laporan tim ditutup.',
  doneMore: 'Berita acara tambahan tersimpan.',
  reasons: ['HP rusak atau habis baterai', 'Tidak ada sinyal di lokasi', 'Petugas sudah pulang'],
  earlierMissing: 'catatan sebelumnya dari HP ini belum tiba',
  codeOpen: 'QR masuk untuk petugas',
  codeTitle: 'QR masuk',
  codeWho: 'Untuk siapa? HP-nya masuk dan terdaftar tanpa mengetik kata sandi.',
  codeFor: 'Untuk',
  codePicture: 'Kode QR masuk untuk',
  codeHow: (until: string) =>
    `Pindai dengan kamera HP petugas, atau buka Sidak di HP itu, pilih “Masuk dengan kode”, lalu ketik kode ini. Sekali pakai, berlaku sampai ${until}.`,
  codeOther: 'Petugas lain',
  codeNeedsNetwork: 'Kode hanya dapat dibuat dengan jaringan. Petugas masih dapat masuk dengan kata sandi.',
  states: {
    not_reported: 'Belum melapor',
    findings: 'Ada temuan, laporan belum ditutup',
    nihil: 'Nihil, laporan belum ditutup',
    closed: 'Laporan sudah ditutup',
  },
} as const

/** What one phone of the team still holds, in words; `open` is a form that was begun: no evidence yet, and worth a question. */
export function holds(phone: Schemas['TeamPhoneOut']): { text: string; waits: boolean; open: boolean } {
  if (!phone.device_id) return { text: 'belum ada HP terdaftar', waits: false, open: false }
  const parts = [
    phone.unsent_findings ? `${phone.unsent_findings} temuan` : '',
    phone.unsent_photos ? `${phone.unsent_photos} foto` : '',
    phone.unsent_visits ? `${phone.unsent_visits} nihil atau perbaikan` : '',
  ].filter(Boolean)
  const open = phone.open_drafts ? `, ${phone.open_drafts} isian belum disimpan` : ''
  return parts.length
    ? { text: `${new Intl.ListFormat('id').format(parts)} belum terkirim${open}`, waits: true, open: Boolean(open) }
    : { text: `semua terkirim${open}`, waits: false, open: Boolean(open) }
}

/** "3 temuan, 2 tempat (1 nihil)": the figures of a report or of what came later. */
export function figures(of: { findings: number; visits: number; nil_visits: number }): string {
  const nil = of.nil_visits ? ` (${of.nil_visits} nihil)` : ''
  return `${of.findings} temuan, ${of.visits} kunjungan${nil}`
}
