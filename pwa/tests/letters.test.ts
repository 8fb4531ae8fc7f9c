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

it('files of a zip are counted as they come, wherever a piece is cut', async () => {
  const { endedFiles } = await import('../src/api/client')
  const bytes = new Uint8Array([1, 0x50, 0x4b, 0x07, 0x08, 9, 0x50, 0x50, 0x4b, 0x07, 0x08, 0x50, 0x4b, 0x01, 0x02])
  for (let cut = 0; cut <= bytes.length; cut++) {
    const seen = { marks: 0 }
    expect(endedFiles(bytes.slice(0, cut), seen) + endedFiles(bytes.slice(cut), seen)).toBe(2)
  }
})
