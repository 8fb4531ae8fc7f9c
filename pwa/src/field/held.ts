import type { Draft, Summary } from '../store/db'
import { reference } from '../store/reference.svelte'
import { namelessWords } from './words'

type Named = Pick<Draft, 'who' | 'identity'>

/** Whether it is said who it is: a form for somebody outside the roster needs the name. */
export function whoAnswered(draft: Named): boolean {
  return draft.who !== null && (draft.who !== 'typed' || Boolean(draft.identity.name?.trim()))
}

/** How a list names the person; the capitals of the roster are kept as they are. */
export function whoWords(draft: Named): string {
  if (draft.who === null) return 'Belum ada orang'
  if (draft.identity.name?.trim()) return draft.identity.name.trim()
  if (draft.who === 'typed') return 'Nama belum diisi'
  return namelessWords(draft.who === 'gone')
}

/** What lists show of a finding. */
export function summaryOf(draft: Draft): Summary {
  const opd = reference.opd(draft.identity.opd_id)
  return {
    who: whoWords(draft),
    opd: opd?.short_name ?? opd?.name ?? draft.identity.opd_text,
    nip_tail: draft.identity.nip?.slice(-4) ?? null,
    place: draft.place.trim(),
    observed: draft.document.observed ?? 'none',
    conduct: draft.conduct,
  }
}

/** Whether an officer put anything into this form: what fills itself in (clock, position, place) is nothing. */
export function holdsAnything(draft: Draft, photos: number): boolean {
  const { basis: _, kind, ...told } = draft.identity
  const placed = draft.place_edited && draft.place !== (draft.place_given ?? '')
  const signed = draft.signature && draft.signature.state !== 'not_asked'
  if (draft.who || photos || placed || signed || kind !== 'unknown' || draft.conduct !== 'cooperative') return true
  return filled([told, draft.document, draft.activity, draft.statement, draft.note, draft.photos_skipped, draft.slip, draft.typed])
}

/** Whether anything stands in it; an answer of "no" does. */
function filled(value: unknown): boolean {
  if (value && typeof value === 'object') return Object.values(value).some(filled)
  return value !== null && value !== undefined && value !== ''
}
