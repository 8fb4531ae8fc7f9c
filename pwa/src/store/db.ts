import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { CorrectionReceipt, FindingIn, Iso, PhotoKind, PositionWire, Receipt, ReferenceOut, Uuid, VisitReceipt } from '../api/wire'

/**
 * Two databases. `sidak-outbox` holds what only this phone knows: it is never deleted and its
 * upgrades only ever add (a roll-back of the app must still open it). `sidak-reference` holds
 * what the server can give again.
 */
const OUTBOX_VERSION = 1
const REFERENCE_VERSION = 1

/** Why an item has not arrived; `code` chooses the sentence on screen. */
export interface Trouble {
  code: string
  at: Iso
}

/** What a list shows of a finding without reading its sealed text. */
export interface Summary {
  who: string
  opd: string | null
  nip_tail: string | null
  place: string
  observed: FindingIn['document']['observed']
  conduct: FindingIn['conduct']
}

export type FindingState = 'waiting' | 'text_sent' | 'done' | 'refused'

export interface OutboxFinding {
  id: Uuid
  /** The exact text that is sent, and sent again; null once it is sealed. */
  body: string | null
  /** What is sent instead of the text: only the server can open it. */
  envelope?: ArrayBuffer
  /** `OwnCopy` under the shift's key: how this phone reads its envelope again. */
  own?: ArrayBuffer
  /** Of the text, also when it is sealed. */
  sha256: string
  sequence: number
  operation_id: Uuid
  team_id: Uuid
  author_id: Uuid
  /** Null in a sealed one; see `OwnCopy`. */
  author_name: string | null
  captured_at: Iso
  sealed_at: Iso
  /** Null in a sealed one; see `OwnCopy`. */
  summary: Summary | null
  state: FindingState
  attempts: number
  trouble: Trouble | null
  receipt: Receipt | null
  /** When a receipt with every photo stored was verified; copies are kept 30 days from here. */
  done_at: Iso | null
}

/** What the phone keeps of a sealed finding for its author's eyes. */
export interface OwnCopy {
  /** Opens the envelope (base64). */
  opener: string
  summary: Summary
  author_name: string
}

export interface OutboxPhoto {
  id: Uuid
  finding_id: Uuid
  kind: PhotoKind
  sha256: string
  size: number
  taken_at: Iso
  state: 'draft' | 'waiting' | 'uploaded' | 'stored' | 'refused'
  upload_url: string | null
  trouble: Trouble | null
  /** How its bytes lie on the disk: under the shift's key, sealed to the server, or (absent) as they are. */
  form?: 'hidden' | 'sealed'
  /** The opener of a sealed photo, under the shift's key. */
  own?: ArrayBuffer
  /** The server's key that it was sealed to. */
  sealed_to?: string
  /** Who took it, for the server: device id and its signature (base64url). */
  device?: { id: Uuid; signature: string }
}

/**
 * A visited place, or, with `corrects`, what an author says anew of a sent finding: both are short texts
 * of one series with the findings, and share a store so that a roll-back of the app still opens it.
 */
export interface OutboxVisit {
  id: Uuid
  /** The finding that is corrected; absent in a visit. */
  corrects?: Uuid
  operation_id: Uuid
  team_id: Uuid
  author_id: Uuid
  at: Iso
  nil: boolean
  /** The exact text that is sent; null once it is sealed, absent in a visit of a version before. */
  body?: string | null
  /** What is sent instead of the text: only the server can open it. */
  envelope?: ArrayBuffer
  /** `VisitCopy` under the shift's key. */
  own?: ArrayBuffer
  /** Of the text, also when it is sealed. */
  sha256?: string
  sequence?: number
  previous_sha256?: string | null
  receipt?: VisitReceipt | CorrectionReceipt | null
  /** When its receipt was verified; it is kept 30 days from here. */
  done_at?: Iso | null
  /** Null in a sealed one. */
  place: string | null
  /** Of a version before, which sent its fields beside its author's session. */
  position?: PositionWire | null
  note?: string
  state: 'waiting' | 'done' | 'refused'
  /** Not sent before this moment (ms), so that it can be undone. */
  hold_until: number
  trouble: Trouble | null
}

/** What the phone keeps of a sealed visit for its author's eyes. */
export interface VisitCopy {
  /** Opens the envelope (base64). */
  opener: string
  place: string
}

export type TypedPerson = Pick<FindingIn['identity'], 'nip' | 'name' | 'opd_text' | 'job' | 'kind' | 'shown'>

