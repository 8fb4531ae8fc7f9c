import { day } from '../desk.svelte'

/** Why a hearing date holds the signature, and to which day it may move; `who` may move it. Empty for another reason. */
export function heldBy(body: Record<string, unknown>, who: string): string {
  const holds = Array.isArray(body.holds) ? body.holds : []
  const why = holds.includes('hearing_too_early') ? 'terlalu dekat dengan tanggal surat' : holds.includes('hearing_on_day_off') ? 'jatuh pada hari libur' : ''
  if (!why) return ''
  const earliest = typeof body.earliest === 'string' ? `; paling awal ${day(body.earliest)}` : ''
  return `Tanggal menghadap ${why}${earliest}. ${who}`
}
