import type { FindingIn, Iso } from '../api/wire'

/** What of a shown letter does not fit this moment, with the facts that say so; an indication only. */
export type LetterDoubt =
  | { what: 'period'; from: Iso; to: Iso }
  /** Dated, by calendar day, after the finding. */
  | { what: 'later'; dated: string }
  | { what: 'place'; place: string }
  /** The team answered "tidak". */
  | { what: 'answer'; question: keyof FindingIn['document']['answers'] }

type Shown = Pick<FindingIn['document'], 'valid_from' | 'valid_to' | 'dated' | 'place' | 'answers'>

/** Compare a letter with the moment and place of the finding; `day` is the local calendar day. */
export function letterDoubts(letter: Shown, found: { at: Iso; day: string; place: string }): LetterDoubt[] {
  const doubts: LetterDoubt[] = []
  const { valid_from: from, valid_to: to, dated, place, answers } = letter
  const at = Date.parse(found.at)
  if (from && to && (at < Date.parse(from) || at > Date.parse(to))) doubts.push({ what: 'period', from, to })
  if (dated && dated > found.day) doubts.push({ what: 'later', dated })
  if (place && found.place.trim() && !samePlace(place, found.place)) doubts.push({ what: 'place', place })
  for (const question of ['name', 'date', 'time', 'place', 'purpose'] as const) {
    if (answers[question] === false) doubts.push({ what: 'answer', question })
  }
  return doubts
}

/** Whether two names of places share a word of their own. */
function samePlace(one: string, other: string): boolean {
  const words = (name: string) => name.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? []
  const known = new Set(words(one).filter((word) => !KINDS.has(word)))
  const own = words(other).filter((word) => !KINDS.has(word))
  // Names of nothing but common words are compared whole.
  if (!known.size || !own.length) return words(one).join() === words(other).join()
  return own.some((word) => known.has(word))
}

const KINDS = new Set(['pasar', 'kantor', 'mal', 'mall', 'plaza', 'kedai', 'warung', 'taman', 'jalan', 'kota', 'kecamatan', 'kelurahan', 'dinas', 'pusat'])
