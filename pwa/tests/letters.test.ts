import { expect, it } from 'vitest'
import { browser } from './world'

browser()

it('a letter that another hand changed keeps what was typed here and takes the rest', async () => {
  const { merged } = await import('../src/office/letters/typed.svelte')
  const before = { number: '', dated: '', hearing: '2026-11-26T09:00', place: 'Ruang Rapat', addressee: 'Kepala Dinas' }
  const now = { ...before, dated: '2026-11-23' }
  const fresh = { ...before, number: '800/1', place: 'Aula' }
  expect(merged(before, now, fresh)).toEqual({ ...fresh, dated: '2026-11-23' })
})
