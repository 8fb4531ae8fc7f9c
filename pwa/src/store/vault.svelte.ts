import { outboxDb, readMeta, writeMeta, type HiddenDraft } from './db'
import { unmirrorPhotos } from './mirror'

/**
 * The key of one user's drafts, review copies and roster on this phone. It lies on the disk only
 * wrapped by the PIN (PBKDF2-SHA256); open, it lives in this tab's memory until the app is closed or
 * locked. What is sealed for the server needs neither: a locked phone still sends.
 */
export const ITERATIONS = 600_000
const FREE_GUESSES = 3
const LONGEST_WAIT_S = 900

interface StoredVault {
  salt: Uint8Array<ArrayBuffer>
  iv: Uint8Array<ArrayBuffer>
  iterations: number
  wrapped: ArrayBuffer
  failures: number
  /** No guess is tried before this moment (ms). */
  wait_until: number
}

export type VaultState = 'unknown' | 'none' | 'locked' | 'open'

/** How a guess ended: `unchecked` came before its time, and may have been the right one. */
export type Guess = 'open' | 'wrong' | 'unchecked'

let user = $state<string | null>(null)
let state = $state<VaultState>('unknown')
let waitUntil = $state(0)
let key: CryptoKey | null = null

export class Locked extends Error {}

export const vault = {
  get state() {
    return state
  },
  /** No guess is tried before this moment (ms); the past where the next one is free. */
  get waitUntil() {
    return waitUntil
  },
  /** Whether what this user wrote can be read now. */
  isOpenFor: (id: string) => state === 'open' && user === id,
}

/** Look whether this user has a PIN here; a vault that is open for the same user stays open. */
export async function loadVault(id: string): Promise<VaultState> {
  if (user === id && key) return (state = 'open')
  key = null
  user = id
  state = 'unknown'
  const known = await readMeta<StoredVault>(`vault:${id}`)
  waitUntil = known ? soonest(known) : 0
  return (state = known ? 'locked' : 'none')
}

/** Whether a PIN is six digits that a thief would not try first. */
export function goodPin(pin: string): boolean {
  if (!/^\d{6}$/.test(pin)) return false
  const steps = [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at]))
  return new Set(steps).size > 1
}

/** Make a new key under a new PIN; what an older PIN opened stays closed for good. */
export async function createVault(pin: string, iterations = ITERATIONS): Promise<void> {
  const id = user
  if (!id) throw new Locked('nobody is signed in')
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt'])
  const wrapping = await stretch(pin, salt, iterations)
  const wrapped = await crypto.subtle.wrapKey('raw', fresh, wrapping, { name: 'AES-GCM', iv })
  await writeMeta(`vault:${id}`, { salt, iv, iterations, wrapped, failures: 0, wait_until: 0 } satisfies StoredVault)
  key = await unwrap(wrapped, wrapping, iv)
  state = 'open'
}

/** Seconds until the next guess is tried, after so many wrong ones: two are free, then 30, 60, 120 … 900. */
export function waitAfter(failures: number): number {
  return failures < FREE_GUESSES ? 0 : Math.min(LONGEST_WAIT_S, 30 * 2 ** (failures - FREE_GUESSES))
}

/** A clock that was ahead and was set right must not lock the phone for longer than the longest wait. */
const soonest = (known: StoredVault) => Math.min(known.wait_until, Date.now() + LONGEST_WAIT_S * 1000)

/** Try a PIN; after some wrong ones none is tried before `vault.waitUntil`. */
export async function openVault(pin: string): Promise<Guess> {
  const id = user
  return navigator.locks.request('sidak-vault', async () => {
    const known = id ? await readMeta<StoredVault>(`vault:${id}`) : undefined
    if (!known) throw new Locked('there is no PIN yet')
    waitUntil = soonest(known)
    if (waitUntil < known.wait_until) await writeMeta(`vault:${id}`, { ...known, wait_until: waitUntil })
    if (waitUntil > Date.now()) return 'unchecked'
    const failures = known.failures + 1
    const next = Date.now() + waitAfter(failures) * 1000
    // Counted before it is tried: closing the app does not make a guess free.
    await writeMeta(`vault:${id}`, { ...known, failures, wait_until: next })
    try {
      key = await unwrap(known.wrapped, await stretch(pin, known.salt, known.iterations), known.iv)
    } catch {
      waitUntil = next
      return 'wrong'
    }
    await writeMeta(`vault:${id}`, { ...known, failures: 0, wait_until: 0 })
    state = 'open'
    return 'open'
  })
}

/** How many unfinished forms, a nihil too, only this user's PIN can open; they are counted without it. */
export async function draftsBehindPin(id: string): Promise<number> {
  const kept = await (await outboxDb()).getAllKeys('meta')
  const nihil = kept.filter((key) => key.startsWith(`nil:${id}:`))
  return (await behindPin(id)).length + nihil.length
}

async function behindPin(id: string): Promise<HiddenDraft[]> {
  const drafts = await (await outboxDb()).getAll('drafts')
  return drafts.filter((one) => 'hidden' in one && one.author_id === id) as HiddenDraft[]
}

/**
 * Throw the PIN away with the drafts that only it could open; only ever after its owner signed in with
 * the password and was told. What is sealed stays and is sent.
 */
export async function dropVault(id: string): Promise<void> {
  const db = await outboxDb()
  const lost = await behindPin(id)
  const taken = (await Promise.all(lost.map((one) => db.getAllFromIndex('photos', 'finding_id', one.id)))).flat()
  const photos = taken.filter((one) => one.state === 'draft')
  const tx = db.transaction(['drafts', 'photos', 'photo_bytes', 'meta'], 'readwrite')
  for (const one of lost) void tx.objectStore('drafts').delete(one.id)
  for (const photo of photos) {
    void tx.objectStore('photos').delete(photo.id)
    void tx.objectStore('photo_bytes').delete(photo.id)
  }
  void tx.objectStore('meta').delete(`vault:${id}`)
  void tx.objectStore('meta').delete(IDBKeyRange.bound(`nil:${id}:`, `nil:${id}:\uffff`))
  await tx.done
  await unmirrorPhotos(photos.map((one) => one.id))
  if (user !== id) return
  key = null
  state = 'none'
}

/** Forget the open key; what waits is sent all the same. */
export function lockVault(): void {
  key = null
  if (state === 'open') state = 'locked'
}

/** Encrypt for this user of this phone; rejects with `Locked` while the PIN is missing. */
export async function hide(content: BufferSource): Promise<ArrayBuffer> {
  if (!key) throw new Locked('the PIN is needed first')
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const hidden = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, content))
  const all = new Uint8Array(12 + hidden.length)
  all.set(iv)
  all.set(hidden, 12)
  return all.buffer
}

/** Read what `hide` made; rejects for another user's or when locked. */
export async function reveal(hidden: ArrayBuffer): Promise<ArrayBuffer> {
  if (!key) throw new Locked('the PIN is needed first')
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: hidden.slice(0, 12) }, key, hidden.slice(12))
}

export async function hideJson(value: unknown): Promise<ArrayBuffer> {
  return hide(new TextEncoder().encode(JSON.stringify(value)))
}

export async function revealJson<T>(hidden: ArrayBuffer): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await reveal(hidden))) as T
}

async function stretch(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey'])
}

function unwrap(wrapped: ArrayBuffer, wrapping: CryptoKey, iv: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.unwrapKey('raw', wrapped, wrapping, { name: 'AES-GCM', iv }, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
