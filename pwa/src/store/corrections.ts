import type { Changes, CorrectionText, FindingIn } from '../api/wire'
import { fromBase64 } from './base64'
import type { OutboxFinding, OutboxVisit, OwnCopy, Summary, VisitCopy } from './db'
import { reopen } from './envelope'
import { forgetCopy } from './outbox.svelte'
import { hideJson, revealJson } from './vault.svelte'
import { keepText } from './visits'

/** What an author says anew, and when by which clocks. */
export interface Said {
  changes: Changes
  reason: string
  clock: FindingIn['clock']
  appVersion: string
  /** How lists name the person from now on. */
  summary: Summary
}

/**
 * Keep a correction of a sent finding: a text of its own, sealed and numbered as a finding is. The
 * finding and its text stay as they are; only what lists on this phone show follows.
 */
export async function sealCorrection(finding: OutboxFinding, said: Said): Promise<OutboxVisit> {
  const { operation_id, team_id, author_id } = finding
  const at = said.clock.device_at
  const kept = { operation_id, team_id, author_id, at, nil: false, hold_until: 0, corrects: finding.id, place: said.reason }
  return keepText(
    'C',
    kept,
    (own): CorrectionText => ({
      ...own,
      finding_id: finding.id,
      finding_sha256: finding.sha256,
      author_id,
      app_version: said.appVersion,
      at,
      clock: said.clock,
      reason: said.reason,
      changes: said.changes,
    }),
    await named(finding, said.summary),
  )
}

/** How lists name the finding from now on; what is sent of it does not change. */
async function named({ id, own, summary }: OutboxFinding, now: Summary): Promise<Pick<OutboxFinding, 'id' | 'own' | 'summary'>> {
  if (!own) return { id, summary: summary && now }
  const copy = await revealJson<OwnCopy>(own)
  forgetCopy(id)
  return { id, summary: null, own: await hideJson({ ...copy, summary: now } satisfies OwnCopy) }
}

/** What was written in a correction; null when it is another user's or the phone is locked. */
export async function readCorrection(one: OutboxVisit): Promise<CorrectionText | null> {
  if (one.body) return JSON.parse(one.body) as CorrectionText
  if (!one.envelope || !one.own) return null
  try {
    const { opener } = await revealJson<VisitCopy>(one.own)
    return JSON.parse(new TextDecoder().decode(await reopen(one.envelope, fromBase64(opener)))) as CorrectionText
  } catch {
    return null
  }
}

/** A finding as it reads after its corrections, given oldest first. */
export function asCorrected(said: FindingIn, corrections: readonly Pick<CorrectionText, 'changes'>[]): FindingIn {
  return corrections.reduce((now, { changes }) => ({ ...now, ...changes }), said)
}

/** Only what differs of a finding written anew; null when nothing does. */
export function changesOf(before: FindingIn, after: Required<Omit<Changes, 'slip'>> & Pick<Changes, 'slip'>): Changes | null {
  const differs = Object.entries(after).filter(([name, value]) => {
    const was = before[name as keyof Changes] ?? null
    return JSON.stringify(was) !== JSON.stringify(value ?? null)
  })
  return differs.length ? (Object.fromEntries(differs) as Changes) : null
}
