import { expect, it } from 'vitest'
import { letterDoubts } from '../src/store/letterDoubts'

const found = { at: '2026-11-23T02:15:00Z', day: '2026-11-23', place: 'Pasar Baru' }
const answers = { name: null, date: null, time: null, place: null, purpose: null }
const letter = { valid_from: '2026-11-23T01:00:00Z', valid_to: '2026-11-23T05:00:00Z', dated: '2026-11-22', place: 'Pasar Baru', answers }
const what = (change: object) => letterDoubts({ ...letter, ...change }, found).map((one) => one.what)

it('a letter that fits is not doubted, nor one that says little', () => {
  expect(what({})).toEqual([])
  expect(what({ valid_from: null, valid_to: null, dated: null, place: null })).toEqual([])
  expect(what({ place: 'Kios ikan, pasar BARU lantai 2' })).toEqual([])
})

it('another time, a later date, another place and a "tidak" are each told with what says so', () => {
  expect(what({ valid_to: '2026-11-23T02:00:00Z' })).toEqual(['period'])
  expect(what({ dated: '2026-11-24' })).toEqual(['later'])
  expect(what({ place: 'Kantor Pajak' })).toEqual(['place'])
  expect(what({ place: 'Pasar Lama' })).toEqual(['place'])
  expect(letterDoubts({ ...letter, answers: { ...answers, time: false, name: true } }, found)).toEqual([
    { what: 'answer', question: 'time' },
  ])
})
