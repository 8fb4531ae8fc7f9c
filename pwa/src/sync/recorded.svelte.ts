import { ApiProblem, get } from '../api/client'
import type { Iso, Page, Schemas, Uuid } from '../api/wire'
import { outbox } from '../store/outbox.svelte'
import type { Person } from '../store/roster'

/** Who was already found that day, as far as this phone can know: never kept on the disk. */
export interface Earlier {
  /** Null: on this phone. */
  team: number | null
  at: Iso
}

let told = $state.raw<ReadonlyMap<string, Earlier>>(new Map())

/** Ask for it anew; without a network what was known stays. */
export async function askRecorded(operation: Uuid): Promise<void> {
  try {
    const { items } = await get<Page<Schemas['RecordedOut']>>(`/api/operations/${operation}/recorded`, { timeoutMs: 8_000 })
    told = new Map(items.map((one) => [one.nip ?? one.employee_id, { team: one.team_number, at: one.seen_at }]))
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
  }
}

/** When somebody was found before in this operation; null as far as is known here. */
export function recordedBefore(person: Person, operation: Uuid): Earlier | null {
  const tail = person.nip ? person.nip.slice(-4) : null
  const own = outbox.findings.find(
    (one) => one.readable && one.operation_id === operation && one.summary.who === person.name && one.summary.nip_tail === tail,
  )
  return own ? { team: null, at: own.captured_at } : (told.get(person.key) ?? null)
}
