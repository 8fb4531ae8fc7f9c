import type { Iso, Uuid } from '../../api/wire'

/** A berita acara pemeriksaan (BAP) as the desk reads it; `office/contract.ts` holds it to the contract. */
export interface Examination {
  id: Uuid
  letter_id: Uuid
  letter_number: string
  number: number
  status: 'draft' | 'closed'
  revision: number
  place: string
  started_at: Iso | null
  ended_at: Iso | null
  person: Examined
  matter: string
  examiners: Examiner[]
  questions: Question[]
  lost: Lost[]
  signature: Signature
  missing: string[]
  closed_at: Iso | null
  closed_by_name: string | null
  checkpoint: string | null
  may_write: boolean
}

export interface Examined {
  name: string
  nip: string
  rank: string
  job: string
  unit: string
  kind: string
}

export interface Examiner {
  employee_id: Uuid | null
  name: string
  nip: string
  rank: string
  job: string
}

export interface Question {
  question: string
  answer: string
  /** The answer is about health: read only by those who may examine. */
  health: boolean
  masked: boolean
}

/** Working time that the examination found unexcused; null is the whole day. */
export interface Lost {
  day: string
  minutes: number | null
}

export interface Signature {
  state: 'signed' | 'refused' | null
  declared: string
  witness: string
  witness_job: string
}

export interface ExaminationList {
  person: Examined
  items: Examination[]
  next: string | null
  may_begin: boolean
}

/** What a draft lacks to be closed, as the server names it. */
export const missingWords: Record<string, string> = {
  place: 'tempat',
  times: 'jam mulai dan selesai yang sudah lewat',
  examiners: 'pemeriksa',
  questions: 'pertanyaan',
  answers: 'semua jawaban',
  lost: 'satu baris untuk satu hari',
  signature: 'tanda tangan atau penolakannya',
  witness: 'saksi penolakan',
}

export const titleOf = (bap: { number: number }) => (bap.number === 1 ? 'BAP' : `BAP tambahan ${bap.number - 1}`)

/** "2 jam 15 menit", or the whole day. */
export function lostWords(minutes: number | null): string {
  if (minutes === null) return 'satu hari kerja penuh'
  const hours = Math.floor(minutes / 60)
  return [hours ? `${hours} jam` : '', minutes % 60 ? `${minutes % 60} menit` : ''].filter(Boolean).join(' ')
}

/** Working time lost in a year: days of 7 h 30 m and what is left over. */
export interface LostTime {
  year: number
  days: number
  remainder: number
  whole_days: number
  minutes: number
  run: number
  items: { day: string; minutes: number | null; source: 'examination' | 'attendance' }[]
  on_the_ladder: boolean
  estimate: { least: number; most: number | null; in_a_row: boolean; level: string; punishment: string } | null
  source: string
  cases: { operation_id: Uuid; operation_name: string; day: string; line_id: Uuid; status: string }[]
}

/** A direct superior with what is left open after its day. */
export interface Overdue {
  superior_id: Uuid
  name: string
  nip: string | null
  job: string
  lines: { operation_id: Uuid; operation_name: string; line_id: Uuid; name: string; why: 'attendance' | 'bap' | 'outcome' | 'signature' | 'decision' | 'visit'; since: Iso; days: number }[]
}

/** What followed for a person: visits of pembinaan, planned or held, and decisions that were recorded. */
export interface CaseRecord {
  number: number
  kind: 'visit' | 'decision'
  held_on: string | null
  by_whom: string
  result: string
  note: string
  next_on: string | null
  recorded_at: Iso
  recorded_by_name: string | null
}

export interface CaseRecords {
  items: CaseRecord[]
  next: string | null
  name: string | null
  due_on: string | null
  may_write: 'visit' | 'decision' | null
}

export const resultWords: Record<CaseRecord['kind'], [string, string][]> = {
  visit: [
    ['improved', 'Membaik'],
    ['unchanged', 'Belum berubah'],
    ['finished', 'Pembinaan selesai'],
  ],
  decision: [
    ['not_proven', 'Tidak terbukti'],
    ['verbal', 'Teguran lisan'],
    ['written', 'Teguran tertulis'],
    ['dissatisfied', 'Pernyataan tidak puas secara tertulis'],
    ['moderate', 'Hukuman disiplin sedang'],
    ['severe', 'Hukuman disiplin berat'],
  ],
}

export const resultOf = (one: CaseRecord): string => resultWords[one.kind].find(([word]) => word === one.result)?.[1] ?? one.result