/** The unfinished form, saved at every change. */
export interface Draft {
  id: Uuid
  operation_id: Uuid
  team_id: Uuid
  author_id: Uuid
  author_name: string
  started_at: Iso
  updated_at: Iso
  clock: FindingIn['clock']
  /** How section 1 was answered; null while it is open. */
  who: 'roster' | 'typed' | 'unnamed' | 'gone' | null
  identity: FindingIn['identity']
  /** What was typed of somebody outside the roster before another person was chosen. */
  typed?: TypedPerson | null
  conduct: FindingIn['conduct']
  document: Omit<FindingIn['document'], 'observed'> & { observed: FindingIn['document']['observed'] | null }
  position: FindingIn['position']
  position_missing: FindingIn['position_missing']
  place: string
  place_edited: boolean
  /** What the finding before gave as place; nobody typed it. */
  place_given?: string
  activity: string | null
  statement: string | null
  note: string | null
  photos_skipped: string | null
  /** Absent as long as nobody asked. */
  signature?: FindingIn['signature']
  /** The paper slip that the person was handed; absent in drafts of an older app. */
  slip?: string | null
}

/** A draft as it lies on the disk: `hidden` is the `Draft` under the shift's key. */
export interface HiddenDraft {
  id: Uuid
  author_id: Uuid
  updated_at: Iso
  hidden: ArrayBuffer
}

/** The end of this phone's chain of findings. */
export interface Chain {
  sequence: number
  previous_sha256: string | null
}

interface OutboxSchema extends DBSchema {
  drafts: { key: Uuid; value: Draft | HiddenDraft }
  findings: { key: Uuid; value: OutboxFinding; indexes: { sequence: number } }
  photos: { key: Uuid; value: OutboxPhoto; indexes: { finding_id: Uuid } }
  photo_bytes: { key: Uuid; value: ArrayBuffer }
  visits: { key: Uuid; value: OutboxVisit }
  meta: { key: string; value: unknown }
}

interface ReferenceSchema extends DBSchema {
  records: { key: string; value: unknown }
}

export interface StoredReference {
  etag: string | null
  fetched_at: Iso
  data: ReferenceOut
}

/** The reference as it lies on the disk: `hidden` is its `data` under the key of `owner`. */
export interface HiddenReference {
  etag: string | null
  fetched_at: Iso
  owner: Uuid
  hidden: ArrayBuffer
}

type Outbox = IDBPDatabase<OutboxSchema>
type Reference = IDBPDatabase<ReferenceSchema>

let outboxOpening: Promise<Outbox> | null = null
let referenceOpening: Promise<Reference> | null = null

/** The outbox; opened again when the system closed it (iOS does). */
export function outboxDb(): Promise<Outbox> {
  outboxOpening ??= openDB<OutboxSchema>('sidak-outbox', OUTBOX_VERSION, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('drafts', { keyPath: 'id' })
        db.createObjectStore('findings', { keyPath: 'id' }).createIndex('sequence', 'sequence')
        db.createObjectStore('photos', { keyPath: 'id' }).createIndex('finding_id', 'finding_id')
        db.createObjectStore('photo_bytes')
        db.createObjectStore('visits', { keyPath: 'id' })
        db.createObjectStore('meta')
      }
    },
    blocking: (_, __, event) => {
      ;(event.target as IDBDatabase).close()
      outboxOpening = null
    },
    terminated: () => (outboxOpening = null),
  }).catch((error: unknown) => {
    outboxOpening = null
    throw error
  })
  return outboxOpening
}

/** The reference database: a cache of the server's masters. */
export function referenceDb(): Promise<Reference> {
  referenceOpening ??= openDB<ReferenceSchema>('sidak-reference', REFERENCE_VERSION, {
    upgrade(db, from) {
      if (from < 1) db.createObjectStore('records')
    },
    blocking: (_, __, event) => {
      ;(event.target as IDBDatabase).close()
      referenceOpening = null
    },
    terminated: () => (referenceOpening = null),
  }).catch((error: unknown) => {
    referenceOpening = null
    throw error
  })
  return referenceOpening
}

/** A transaction that returns only when the bytes are on the disk, not merely in its cache. */
export const STRICT: IDBTransactionOptions = { durability: 'strict' }

/** A small value of this phone (device id, keys, chain). */
export async function readMeta<T>(key: string): Promise<T | undefined> {
  return (await (await outboxDb()).get('meta', key)) as T | undefined
}

export async function writeMeta(key: string, value: unknown): Promise<void> {
  await (await outboxDb()).put('meta', value, key)
}
