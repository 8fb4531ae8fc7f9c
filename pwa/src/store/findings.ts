import type { FindingIn, Receipt } from '../api/wire'
import { fromBase64, toBase64 } from './base64'
import { nextLink } from './chain'
import {
  outboxDb,
  STRICT,
  type Chain,
  type Draft,
  type OutboxFinding,
  type OutboxPhoto,
  type OutboxVisit,
  type OwnCopy,
  type Summary,
  type Trouble,
} from './db'
import { sealer } from './device'
import { draftPhotos, photoPicture, sealedPhoto, type Sealer } from './drafts'
import { reopen, sealBytes } from './envelope'
import { sha256 } from './hash'
import { mirror, unmirror } from './mirror'
import { changed } from './outbox.svelte'
import { hideJson, revealJson } from './vault.svelte'

const KEEP_DAYS = 30

/** What a sealed finding needs beside the form. */
export interface SealFacts {
  appVersion: string
  summary: Summary
}

export interface Sealed {
  finding: OutboxFinding
  summary: Summary
  /** The phone had no room for the photos: the text was kept without them. */
  photosLost: boolean
}

/**
 * Make the draft a finding: its text is fixed byte for byte, finding and photos are sealed to the
 * server, and all of it with the chain goes to the disk in one strict transaction, then into the
 * mirror. Two tabs seal one after the other.
 */
export async function seal(draft: Draft, facts: SealFacts): Promise<Sealed> {
  const { summary } = facts
  return navigator.locks.request('sidak-seal', async () => {
    const photos = await draftPhotos(draft.id)
    try {
      return { finding: await write(draft, photos, facts), summary, photosLost: false }
    } catch (error) {
      if ((error as DOMException).name !== 'QuotaExceededError' || photos.length === 0) throw error
      const skipped = { ...draft, photos_skipped: draft.photos_skipped ?? 'Ruang HP penuh' }
      return { finding: await write(skipped, [], facts), summary, photosLost: true }
    }
  })
}

async function write(draft: Draft, photos: OutboxPhoto[], facts: SealFacts): Promise<OutboxFinding> {
  const db = await outboxDb()
  const by = await sealer(draft.author_id)
  const link = await nextLink(by?.device.id ?? null)
  const { sequence } = link
  const body = JSON.stringify(toWire(draft, photos, { ...facts, deviceId: by?.device.id ?? null }, link))
  const [text, ready] = await Promise.all([
    sealedText(draft, body, facts.summary, by),
    Promise.all(photos.map((photo) => readyPhoto(photo, by))),
  ])
  const finding: OutboxFinding = {
    id: draft.id,
    sha256: await sha256(body),
    sequence,
    operation_id: draft.operation_id,
    team_id: draft.team_id,
    author_id: draft.author_id,
    captured_at: draft.started_at,
    sealed_at: new Date().toISOString(),
    state: 'waiting',
    attempts: 0,
    trouble: null,
    receipt: null,
    done_at: null,
    ...text,
  }
  const bytes = new Map(ready.flatMap((one) => (one.bytes ? [[one.photo.id, one.bytes] as const] : [])))
  const waiting = ready.map((one): OutboxPhoto => ({ ...one.photo, state: 'waiting' }))
  const tx = db.transaction(['drafts', 'findings', 'photos', 'photo_bytes', 'meta'], 'readwrite', STRICT)
  void tx.objectStore('findings').put(finding)
  for (const photo of waiting) {
    void tx.objectStore('photos').put(photo)
    const content = bytes.get(photo.id)
    if (content) void tx.objectStore('photo_bytes').put(content, photo.id)
  }
  void tx.objectStore('meta').put({ sequence, previous_sha256: finding.sha256 } satisfies Chain, link.key)
  void tx.objectStore('drafts').delete(draft.id)
  await tx.done
  await Promise.all([mirror(finding, waiting, bytes), changed()])
  return finding
}

