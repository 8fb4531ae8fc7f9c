import { readClock } from '../device/clock'
import type { Observed, OperationRef, User } from '../api/wire'
import type { Draft } from '../store/db'
import { outbox } from '../store/outbox.svelte'
import { nearestZone } from '../store/places'
import { reference } from '../store/reference.svelte'
import { status } from '../sync/status.svelte'

const LAST_PLACE_MS = 45 * 60_000

/**
 * What is taken for granted of somebody who gave no name, or was gone before being asked. Who gives
 * no name has not refused a letter: that is asked like of anybody.
 */
export const SUPPOSED: Partial<Record<NonNullable<Draft['who']>, { conduct: Draft['conduct']; observed: Observed | null }>> = {
  unnamed: { conduct: 'refused', observed: null },
  gone: { conduct: 'left', observed: 'none' },
}

/** The place by position, else where this phone was a moment ago, else the team's zone. */
export function suggestPlace(draft: Draft): string {
  const zones = reference.zones(draft.operation_id)
  const hint = draft.position ? nearestZone(draft.position, zones) : null
  if (hint && hint.metres <= Math.max(30, draft.position?.accuracy_m ?? 0)) return hint.zone.name
  const last = outbox.findings.find((finding) => finding.readable && finding.operation_id === draft.operation_id)
  if (last && Date.now() - Date.parse(last.captured_at) < LAST_PLACE_MS) return last.summary.place
  return zones.find((zone) => zone.team_id === draft.team_id)?.name ?? ''
}

/** A form that nothing is written in yet. */
export function emptyDraft(id: string, operation: OperationRef, author: User): Draft {
  const clock = readClock(status.serverOffset)
  return {
    id,
    operation_id: operation.id,
    team_id: operation.team_id ?? '',
    author_id: author.id,
    author_name: author.name,
    started_at: clock.device_at,
    updated_at: clock.device_at,
    clock,
    who: null,
    identity: {
      basis: 'unknown',
      shown: null,
      employee_id: null,
      nip: null,
      name: null,
      opd_id: null,
      opd_text: null,
      job: null,
      kind: 'unknown',
    },
    conduct: 'cooperative',
    document: {
      observed: null,
      kind: null,
      number: null,
      dated: null,
      signer: null,
      valid_from: null,
      valid_to: null,
      place: null,
      purpose: null,
      permit_id: null,
      qr_text: null,
      answers: { name: null, date: null, time: null, place: null, purpose: null },
    },
    position: null,
    position_missing: null,
    place: '',
    place_edited: false,
    activity: null,
    statement: null,
    note: null,
    photos_skipped: null,
  }
}
