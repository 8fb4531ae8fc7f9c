import { describe, expect, it } from 'vitest'
import { calledWords, documentWord, letterLine, lettersInOrder } from '../src/office/list/line'
import type { LineLetter, ListLine, SummonsList } from '../src/office/wire'

const said = (document: string, ...observed: string[]) =>
  documentWord({
    document,
    finding_ids: observed.map((_, index) => `${index}`),
    seen: [...observed.map((one, index) => ({ finding_id: `${index}`, observed: one })), { finding_id: 'other', observed: 'matches' }],
  })

describe('the letter of a line', () => {
  it('is missing only where the team saw none; what was shown and not judged is told', () => {
    expect(said('unassessed', 'none')).toBe('Tanpa surat')
    expect(said('unassessed', 'mismatch')).toBe('Belum dinilai (tim: belum sesuai)')
    expect(said('unassessed', 'promised', 'none')).toBe('Belum dinilai (tim: menyusul, tidak ada)')
    expect(said('unassessed', 'not_asked')).toBe('Belum dinilai')
    expect(said('unassessed', 'not_asked', 'none')).toBe('Tanpa surat')
    expect(said('mismatch', 'none')).toBe('Surat belum sesuai')
  })
})

const letter = (kind: string, status: string, number: string | null = null, call: number | null = null) => ({ id: kind, kind, status, number, call }) as LineLetter

it('a draft of the next letter hides none that is signed', () => {
  const both = [letter('B', 'draft', null, 1), letter('A', 'signed', '800/13/2026')]
  expect(lettersInOrder(both).map(letterLine)).toEqual(['A ditandatangani · 800/13/2026', 'B konsep'])
  expect(letterLine(letter('B', 'draft', null, 2))).toBe('B II konsep')
})

it('nobody is called before a letter is signed', () => {
  const list = (...states: string[]) =>
    calledWords({ opds: [{ opd_id: null, name: null, lines: states.map((status) => ({ status }) as ListLine) }], totals: { listed: states.length } as SummonsList['totals'] })
  expect(list('candidate', 'listed')).toBe('2 akan dipanggil')
  expect(list('called', 'attended')).toBe('2 dipanggil')
  expect(list('called', 'candidate', 'candidate')).toBe('3 dipanggil (1) dan akan dipanggil (2)')
})