/** The text as it lies on the disk: sealed, with a copy for its author's eyes; plain only before enrolment. */
async function sealedText(draft: Draft, body: string, summary: Summary, by: Sealer | null) {
  if (!by) return { body, summary, author_name: draft.author_name }
  const { envelope, opener } = await sealBytes('F', draft.id, new TextEncoder().encode(body), by.device, by.server)
  const copy: OwnCopy = { opener: toBase64(opener), summary, author_name: draft.author_name }
  return { body: null, summary: null, author_name: null, envelope, own: await hideJson(copy) }
}

/** A photo as it goes along: mostly sealed when it was taken, by this phone to this key; then its bytes lie there. */
async function readyPhoto(photo: OutboxPhoto, by: Sealer | null): Promise<{ photo: OutboxPhoto; bytes?: ArrayBuffer }> {
  const sealed = by && photo.form === 'sealed' && photo.device?.id === by.device.id && photo.sealed_to === by.server.kid
  if (sealed) return { photo }
  const picture = await photoPicture(photo)
  if (!picture) return { photo }
  const { form: _, own: __, device: ___, sealed_to: ____, ...plain } = photo
  return by ? sealedPhoto(photo, picture, by) : { photo: plain, bytes: picture }
}

/** What was written in a finding; null when it is another user's or the phone is locked. */
export async function readFinding(finding: OutboxFinding): Promise<FindingIn | null> {
  if (finding.body) return JSON.parse(finding.body) as FindingIn
  if (!finding.envelope || !finding.own) return null
  try {
    const { opener } = await revealJson<OwnCopy>(finding.own)
    return JSON.parse(new TextDecoder().decode(await reopen(finding.envelope, fromBase64(opener)))) as FindingIn
  } catch {
    return null
  }
}

/** The wire form of architecture.md §6. */
export function toWire(
  draft: Draft,
  photos: readonly OutboxPhoto[],
  facts: { appVersion: string; deviceId: string | null },
  chain: Chain,
): FindingIn {
  return {
    operation_id: draft.operation_id,
    team_id: draft.team_id,
    author_id: draft.author_id,
    device_id: facts.deviceId,
    sequence: chain.sequence,
    previous_sha256: chain.previous_sha256,
    app_version: facts.appVersion,
    source: 'phone',
    captured_at: draft.started_at,
    clock: draft.clock,
    position: draft.position,
    position_missing: draft.position ? null : (draft.position_missing ?? 'no_fix'),
    place: draft.place.trim(),
    identity: draft.identity,
    conduct: draft.conduct,
    activity: draft.activity,
    statement: draft.statement?.trim() || null,
    note: draft.note?.trim() || null,
    document: { ...draft.document, observed: draft.document.observed ?? 'none' },
    signature: signatureOf(draft, photos),
    photos: photos.map(({ id, kind, sha256: hash, size, taken_at }) => ({
      id,
      kind,
      sha256: hash,
      size,
      mime: 'image/jpeg',
      taken_at,
    })),
    photos_skipped: photos.some((photo) => photo.kind !== 'signature') ? null : draft.photos_skipped,
    // only where there is one: a server of before this field refuses what it does not know
    ...(draft.slip?.trim() && { slip: draft.slip.trim() }),
  }
}

/** What became of asking for a signature; its picture is named only where it comes along. */
function signatureOf({ signature }: Draft, photos: readonly OutboxPhoto[]): FindingIn['signature'] {
  if (!signature) return { state: 'not_asked', photo_id: null, witness: null, method: null }
  const kept = photos.some((photo) => photo.id === signature.photo_id)
  return { ...signature, photo_id: kept ? signature.photo_id : null, witness: signature.witness?.trim() || null }
}

/** Remember a verified receipt: text is there, and each photo it calls stored. */
export async function markReceipt(id: string, receipt: Receipt): Promise<void> {
  const tx = (await outboxDb()).transaction(['findings', 'photos'], 'readwrite', STRICT)
  const finding = await tx.objectStore('findings').get(id)
  if (!finding) return
  const stored = new Set(receipt.photos.filter((photo) => photo.state === 'stored').map((photo) => photo.id))
  const photos = await tx.objectStore('photos').index('finding_id').getAll(id)
  for (const photo of photos) {
    if (stored.has(photo.id)) void tx.objectStore('photos').put({ ...photo, state: 'stored', trouble: null })
    else if (photo.state === 'uploaded' || photo.state === 'stored') {
      // The server does not hold it (quarantined, or restored from an older backup): send it again.
      void tx.objectStore('photos').put({ ...photo, state: 'waiting', upload_url: null })
    }
  }
  const complete = photos.every((photo) => stored.has(photo.id))
  void tx.objectStore('findings').put({
    ...finding,
    receipt,
    trouble: null,
    attempts: 0,
    state: complete ? 'done' : 'text_sent',
    done_at: complete ? (finding.done_at ?? new Date().toISOString()) : null,
  })
  await tx.done
  await changed()
}

