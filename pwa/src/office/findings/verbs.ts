import { holds } from '../desk.svelte'
import type { AssessmentState, FindingSummary } from '../wire'

export type Judged = Exclude<AssessmentState, 'expired'>

/** The verbs of the desk on one finding (architecture.md §6). */
export type Verb = 'confirm' | 'dismiss' | 'identify' | 'assess-document' | 'reopen' | 'merge' | 'refer' | 'amend'

export const keyVerbs: Record<string, Verb> = { c: 'confirm', d: 'dismiss', i: 'identify', p: 'assess-document' }

/** What the button says, what the sheet asks, what the toast tells afterwards. */
export const verbTexts: Record<Verb, { action: string; title: string; lead: string; done: string }> = {
  confirm: {
    action: 'Konfirmasi',
    title: 'Konfirmasi temuan',
    lead: 'Temuan ini dihitung. Tanpa surat yang diterima, yang bersangkutan masuk daftar panggilan OPD-nya.',
    done: 'Temuan dikonfirmasi.',
  },
  dismiss: {
    action: 'Tidak dilanjutkan',
    title: 'Tidak dilanjutkan',
    lead: 'Temuan tetap tersimpan, tetapi tidak dihitung dan tidak meninggalkan catatan pada orangnya.',
    done: 'Temuan tidak dilanjutkan.',
  },
  identify: {
    action: 'Kenali orangnya',
    title: 'Kenali orangnya',
    lead: 'Pilih dari data induk. Yang ditulis tim tetap tersimpan.',
    done: 'Orangnya sudah dikenali.',
  },
  'assess-document': {
    action: 'Nilai surat',
    title: 'Nilai suratnya',
    lead: 'Penilaian meja menentukan apakah nama ini masuk daftar. Yang dilihat tim tidak berubah.',
    done: 'Penilaian surat tersimpan.',
  },
  reopen: {
    action: 'Buka lagi',
    title: 'Buka lagi temuan',
    lead: 'Temuan kembali ke antrean untuk diputuskan ulang oleh orang lain.',
    done: 'Temuan dibuka lagi.',
  },
  merge: {
    action: 'Gabungkan',
    title: 'Gabungkan dengan temuan lain',
    lead: 'Untuk orang yang sama tanpa NIP. Kedua temuan tetap tersimpan dan dihitung satu orang.',
    done: 'Temuan digabung.',
  },
  refer: {
    action: 'Teruskan ke instansinya',
    title: 'Teruskan ke instansinya',
    lead: 'Untuk pegawai instansi lain: diteruskan dengan surat, tanpa panggilan.',
    done: 'Temuan diteruskan.',
  },
  amend: {
    action: 'Perbaiki keterangan',
    title: 'Perbaiki keterangan',
    lead: 'Isian lama tetap tersimpan di riwayat.',
    done: 'Perbaikan tersimpan.',
  },
}

const OPEN = ['received', 'reopened']
const IDENTIFIABLE = [...OPEN, 'confirmed', 'referred']

/** Judgements of a document that may follow on one (server/findings/rules/states.py). */
export function nextJudgements(state: AssessmentState): Judged[] {
  if (state === 'unassessed') return ['accepted', 'mismatch', 'pending']
  if (state === 'pending') return ['accepted', 'mismatch']
  if (!holds('bkpsdm_approver')) return []
  return state === 'expired' ? ['accepted_late', 'unassessed'] : ['unassessed']
}

/** Whether a verb is offered in this state; the server decides again. */
export function canDo(finding: FindingSummary, verb: Verb): boolean {
  if (!holds('bkpsdm', 'bkpsdm_approver')) return false
  const open = OPEN.includes(finding.status)
  switch (verb) {
    case 'confirm':
    case 'dismiss':
    case 'refer':
    case 'merge':
      return open
    case 'identify':
    case 'amend':
      return IDENTIFIABLE.includes(finding.status)
    case 'assess-document':
      return IDENTIFIABLE.includes(finding.status) && nextJudgements(finding.assessment.state).length > 0
    case 'reopen':
      return !open && holds('bkpsdm_approver')
  }
}
