/** Words of the attendance lists of a sidak kantor; the codes in the order of every list. */
export const rollCodes = ['present', 'absent', 'permit', 'sick', 'leave', 'duty', 'training', 'study', 'off_duty'] as const
export type RollCode = (typeof rollCodes)[number]

export const codeWords: Record<RollCode, string> = {
  present: 'Hadir',
  absent: 'Tanpa keterangan',
  permit: 'Izin',
  sick: 'Sakit',
  leave: 'Cuti',
  duty: 'Dinas luar',
  training: 'Diklat',
  study: 'Tugas belajar',
  off_duty: 'Lepas dinas',
}

/** As every attendance list abbreviates them. */
export const codeShort: Record<RollCode, string> = {
  present: 'H',
  absent: 'TK',
  permit: 'I',
  sick: 'S',
  leave: 'C',
  duty: 'DL',
  training: 'DIK',
  study: 'TB',
  off_duty: 'LD',
}

/** The word of a code; who may not know of illness reads one word for leave and illness. */
export const codeWord = (code: RollCode, health: boolean): string => (code === 'leave' && !health ? 'Cuti/sakit' : codeWords[code])

export const shownCodes = (health: boolean): RollCode[] => rollCodes.filter((code) => health || code !== 'sick')

export const rollWords = {
  name: 'Absen kantor',
  difference: 'belum dicatat',
  oneself: 'Kehadiran Anda sendiri dicatat anggota tim lain. Kosongkan baris Anda, lalu simpan.',
  reasons: ['Datang terlambat', 'Surat ditunjukkan kemudian', 'Salah ketuk'],
}
