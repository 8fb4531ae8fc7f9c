import type { Uuid, ZoneRef } from '../api/wire'
import { readFinding } from './findings'
import { outbox } from './outbox.svelte'
import { nearestZone } from './places'
import { readVisit } from './visits'

/** One record of this phone as a map shows it. */
export interface Walked {
  id: Uuid
  kind: 'finding' | 'nihil'
  place: string
  position: { lon: number; lat: number } | null
}

/** What this phone recorded in an operation, with where; nothing of it while the phone is locked. */
export async function walked(operation: Uuid): Promise<Walked[]> {
  const findings = outbox.findings
    .filter((one) => one.operation_id === operation && one.readable)
    .map(async (one): Promise<Walked> => {
      const position = (await readFinding(one))?.position ?? null
      return { id: one.id, kind: 'finding', place: one.summary.place, position }
    })
  const visits = outbox.visits
    .filter((one) => one.operation_id === operation && one.readable)
    .map(async (one): Promise<Walked> => {
      const position = one.position ?? (await readVisit(one))?.position ?? null
      return { id: one.id, kind: 'nihil', place: one.place, position }
    })
  return Promise.all([...findings, ...visits])
}

/** What was recorded in a zone: under its name, or at a position inside it where the team wrote another. */
export function recordedIn(zone: ZoneRef, zones: readonly ZoneRef[], records: readonly Walked[]): { findings: number; nihil: number } {
  const names = new Set(zones.map((one) => one.name))
  const here = records.filter((one) =>
    names.has(one.place) || !one.position ? one.place === zone.name : nearestZone(one.position, [zone])?.metres === 0,
  )
  const findings = here.filter((one) => one.kind === 'finding').length
  return { findings, nihil: here.length - findings }
}
