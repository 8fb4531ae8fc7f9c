/** Words of the desk for laporan masyarakat. */
export const tipStates: Record<string, string> = {
  received: 'Baru',
  looking: 'Ditelaah',
  target: 'Sasaran sidak',
  case: 'Kasus',
  ended: 'Berakhir',
}

export const tipVerbs: Record<string, string> = {
  take: 'Mulai telaah',
  target: 'Jadikan sasaran sidak',
  case: 'Jadikan kasus',
  identify: 'Kenali orangnya',
  end: 'Akhiri',
  reopen: 'Telaah lagi',
}

export const tipOutcomes: Record<string, string> = {
  dismissed: 'Tidak dilanjutkan',
  followed: 'Ditindaklanjuti di lapangan',
  not_found: 'Didatangi, tidak ada yang ditemukan',
  unidentified: 'Orangnya tidak dapat dikenali',
  handed_over: 'Diserahkan kepada yang berwenang',
}

export const tipLeads: Record<string, string> = {
  take: 'Pelapor yang mengecek tanda terimanya membaca "sedang ditelaah".',
  target: 'Tulis tempatnya dengan kata-kata sendiri: tempat ini dibaca tim, isi laporan tidak.',
  case: 'Orang yang dimaksud boleh belum diketahui.',
  identify: 'Orang yang disebut di sini tidak dapat melihat laporan ini.',
  end: 'Hasil yang dipilih menentukan kalimat yang dibaca pelapor. Alasan Anda tidak ditampilkan kepadanya.',
  reopen: 'Laporan kembali ditelaah.',
  reporter: 'Pembukaan ini dicatat dalam log audit bersama alasannya. Jangan teruskan kepada siapa pun yang tidak perlu.',
}

export const tipReasons: Record<string, readonly string[]> = {
  take: ['Mulai ditelaah'],
  target: ['Tempat dan jam jelas', 'Dilaporkan berulang kali'],
  case: ['Ada bukti foto atau video', 'Sudah ramai di media sosial'],
  identify: ['Cocok dengan foto di data pegawai', 'Dikenali atasan langsung'],
  end: ['Tidak cukup keterangan', 'Bukan kewenangan BKPSDM', 'Laporan ganda', 'Sudah diperiksa di lapangan'],
  reopen: ['Ada keterangan baru', 'Keputusan perlu ditinjau'],
  reporter: ['Perlu keterangan tambahan dari pelapor', 'Perlindungan pelapor'],
}
