import { expect, it } from 'vitest'
import { daysOf } from '../src/office/masters/imports'

it('a file of punches is told by the days of its rows, not by the day on which it was brought', () => {
  const brought = '2026-11-23'
  expect(daysOf({ effective_on: brought, figures: { first_day: 20_776, last_day: 20_777 } })).toEqual(['2026-11-19', '2026-11-20'])
  expect(daysOf({ effective_on: brought, figures: {} })).toEqual([brought, brought])
})
