import { expect, test, vi } from 'vitest'
import { pause } from '../src/office/board/live.svelte'

test('open boards ask at different moments, and what arrived is on each within three seconds', () => {
  const dice = vi.spyOn(Math, 'random')
  const drawn = [0, 0.5, 0.999].map((value) => {
    dice.mockReturnValue(value)
    return pause()
  })
  dice.mockRestore()
  expect(new Set(drawn).size).toBe(3)
  // a large board rests 0.4 s between two buildings, and an answer takes its time too
  expect(Math.max(...drawn)).toBeLessThanOrEqual(2300)
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(1500)
})
