/** What somebody reads who scanned a letter: what it is, and what to do next. Names stand nowhere. */
export const check = {
  title: 'Periksa surat',
  asking: 'Memeriksa surat…',
  how: 'Pindai kode QR di kaki surat dengan kamera HP. Halaman ini lalu menampilkan apakah surat itu asli dan masih berlaku.',
  code: 'Atau ketik alamat di dekat kode QR',
  codeHint: 'Cukup 26 huruf dan angka di ujungnya. Huruf besar atau kecil sama saja.',
  look: 'Periksa',
  number: 'Nomor',
  dated: 'Tanggal',
  next: 'Langkah berikutnya',
  here: 'Anda berada di',
  hereHint: 'Pastikan alamat ini milik pemerintah daerah Anda.',
  privacy: 'Halaman ini tidak menampilkan nama siapa pun dan tidak mencatat siapa yang memeriksa.',
  states: {
    valid: {
      title: 'Surat ini asli dan berlaku',
      lead: 'Surat dengan nomor dan tanggal ini diterbitkan lewat Sidak.',
      steps: [
        'Cocokkan nomor dan tanggal di atas dengan yang tertulis di surat. Bila berbeda, surat itu bukan surat ini.',
        'Isi surat tidak ditampilkan di sini. Kode QR memuat alamat, bukan tanda tangan elektronik.',
      ],
    },
    withdrawn: {
      title: 'Surat ini sudah dicabut',
      lead: 'Surat ini asli, tetapi tidak berlaku lagi.',
      steps: ['Surat ini tidak perlu dipenuhi.', 'Bila ragu, tanyakan kepada BKPSDM dengan menyebut nomor surat.'],
    },
    replaced: {
      title: 'Surat ini sudah diganti',
      lead: 'Surat ini asli, tetapi tidak berlaku lagi karena ada surat penggantinya.',
      steps: ['Gunakan surat penggantinya.', 'Belum menerimanya? Tanyakan kepada BKPSDM dengan menyebut nomor surat.'],
    },
    uncertain: {
      title: 'Tidak dapat dipastikan',
      lead: 'Surat ini tercatat, tetapi catatannya perlu diperiksa petugas lebih dahulu.',
      steps: ['Tunjukkan suratnya kepada BKPSDM sebelum menindaklanjutinya.'],
    },
    unknown: {
      title: 'Surat tidak dikenal',
      lead: 'Surat dengan kode ini tidak tercatat.',
      steps: [
        'Pindai lagi kode QR di kaki surat, atau ketik ulang alamatnya.',
        'Bila tetap tidak dikenal, tanyakan kepada BKPSDM sebelum menindaklanjuti surat itu.',
      ],
    },
  },
} as const

export type CheckState = keyof typeof check.states
