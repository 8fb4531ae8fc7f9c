import { expect, it } from 'vitest'
import type { ReferenceOut, RosterColumns } from '../src/api/wire'
import { merged } from '../src/store/merge'

const COLUMNS = ['id', 'nip', 'name', 'opd_id', 'job', 'kind', 'rank', 'unit']
type Row = Record<string, string | null>

function roster(rows: Row[]): RosterColumns {
  const by = (row: Row) => row.nip ?? `~${row.id}`
  const sorted = [...rows].sort((a, b) => (by(a) < by(b) ? -1 : 1))
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, sorted.map((row) => row[name])]))
  return { columns: COLUMNS, ...columns } as unknown as RosterColumns
}

function answer(rows: Row[], change: Partial<ReferenceOut> = {}): ReferenceOut {
  return {
    cursor: 'c1', server_time: '', epoch: 'e', operations: [], roster: roster(rows), opds: [], zones: [], permits: [],
    schedules: [], holidays: [], full: true, deleted: [], ...change,
  }
}

const nipOf = (id: number) => `19870312201001${String(id).padStart(4, '0')}`

/** Every fourth has no NIP, and is told by the id. */
const person = (id: number, job = 'Staf'): Row => ({
  id: id % 4 ? null : `p${id}`, nip: id % 4 ? nipOf(id) : null, name: `ORANG ${id}`, opd_id: 'o', job, kind: 'pns', rank: null, unit: null,
})
const keyOf = (id: number) => (id % 4 ? nipOf(id) : `p${id}`)

/** Small numbers that are the same at every run. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => (state = (state * 1103515245 + 12345) % 2147483648) % sides
}

it('any row of deltas leaves what a whole answer would have brought', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const roll = dice(seed)
    const there = new Map(Array.from({ length: 12 }, (_, id) => [id, person(id)]))
    let held = answer([...there.values()])
    for (let step = 0; step < 6; step++) {
      const changed = new Map<number, Row>()
      const deleted: string[] = []
      for (let count = roll(4); count > 0; count--) {
        const id = roll(16)
        if (roll(3) === 0 && there.delete(id)) {
          changed.delete(id)
          deleted.push(keyOf(id))
        } else {
          const row = person(id, `Jabatan ${seed}-${step}`)
          there.set(id, row)
          changed.set(id, row)
        }
      }
      const gone = deleted.filter((key) => ![...there.keys()].some((id) => keyOf(id) === key))
      held = merged(held, answer([...changed.values()], { full: false, deleted: gone, cursor: `c${step}` })) as ReferenceOut
      expect(held.roster).toEqual(roster([...there.values()]))
      expect([held.cursor, held.full]).toEqual([`c${step}`, true])
    }
  }
})

it('a phone that still holds an id for everybody takes a delta by NIP, and nobody is there twice', () => {
  const held = answer([{ ...person(1), id: 'p1' }, { ...person(2), id: 'p2' }, person(4)])
  const delta = answer([person(1, 'Kepala Seksi'), person(4, 'Kepala Seksi')], { full: false, deleted: [keyOf(2)] })
  expect(merged(held, delta)?.roster).toEqual(roster([person(1, 'Kepala Seksi'), person(4, 'Kepala Seksi')]))
})

it('a full answer replaces all, an empty delta keeps the roster as it lies', () => {
  const held = answer([person(1)])
  const full = answer([person(2)])
  expect(merged(held, full)).toBe(full)
  expect(merged(held, answer([], { full: false }))?.roster).toBe(held.roster)
})

it('what does not fit is not guessed: the phone asks for all of it', () => {
  const held = answer([person(1)])
  const other = answer([person(2)], { full: false })
  other.roster = { ...other.roster, columns: COLUMNS.slice(0, 7) }
  expect(merged(held, other)).toBeNull()
  const short = answer([person(2)], { full: false })
  short.roster = { ...short.roster, name: [] }
  expect(merged(held, short)).toBeNull()
  const torn = answer([person(1), person(3)])
  torn.roster = { ...torn.roster, rank: [] }
  expect(merged(torn, answer([person(2)], { full: false }))).toBeNull()
})
