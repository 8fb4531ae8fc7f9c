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
  if (!roster.id.length && !deleted.length) return held
  const gone = new Set([...deleted, ...roster.id])
  const kept = held.id.map((_, row) => row).filter((row) => !gone.has(held.id[row] as string))
  const whole: Record<string, unknown[] | string[]> = { columns: roster.columns }
  for (const name of roster.columns) {
    const before = (held as unknown as Record<string, unknown[]>)[name]
    const after = (roster as unknown as Record<string, unknown[]>)[name]
    // One value too few would give a person somebody else's name.
    if (before?.length !== held.id.length || after?.length !== roster.id.length) return null
    whole[name] = [...kept.map((row) => before[row]), ...after]
  }
  return byNip(whole as unknown as RosterColumns)
}

/** The order of the server: by NIP, those without one last. */
function byNip(roster: RosterColumns): RosterColumns {
  const key = (row: number) => (roster.nip[row] as string | null) ?? '~'
  const order = roster.id.map((_, row) => row).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  const sorted: Record<string, unknown[]> = { columns: roster.columns }
  for (const name of roster.columns) {
    const values = (roster as unknown as Record<string, unknown[]>)[name] as unknown[]
    sorted[name] = order.map((row) => values[row])
  }
  return sorted as unknown as RosterColumns
}
