import { expect, test } from 'vitest'
import { slipNumberOk } from '../src/store/slip'

test('a slip number is checked by its last digit however it is written', () => {
  for (const typed of ['0001-3', '0042-3', '423', '00423', '0042 3', '10427-2', '0010-1']) expect(slipNumberOk(typed), typed).toBe(true)
  for (const typed of ['', '3', '0042-4', '0024-3', '0000-0', 'abc', '1'.repeat(12)]) expect(slipNumberOk(typed), typed).toBe(false)
})
