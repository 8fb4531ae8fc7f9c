import { assessmentWords, letterWords, observedWords, word } from '../../i18n/desk'
import type { LineLetter, ListLine, SummonsList } from '../wire'

const SIGNED = ['signed', 'delivered']
const TO_CALL = ['candidate', 'listed']

/** What is known of the letter: nobody is without one because the desk has not judged it yet (`document_words` on paper). */
export function documentWord(line: Pick<ListLine, 'document' | 'finding_ids' | 'seen'>): string {
  if (line.document !== 'unassessed') return word(assessmentWords, line.document)
  const seen = line.seen.filter((one) => line.finding_ids.includes(one.finding_id)).map((one) => one.observed)
  const told = [...new Set(seen)].filter((one) => one !== 'not_asked')
  if (told.length === 1 && told[0] === 'none') return 'Tanpa surat'
  const words = told.map((one) => word(observedWords, one).toLowerCase()).join(', ')
  return words ? `Belum dinilai (tim: ${words})` : 'Belum dinilai'
}

const KINDS: Record<string, string> = { A: 'A', B: 'B', referral: 'Penerusan', notice: 'Pemberitahuan', correction: 'Ralat' }

/** The letters of a line, those first that are signed: a draft of the next one hides none that went out. */
export const lettersInOrder = (letters: LineLetter[]): LineLetter[] =>
  [...letters].sort((one, other) => Number(SIGNED.includes(other.status)) - Number(SIGNED.includes(one.status)))

/** "B II konsep", "A ditandatangani · 800/13/2026". */
export function letterLine(letter: LineLetter): string {
  const call = letter.kind === 'B' && letter.call === 2 ? ' II' : ''
  return `${word(KINDS, letter.kind)}${call} ${word(letterWords, letter.status).toLowerCase()}${letter.number ? ` · ${letter.number}` : ''}`
}

/** Nobody is called before a letter is signed: what the listed ones of the sum are. */
export function calledWords(list: Pick<SummonsList, 'opds' | 'totals'>): string {
  const toCall = list.opds.flatMap((opd) => opd.lines).filter((line) => TO_CALL.includes(line.status)).length
  const { listed } = list.totals
  if (!listed || !toCall) return `${listed} dipanggil`
  return toCall === listed ? `${listed} akan dipanggil` : `${listed} dipanggil (${listed - toCall}) dan akan dipanggil (${toCall})`
}