/** Remember why a finding did not arrive; `refused` means the server judged it, not the network. */
export async function markTrouble(id: string, trouble: Trouble, refused: boolean): Promise<void> {
  const tx = (await outboxDb()).transaction('findings', 'readwrite')
  const finding = await tx.store.get(id)
  if (finding && finding.state !== 'done') {
    const state = refused ? 'refused' : finding.state === 'refused' ? 'waiting' : finding.state
    void tx.store.put({ ...finding, state, trouble, attempts: finding.attempts + 1 })
  }
  await tx.done
  await changed()
}

/**
 * The server tells another epoch than the receipts do: it was restored from an older backup and may
 * have lost what it acknowledged since. Everything still kept here is offered again; the 30 days
 * begin anew with the new receipt. Returns how many.
 */
export async function offerAgain(epoch: string): Promise<number> {
  const tx = (await outboxDb()).transaction(['findings', 'visits', 'meta'], 'readwrite', STRICT)
  const before = (await tx.objectStore('meta').get('epoch')) as string | undefined
  const findings = (await tx.objectStore('findings').getAll()).filter((one) => one.receipt && one.receipt.epoch !== epoch)
  // Visits of a version before have no receipt: they hang on the epoch that this phone saw last.
  const moved = before !== undefined && before !== epoch
  const sent = (await tx.objectStore('visits').getAll()).filter((one) => one.state === 'done')
  const visits = sent.filter((one) => (one.receipt ? one.receipt.epoch !== epoch : moved))
  for (const finding of findings) {
    void tx.objectStore('findings').put({ ...finding, state: 'waiting', receipt: null, done_at: null })
  }
  for (const visit of visits) void tx.objectStore('visits').put({ ...visit, state: 'waiting', receipt: null, done_at: null })
  void tx.objectStore('meta').put(epoch, 'epoch')
  await tx.done
  if (findings.length + visits.length) await changed()
  return findings.length + visits.length
}

/** Change what is known about a photo's journey. */
export async function markPhoto(
  id: string,
  change: Partial<Pick<OutboxPhoto, 'state' | 'upload_url' | 'trouble'>>,
): Promise<void> {
  const tx = (await outboxDb()).transaction('photos', 'readwrite')
  const photo = await tx.store.get(id)
  if (photo) void tx.store.put({ ...photo, ...change })
  await tx.done
  await changed()
}

/** Delete local copies 30 days after the receipt in which every photo is stored; never earlier. */
export async function prune(now = Date.now()): Promise<number> {
  const db = await outboxDb()
  const limit = now - KEEP_DAYS * 86_400_000
  const isOld = (one: OutboxFinding | OutboxVisit) => one.state === 'done' && one.done_at && Date.parse(one.done_at) < limit
  const old = (await db.getAll('findings')).filter(isOld)
  const visits = (await db.getAll('visits')).filter(isOld)
  for (const visit of visits) {
    await unmirror(visit.id)
    await db.delete('visits', visit.id)
  }
  for (const finding of old) {
    const ids = await db.getAllKeysFromIndex('photos', 'finding_id', finding.id)
    await unmirror(finding.id, ids)
    const tx = db.transaction(['findings', 'photos', 'photo_bytes'], 'readwrite')
    void tx.objectStore('findings').delete(finding.id)
    for (const id of ids) {
      void tx.objectStore('photos').delete(id)
      void tx.objectStore('photo_bytes').delete(id)
    }
    await tx.done
  }
  if (old.length + visits.length) await changed()
  return old.length + visits.length
}
