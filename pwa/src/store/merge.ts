import type { ReferenceOut, RosterColumns } from '../api/wire'

/**
 * Put what changed since the phone's cursor into what it holds. A full answer replaces everything;
 * in a delta only the roster is one, all other parts are whole. Returns null where the two cannot be
 * put together (another form of the roster): then the phone asks for all of it.
 */
export function merged(held: ReferenceOut, answer: ReferenceOut): ReferenceOut | null {
  if (answer.full) return answer
  const columns = answer.roster.columns
  if (columns.join() !== held.roster.columns.join()) return null
  const roster = rosterOf(held.roster, answer)
  return roster && { ...answer, full: true, deleted: [], roster }
}

function rosterOf(held: RosterColumns, answer: ReferenceOut): RosterColumns | null {
  const { roster, deleted } = answer
  // One value too few would give a person somebody else's name.
  if (!even(held) || !even(roster)) return null
  const changed = roster.name.map((_, row) => keyOf(roster, row))
  if (!changed.length && !deleted.length) return held
  const gone = new Set([...deleted, ...changed])
  const kept = held.name.map((_, row) => row).filter((row) => !gone.has(keyOf(held, row)))
  const whole: Record<string, unknown[] | string[]> = { columns: roster.columns }
  for (const name of roster.columns) {
    const before = column(held, name)
    whole[name] = [...kept.map((row) => before[row]), ...column(roster, name)]
  }
  return byNip(whole as unknown as RosterColumns)
}

const column = (roster: RosterColumns, name: string) => (roster as unknown as Record<string, unknown[]>)[name] ?? []

/** Whether every column has a value for everybody. */
const even = (roster: RosterColumns) => new Set(roster.columns.map((name) => column(roster, name).length)).size === 1

/** What a person is told apart by: the NIP, or the id of one who has none; a roster of before has both. */
const keyOf = (roster: RosterColumns, row: number): string => roster.nip[row] ?? roster.id[row] ?? ''

/** The order of the server: by NIP, those without one last. */
function byNip(roster: RosterColumns): RosterColumns {
  const key = (row: number) => roster.nip[row] ?? `~${roster.id[row]}`
  const order = roster.name.map((_, row) => row).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  const sorted: Record<string, unknown[]> = { columns: roster.columns }
  for (const name of roster.columns) {
    const values = column(roster, name)
    sorted[name] = order.map((row) => values[row])
  }
  return sorted as unknown as RosterColumns
}
