import { holds } from '../desk.svelte'

/** The steps of a line as the server names them; the three outcomes share one address. */
export type LineVerb =
  | 'list' | 'exclude' | 'attend' | 'excuse' | 'absent' | 'reschedule' | 'no_action' | 'coach' | 'hand_over' | 'clear'

interface Words {
  action: string
  lead: string
  done: string
  usual: readonly string[]
}

/** In the order in which the desk needs them. */
export const lineVerbs: Record<LineVerb, Words> = {
  attend: {
    action: 'Hadir',
    lead: 'Yang bersangkutan datang menghadap.',
    done: 'Kehadiran tercatat.',
    usual: ['Hadir tepat waktu', 'Hadir, terlambat', 'Hadir bersama atasan'],
  },
  absent: {
    action: 'Tidak hadir',
    lead: 'Yang bersangkutan tidak datang dan tidak memberi kabar.',
    done: 'Ketidakhadiran tercatat.',
    usual: ['Tidak hadir tanpa kabar', 'Surat diterima, tidak datang'],
  },
  excuse: {
    action: 'Berhalangan',
    lead: 'Yang bersangkutan memberi kabar tidak dapat datang; tetapkan jadwal lain sesudahnya.',
    done: 'Halangan tercatat.',
    usual: ['Sakit, ada surat keterangan', 'Tugas dinas pada waktu yang sama', 'Cuti'],
  },
  reschedule: {
    action: 'Jadwal lain',
    lead: 'Tetapkan waktu menghadap yang baru.',
    done: 'Jadwal baru tercatat.',
    usual: ['Permintaan OPD', 'Berhalangan dengan alasan yang dapat diterima'],
  },
  coach: {
    action: 'Dibina',
    lead: 'Klarifikasi selesai dengan pembinaan.',
    done: 'Hasil tercatat.',
    usual: ['Pembinaan lisan oleh BKPSDM', 'Pembinaan oleh atasan langsung'],
  },
  no_action: {
    action: 'Tanpa tindak lanjut',
    lead: 'Klarifikasi selesai; tidak ada yang perlu ditindaklanjuti.',
    done: 'Hasil tercatat.',
    usual: ['Keterangan dapat diterima', 'Surat tugas ditunjukkan saat klarifikasi'],
  },
  hand_over: {
    action: 'Serahkan ke atasan',
    lead: 'Diteruskan kepada atasan langsung atau tim pemeriksa; diputuskan berdasarkan bukti yang ada.',
    done: 'Diserahkan ke atasan langsung.',
    usual: ['Perlu pemeriksaan oleh atasan langsung', 'Dua kali dipanggil, tidak hadir'],
  },
  list: {
    action: 'Masukkan ke daftar',
    lead: 'Nama ini masuk daftar panggilan OPD-nya.',
    done: 'Nama masuk daftar.',
    usual: ['Bukti cukup', 'Dikeluarkan karena keliru'],
  },
  exclude: {
    action: 'Keluarkan dari daftar',
    lead: 'Belum ada surat yang keluar; nama dikeluarkan dan alasannya tersimpan.',
    done: 'Nama dikeluarkan dari daftar.',
    usual: ['Sudah dibina langsung oleh atasan', 'Bukti belum cukup'],
  },
  clear: {
    action: 'Pulihkan nama',
    lead: 'Salah orang, atau kebenaran datang kemudian. Nama tidak dihitung lagi; surat yang sudah keluar perlu diralat.',
    done: 'Nama dipulihkan.',
    usual: ['Salah orang', 'Surat tugas terbukti sah'],
  },
}

const OUTCOMES: Partial<Record<LineVerb, string>> = { no_action: 'no_action', coach: 'coached', hand_over: 'handed_over' }

/** The address and the body that a step goes to. */
export function request(verb: LineVerb): { path: string; body: Record<string, string> } {
  const outcome = OUTCOMES[verb]
  return outcome ? { path: 'outcome', body: { outcome } } : { path: verb, body: {} }
}

/** The steps that the state allows and the role may take; the server decides again. */
export function stepsOf(line: { verbs: string[]; status: string; hearing_at?: string | null }): LineVerb[] {
  if (!holds('bkpsdm', 'bkpsdm_approver')) return []
  const approver = holds('bkpsdm_approver')
  // Nobody is absent before the hour has come.
  const early = Boolean(line.hearing_at && Date.parse(line.hearing_at) > Date.now())
  return (Object.keys(lineVerbs) as LineVerb[]).filter((verb) => {
    const needsApprover = verb === 'clear' || (verb === 'list' && line.status === 'cleared')
    return line.verbs.includes(verb) && (approver || !needsApprover) && !(early && verb === 'absent')
  })
}
