import { expect, test } from 'vitest'
import { keepSlip, nextSlip, slipNumberOk } from '../src/store/slip'
import { browser } from './world'

test('a slip number is checked by its last digit however it is written', () => {
  for (const typed of ['0001-3', '0042-3', '423', '00423', '0042 3', '10427-2', '0010-1']) expect(slipNumberOk(typed), typed).toBe(true)
  for (const typed of ['', '3', '0042-4', '0024-3', '0000-0', 'abc', '1'.repeat(12)]) expect(slipNumberOk(typed), typed).toBe(false)
})

test('after the first slip the next of the pile is offered, printed as it is', () => {
  browser()
  expect(nextSlip()).toBeNull()
  keepSlip('423')
  expect(nextSlip()).toBe('0043-1')
  keepSlip('0042-9') // a slip of the pen moves nothing
  keepSlip(null)
  expect([nextSlip(), slipNumberOk('0043-1')]).toEqual(['0043-1', true])
})
