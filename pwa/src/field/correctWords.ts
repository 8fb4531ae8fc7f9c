import type { Changes } from '../api/wire'
import { conductWords } from './words'

/** Words for correcting a finding after it was sealed. */
export const c = {
  open: 'Perbaiki',
  title: 'Perbaiki temuan',
  lead: 'Isian semula tetap tersimpan. Perbaikan ini dikirim di sampingnya, atas nama Anda dan dengan alasan.',
  letter: 'Yang terlihat pada surat tidak diubah. Surat yang datang kemudian diterima di meja BKPSDM.',
  who: 'Orangnya',
  other: 'Orangnya lain',
  search: 'Cari nama atau NIP yang benar',
  none: 'Tidak ada yang cocok. Tulis saja di catatan; meja yang mencocokkan.',
  name: 'Nama',
  nip: 'NIP (bila disebut)',
  office: 'Instansi atau OPD',
  place: 'Tempat',
  conduct: 'Sikap',
  activity: 'Kegiatan',
  statement: 'Keterangan yang bersangkutan',
  note: 'Catatan',
  reason: 'Alasan perbaikan',
  reasons: ['Salah ketik', 'Salah pilih orang', 'Keterangan tambahan'],
  save: 'Simpan perbaikan',
  nothing: 'Belum ada yang diubah.',
  noReason: 'Tulis alasannya, agar meja memahami perbaikan ini.',
  noPlace: 'Isi nama tempatnya.',
  kept: 'Perbaikan tersimpan di HP. Terkirim sendiri begitu ada jaringan.',
  notKept: 'Belum tersimpan. Isian tetap ada; coba Simpan sekali lagi.',
  list: 'Perbaikan',
  empty: 'dikosongkan',
  waiting: 'Tersimpan di HP, menunggu sinyal',
  applied: (at: string) => `Terkirim dan dipakai, ${at}`,
  judged: (at: string) => `Terkirim ${at}. Temuan sudah dinilai atau tim sudah ditutup; meja yang memutuskan.`,
} as const

const FIELDS: Record<Exclude<keyof Changes, 'identity'>, string> = {
  place: c.place,
  conduct: c.conduct,
  activity: c.activity,
  statement: c.statement,
  note: c.note,
  slip: 'Nomor slip',
}

/** What a correction says, one line for each field. */
export function changeLines(changes: Changes): [string, string][] {
  const { identity, ...rest } = changes
  const lines = Object.entries(rest).map(([name, value]): [string, string] => {
    const said = name === 'conduct' && value ? conductWords[value as keyof typeof conductWords] : value
    return [FIELDS[name as keyof typeof FIELDS], said || c.empty]
  })
  const who = identity && [identity.name, identity.nip && `…\u2060${identity.nip.slice(-4)}`].filter(Boolean).join(' · ')
  return identity ? [[c.who, who || c.empty], ...lines] : lines
}
