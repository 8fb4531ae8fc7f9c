import { post } from '../../api/client'
import { fromLocal } from '../desk.svelte'
import type { Letter } from '../wire'
import { refusalOf } from './held'

/** What is recorded for many letters at once, one request for each. */
export type BatchStep = 'sign' | 'deliver'

/** A row of the sheet: what is typed for one letter. */
export interface Row {
  letter: Letter
  picked: boolean
  /** Number of the agenda, or who took the paper over. */
  word: string
  done: boolean
  problem: string
}

export interface Shared {
  dated: string
  handed: string
  how: string
}

export const rowsOf = (step: BatchStep, letters: Letter[]): Row[] =>
  letters.map((letter) => ({ letter, picked: true, word: step === 'sign' ? (letter.number ?? '') : '', done: false, problem: '' }))

/** Whether a row has what its step needs. */
export function ready(step: BatchStep, row: Row, shared: Shared): boolean {
  if (!row.picked || row.done) return false
  if (step === 'sign') return Boolean((row.word.trim() || row.letter.numbered_here) && shared.dated)
  return Boolean(shared.handed && (row.word.trim() || shared.how.trim()))
}

/** Take the step for one letter; what is refused is said in its row and holds up nobody else. */
export async function take(step: BatchStep, row: Row, shared: Shared): Promise<void> {
  const word = row.word.trim()
  const body =
    step === 'sign'
      ? { ...(word && { number: word }), dated: shared.dated }
      : { ...(word && { received_by: word }), ...(shared.how.trim() && { reason: shared.how.trim() }), delivered_at: fromLocal(shared.handed) }
  try {
    await post(`/api/letters/${row.letter.id}/${step}`, { ...body, revision: row.letter.revision })
    row.done = true
    row.problem = ''
  } catch (error) {
    row.problem = refusalOf(error, 'Kepala BKPSDM mengubahnya di surat itu.')
  }
}
