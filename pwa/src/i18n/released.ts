/** Hasil sidak untuk umum: what everybody reads of a sidak. Nobody is named, nobody can be found out. */
export const released = {
  title: 'Hasil sidak untuk umum',
  here: 'Anda berada di',
  hereHint: 'Pastikan alamat ini milik pemerintah daerah Anda.',
  privacy: 'Halaman ini tidak memuat nama siapa pun dan tidak mencatat siapa yang membacanya.',
  lead: 'Angka dari operasi yang sudah ditutup dan ditinjau. Setiap orang dihitung sekali.',
  empty: 'Belum ada angka yang diterbitkan.',
  emptyHint: 'Angka tampil di sini setelah operasi ditutup, semua temuannya ditinjau, dan pejabat memutuskan menerbitkannya.',
  more: 'Tampilkan yang lebih lama',
  met: 'orang ditemui petugas',
  fewMet: (least: number) => `Kurang dari ${least} orang ditemui; angkanya tidak dirinci agar tidak ada yang dapat dikenali.`,
  simulation: 'Simulasi',
  kinds: 'Siapa yang ditemui',
  results: 'Hasil pemeriksaan',
  opds: 'Diminta klarifikasi, per OPD',
  noOpds: 'Tidak dirinci per OPD karena jumlahnya terlalu kecil.',
  opd: 'OPD',
  people: 'Orang',
  employees: 'Pegawai',
  rate: 'Per 1.000 pegawai',
  rest: 'OPD lainnya, digabung',
  restOnly: 'Semua OPD, digabung',
  merged: 'digabung',
  mergedRow: 'Yang digabung, bersama',
  cells: {
    asn: 'ASN pemerintah daerah ini',
    non_asn: 'Pegawai non-ASN pemerintah daerah ini',
    elsewhere: 'Instansi lain, bukan pegawai, atau belum dikenal',
    listed: 'Diminta klarifikasi',
    document_accepted: 'Suratnya diterima',
    other: 'Lainnya: di luar jam kerja, instansi lain, menunggu surat, dan sebagainya',
  } as Record<string, string>,
  small: (least: number) =>
    `Angka di bawah ${least} tidak disebut sendiri, tetapi digabung dengan angka lain sehingga tidak dapat dihitung kembali. OPD tanpa temuan ikut digabung.`,
  fair: 'Diminta klarifikasi belum berarti bersalah: yang bersangkutan masih dapat menjelaskan dan menunjukkan surat tugasnya.',
  rateHint: 'Jumlah pegawai menurut data saat angka diterbitkan.',
  since: (day: string) => `Diterbitkan ${day}`,
  json: 'Data (JSON)',
}

export interface PublicTable {
  cells: { name: string; people: number | null }[]
  merged: number
}

export interface PublicOpd {
  name: string
  people: number
  employees: number
  per_thousand: number | null
}

/** Figures as `GET /api/public-figures` gives them. */
export interface PublicFigures {
  operation: string
  day: string
  simulation: boolean
  least: number
  people: number | null
  kinds: PublicTable
  results: PublicTable
  opds: { rows: PublicOpd[]; rest: PublicOpd } | null
}
