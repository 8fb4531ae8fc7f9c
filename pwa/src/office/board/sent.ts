import { count } from '../desk.svelte'
import type { BoardTeam } from '../wire'

/** A phone that nobody heard of has not said that all is sent: the board and closing an operation say it alike. */
export const NO_WORD = 'belum ada kabar dari HP'

type Told = Pick<BoardTeam, 'unsent_findings' | 'unsent_photos' | 'unsent_visits' | 'missing_findings' | 'last_contact_at'>

export const waits = (team: Told): boolean => Boolean(team.unsent_findings || team.unsent_photos || team.unsent_visits || team.missing_findings)

/** What of a team's phones has not come, as far as anybody knows. */
export function sentWords(team: Told): { words: string; state: 'waits' | 'unknown' | 'all' } {
  const parts = [
    team.unsent_findings ? count(team.unsent_findings, 'temuan') : '',
    team.unsent_photos ? count(team.unsent_photos, 'foto') : '',
    team.unsent_visits ? count(team.unsent_visits, 'nihil atau perbaikan') : '',
  ].filter(Boolean)
  if (team.missing_findings) return { words: `${count(team.missing_findings, 'catatan')} belum tiba menurut nomor urut HP`, state: 'waits' }
  if (parts.length) return { words: `${new Intl.ListFormat('id').format(parts)} belum terkirim`, state: 'waits' }
  return team.last_contact_at ? { words: 'semua terkirim', state: 'all' } : { words: NO_WORD, state: 'unknown' }
}
