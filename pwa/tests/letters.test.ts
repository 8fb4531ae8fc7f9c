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

it('a refusal says which date is wrong, and only a near one names the first day that may be', async () => {
  const { heldBy, refusalOf, toldOf } = await import('../src/office/letters/held')
  const { ApiProblem } = await import('../src/api/client')
  const before = { holds: ['hearing_before_letter'], earliest: '2026-11-27' }
  expect(heldBy(before, 'Siapa.')).toMatch(/^Tanggal menghadap lebih awal daripada tanggal surat\. Paling awal .*27 Nov.* Siapa\.$/)
  expect(heldBy({ holds: ['hearing_outside_hours'], earliest: '2026-11-27' }, 'Siapa.')).toBe('Jam menghadap di luar jam kerja kantor itu. Siapa.')
  expect(toldOf(['not_approved', 'letter_on_day_off'])).toEqual(['Tanggal surat jatuh pada hari libur.'])
  const late = new ApiProblem('bad-field', 422, { invalid: { delivered_at: ['Waktu penyampaian di masa depan.'] } })
  expect(refusalOf(late, 'Siapa.')).toBe('Waktu penyampaian di masa depan.')
})
