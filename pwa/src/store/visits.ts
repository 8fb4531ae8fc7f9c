import type { CorrectionReceipt, VisitReceipt, VisitText } from '../api/wire'
import { fromBase64, toBase64 } from './base64'
import { keyOf, nextLink } from './chain'
import { outboxDb, readMeta, STRICT, type Chain, type OutboxFinding, type OutboxVisit, type Trouble, type VisitCopy } from './db'
import { sealer } from './device'
import { reopen, sealBytes } from './envelope'
import { sha256 } from './hash'
import { mirrorVisit, unmirror } from './mirror'
import { changed } from './outbox.svelte'
import { hideJson, revealJson } from './vault.svelte'

/** What the phone itself adds to the text. */
export type OwnPart = 'device_id' | 'sequence' | 'previous_sha256'
type Own = Pick<VisitText, OwnPart>

/** What is kept of a short text beside it. */
type Kept = Pick<OutboxVisit, 'operation_id' | 'team_id' | 'author_id' | 'at' | 'nil' | 'hold_until' | 'corrects'> & { place: string }

/**
 * Keep a visited place: its text is fixed, numbered in the phone's chain and sealed to the server, as a
 * finding's is. It is not sent before `holdMs` have passed, so that it can be taken back.
 */
export async function sealVisit(said: Omit<VisitText, OwnPart>, holdMs: number): Promise<OutboxVisit> {
  const { operation_id, team_id, author_id, place, at, nil } = said
  const hold_until = Date.now() + holdMs
  return keepText('V', { operation_id, team_id, author_id, place, at, nil, hold_until }, (own) => ({ ...said, ...own }))
}

/** Fix, number, seal and keep a short text, in one strict transaction with the chain; `shown` changes how lists name a finding. */
export async function keepText(
  purpose: 'V' | 'C',
  kept: Kept,
  textOf: (own: Own) => object,
  shown?: Pick<OutboxFinding, 'id' | 'own' | 'summary'>,
): Promise<OutboxVisit> {
  return navigator.locks.request('sidak-seal', async () => {
    const id = crypto.randomUUID()
    const by = await sealer(kept.author_id)
    const { key, sequence, previous_sha256 } = await nextLink(by?.device.id ?? null)
    const body = JSON.stringify(textOf({ device_id: by?.device.id ?? null, sequence, previous_sha256 }))
    const state = { state: 'waiting', trouble: null, receipt: null, done_at: null } as const
    const visit: OutboxVisit = { id, ...kept, ...state, sha256: await sha256(body), sequence, previous_sha256, body }
    if (by) {
      const { envelope, opener } = await sealBytes(purpose, id, new TextEncoder().encode(body), by.device, by.server)
      const own = await hideJson({ opener: toBase64(opener), place: kept.place } satisfies VisitCopy)
      Object.assign(visit, { body: null, place: null, envelope, own })
    }
    const tx = (await outboxDb()).transaction(['visits', 'findings', 'meta'], 'readwrite', STRICT)
    void tx.objectStore('visits').put(visit)
    const finding = shown && (await tx.objectStore('findings').get(shown.id))
    if (finding) void tx.objectStore('findings').put({ ...finding, ...shown })
    void tx.objectStore('meta').put({ sequence, previous_sha256: visit.sha256 ?? null } satisfies Chain, key)
    await tx.done
    await mirrorVisit(visit)
    await changed()
    return visit
  })
}

/**
 * Take back a visit that has not been sent yet, and its number; false when it is too late, or when
 * something else was written after it and hangs on its number.
 */
export async function undoVisit(id: string): Promise<boolean> {
  return navigator.locks.request('sidak-seal', async () => {
    const db = await outboxDb()
    const visit = await db.get('visits', id)
    if (visit?.state !== 'waiting' || Date.now() >= visit.hold_until) return false
    const chain = await readMeta<Chain>(keyOf(visit))
    if (chain?.sequence !== visit.sequence) return false
    await unmirror(visit.id)
    const tx = db.transaction(['visits', 'meta'], 'readwrite', STRICT)
    const before: Chain = { sequence: (visit.sequence ?? 1) - 1, previous_sha256: visit.previous_sha256 ?? null }
    void tx.objectStore('visits').delete(id)
    void tx.objectStore('meta').put(before, keyOf(visit))
    await tx.done
    await changed()
    return true
  })
}

/** What was said of a visit; null when it is another user's or the phone is locked. */
export async function readVisit(visit: OutboxVisit): Promise<VisitText | null> {
  if (visit.body) return JSON.parse(visit.body) as VisitText
  if (!visit.envelope || !visit.own) return null
  try {
    const { opener } = await revealJson<VisitCopy>(visit.own)
    return JSON.parse(new TextDecoder().decode(await reopen(visit.envelope, fromBase64(opener)))) as VisitText
  } catch {
    return null
  }
}

/** Whether the newest number still belongs to a visit that may be taken back. */
export async function isHeld(sequence: number): Promise<boolean> {
  const visits = await (await outboxDb()).getAll('visits')
  return visits.some((one) => one.state === 'waiting' && one.sequence === sequence && Date.now() < one.hold_until)
}

/** Remember a verified receipt; a visit of a version before has none, its answer is enough. */
export async function markVisitSent(id: string, receipt: VisitReceipt | CorrectionReceipt | null): Promise<void> {
  await mark(id, { state: 'done', trouble: null, receipt, done_at: receipt && new Date().toISOString() })
}

/** Remember why a visit did not arrive; `refused` means the server judged it, not the network. */
export async function markVisitTrouble(id: string, trouble: Trouble, refused: boolean): Promise<void> {
  await mark(id, { state: refused ? 'refused' : 'waiting', trouble })
}

async function mark(id: string, change: Partial<OutboxVisit>): Promise<void> {
  const tx = (await outboxDb()).transaction('visits', 'readwrite', STRICT)
  const visit = await tx.store.get(id)
  if (visit) void tx.store.put({ ...visit, ...change })
  await tx.done
  await changed()
}
