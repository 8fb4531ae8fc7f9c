import { assessmentWords, conductWords, kindWords, lineWords, statusWords } from '../i18n/desk'
import { at, desk } from './desk.svelte'

const VALUES: Record<string, string> = { ...lineWords, ...statusWords, ...assessmentWords, ...conductWords, ...kindWords, definitive: 'definitif' }

/** A value of a change as people read it: words for states, names for OPDs, moments with their zone. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'ya' : 'tidak'
  if (typeof value === 'object') return Object.values(value).map(shown).join(', ') || '–'
  const text = String(value)
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return at(text)
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text)) return desk.opds.find((opd) => opd.id === text)?.name ?? 'diganti'
  return VALUES[text] ?? text
}
