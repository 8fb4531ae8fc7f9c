import { ApiProblem } from '../../api/client'
import { day } from '../desk.svelte'
import { fieldProblems } from '../doing.svelte'
import { explain } from '../load.svelte'

/** Why a letter cannot go on as it is dated, or is unusual (`letter_on_day_off` stops nothing). */
const WHY: Record<string, string> = {
  letter_date_before_operation: 'Tanggal surat lebih awal daripada hari sidak.',
  letter_date_ahead: 'Tanggal surat belum tiba: tanda tangan baru dapat dicatat pada hari itu.',
  letter_on_day_off: 'Tanggal surat jatuh pada hari libur.',
  hearing_past: 'Waktu menghadap sudah lewat.',
  hearing_before_letter: 'Tanggal menghadap lebih awal daripada tanggal surat.',
  hearing_outside_hours: 'Jam menghadap di luar jam kerja kantor itu.',
  hearing_not_checked_for_this_date: 'Tanggal surat berubah; tanggal menghadap belum diperiksa lagi.',
  hearing_too_early: 'Tanggal menghadap terlalu dekat dengan tanggal surat.',
  hearing_on_day_off: 'Tanggal menghadap jatuh pada hari libur.',
}

/** The sentences for what holds a letter; what only waits for its step (a number, the paraf) is left out. */
export const toldOf = (holds: unknown): string[] =>
  Array.isArray(holds) ? holds.flatMap((hold) => WHY[String(hold)] ?? []) : []

/** Why a hearing date holds a letter, and to which day it may move; `who` may move it. Empty for another reason. */
export function heldBy(body: Record<string, unknown>, who: string): string {
  const why = toldOf(body.holds)
  if (!why.length || body.invalid) return ''
  const near = Array.isArray(body.holds) && body.holds.some((hold) => ['hearing_too_early', 'hearing_before_letter'].includes(String(hold)))
  const earliest = near && typeof body.earliest === 'string' ? ` Paling awal ${day(body.earliest)}.` : ''
  return `${why.join(' ')}${earliest} ${who}`
}

/** The sentence for a refusal: what holds the hearing, a field's own, or that of the catalogue. */
export function refusalOf(error: unknown, who: string): string {
  const said = explain(error)
  if (!(error instanceof ApiProblem)) return said
  return heldBy(error.body, who) || Object.values(fieldProblems(error)).join(' ') || said
}
