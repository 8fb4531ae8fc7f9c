/** Putting the app on the home screen. */
export const installWords = {
  title: 'Pasang Sidak di layar utama',
  why: 'Dibuka sekali ketuk, juga tanpa sinyal, dan peramban tidak membersihkan datanya sendiri.',
  action: 'Pasang sekarang',
  how: 'Cara memasang di iPhone',
  ios: [
    'Buka alamat ini di Safari.',
    'Ketuk tombol Bagikan: kotak dengan panah ke atas.',
    'Gulir, lalu pilih “Tambah ke Layar Utama”.',
    'Ketuk Tambah, buka Sidak dari layar utama, lalu masuk sekali lagi di sana.',
  ],
} as const

/** What the browser answered when it was asked to keep this phone's data. */
export function storageWords(storage: { persisted: boolean | null; free: number | null } | null) {
  const free = storage?.free ? `sisa ${Math.round(storage.free / 1_048_576).toLocaleString('id-ID')} MB` : null
  return storage?.persisted
    ? { state: 'ok' as const, text: 'Dijaga peramban', more: null, free }
    : { state: 'wait' as const, text: 'Belum dijamin peramban', more: 'Pasang Sidak ke layar utama agar data tidak dibersihkan sendiri.', free }
}

export const oldAppWords = {
  told: (waiting: number) =>
    `Sidak di HP ini versi lama. ${waiting ? `${waiting} catatan tetap tersimpan dan tetap dikirim. ` : ''}Perbarui selagi ada jaringan.`,
  action: 'Perbarui Sidak',
} as const
