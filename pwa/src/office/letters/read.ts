import { allPages } from '../load.svelte'
import type { Letter } from '../wire'

/** A letter as the server sends it: the OPD as an object, the persons as lines. */
export interface LetterAnswer extends Omit<Letter, 'opd_id' | 'opd_name' | 'people' | 'drafted_by_name'> {
  opd: { id: string; name: string | null } | null
  lines: Letter['people']
  drafted_by: string | null
}

/** The letter as the desk shows it. */
export function letterOf(answer: LetterAnswer): Letter {
  const { opd, lines, drafted_by, ...rest } = answer
  return { ...rest, opd_id: opd?.id ?? null, opd_name: opd?.name ?? null, people: lines, drafted_by_name: drafted_by }
}

/** All letters of an operation. */
export async function readLetters(operation: string): Promise<Letter[]> {
  return (await allPages<LetterAnswer>(`/api/operations/${operation}/letters`)).map(letterOf)
}
