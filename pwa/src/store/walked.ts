import type { Uuid, ZoneRef } from '../api/wire'
import { readFinding } from './findings'
import { outbox } from './outbox.svelte'
import { nearestZone } from './places'
import { readVisit } from './visits'

/** How much was recorded; `visits` are places where nothing was reported either way. */
export interface Recorded {
  findings: number
  nihil: number
  visits: number
}

/** One record as a map shows it. */
export interface Walked {
  id: Uuid
  kind: 'finding' | 'nihil' | 'visit'
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

/** What this phone recorded and what the server told of the team; what is in both counts once. */
export function together(own: readonly Walked[], team: readonly Walked[]): Walked[] {
  const held = new Set(own.map((one) => one.id))
  return [...own, ...team.filter((one) => !held.has(one.id))]
}

/** What was recorded in a zone: under its name, or at a position inside it where the team wrote another. */
export function recordedIn(zone: ZoneRef, zones: readonly ZoneRef[], records: readonly Walked[]): Recorded {
  const names = new Set(zones.map((one) => one.name))
  const here = records.filter((one) =>
    names.has(one.place) || !one.position ? one.place === zone.name : nearestZone(one.position, [zone])?.metres === 0,
  )
  return counted(here)
}

/** How many of each kind these are. */
export function counted(records: readonly Walked[]): Recorded {
  const count = (kind: Walked['kind']) => records.filter((one) => one.kind === kind).length
  return { findings: count('finding'), nihil: count('nihil'), visits: count('visit') }
}
