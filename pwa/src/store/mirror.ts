import { fromBase64, toBase64 } from './base64'
import { outboxDb, STRICT, type OutboxFinding, type OutboxPhoto } from './db'
import { deviceOf } from './envelope'

/**
 * A second copy of sealed findings in the Cache API. On Chromium a torn last log record can make
 * the next start of IndexedDB empty; the Cache API kept every finding in the same trial.
 */
const NAME = 'sidak-mirror-v1'
const FINDING = '/mirror/finding/'
const PHOTO = '/mirror/photo/'

const BYTES = ['envelope', 'own'] as const

/** A record as JSON: its bytes become base64. */
function pack(record: OutboxFinding | OutboxPhoto): object {
  const plain: Record<string, unknown> = { ...record }
  for (const name of BYTES) {
    if (plain[name] instanceof ArrayBuffer) plain[name] = { base64: toBase64(new Uint8Array(plain[name])) }
  }
  return plain
}

function unpack<T>(packed: unknown): T {
  if (!packed || typeof packed !== 'object') return packed as T
  const record: Record<string, unknown> = { ...packed }
  for (const name of BYTES) {
    const text = (record[name] as { base64?: string } | undefined)?.base64
    if (text !== undefined) record[name] = fromBase64(text).buffer
  }
  return record as T
}

async function open(): Promise<Cache | null> {
  if (!('caches' in globalThis)) return null
  try {
    return await caches.open(NAME)
  } catch {
    return null
  }
}

/** Keep a copy; false when the browser has no room or no Cache API (IndexedDB still holds it). */
export async function mirror(
  finding: OutboxFinding,
  photos: readonly OutboxPhoto[],
  bytes: ReadonlyMap<string, ArrayBuffer>,
): Promise<boolean> {
  const cache = await open()
  if (!cache) return false
  try {
    for (const photo of photos) {
      const content = bytes.get(photo.id)
      if (!content) continue
      const headers = { 'Content-Type': 'application/octet-stream', 'X-Photo': JSON.stringify(pack(photo)) }
      await cache.put(PHOTO + photo.id, new Response(content.slice(0), { headers }))
    }
    await cache.put(FINDING + finding.id, Response.json(pack(finding)))
    return true
  } catch {
    return false
  }
}

/** Forget the copy of a finding that IndexedDB gave up too. */
export async function unmirror(findingId: string, photoIds: readonly string[]): Promise<void> {
  const cache = await open()
  if (!cache) return
  await cache.delete(FINDING + findingId)
  for (const id of photoIds) await cache.delete(PHOTO + id)
}

/** At start: put back into IndexedDB what only the mirror still has, and the other way round. Returns how many came back. */
export async function reconcile(): Promise<number> {
  const cache = await open()
  if (!cache) return 0
  const db = await outboxDb()
  const known = new Set(await db.getAllKeys('findings'))
  const keys = (await cache.keys()).map((request) => new URL(request.url).pathname)
  const mirrored = keys.filter((path) => path.startsWith(FINDING)).map((path) => path.slice(FINDING.length))
  const photoKeys = keys.filter((path) => path.startsWith(PHOTO))
  let restored = 0
  for (const id of mirrored.filter((id) => !known.has(id))) {
    restored += (await restore(cache, id, photoKeys)) ? 1 : 0
  }
  const copied = new Set(mirrored)
  for (const id of known) {
    if (copied.has(id)) continue
    const finding = await db.get('findings', id)
    if (!finding) continue
    const photos = await db.getAllFromIndex('photos', 'finding_id', id)
    const bytes = new Map<string, ArrayBuffer>()
    for (const photo of photos) {
      const content = await db.get('photo_bytes', photo.id)
      if (content) bytes.set(photo.id, content)
    }
    await mirror(finding, photos, bytes)
  }
  return restored
}

async function restore(cache: Cache, id: string, photoKeys: readonly string[]): Promise<boolean> {
  const found = await cache.match(FINDING + id)
  if (!found) return false
  const finding = unpack<OutboxFinding>(await found.json())
  const photos: { meta: OutboxPhoto; bytes: ArrayBuffer }[] = []
  for (const path of photoKeys) {
    const response = await cache.match(path)
    const meta = unpack<OutboxPhoto | null>(JSON.parse(response?.headers.get('X-Photo') ?? 'null'))
    if (response && meta?.finding_id === id) photos.push({ meta, bytes: await response.arrayBuffer() })
  }
  const db = await outboxDb()
  const tx = db.transaction(['findings', 'photos', 'photo_bytes', 'meta'], 'readwrite', STRICT)
  // The chain must not run backwards when the whole database was lost.
  const chainKey = finding.envelope ? `chain:${deviceOf(finding.envelope)}` : 'chain'
  const chain = (await tx.objectStore('meta').get(chainKey)) as { sequence: number } | undefined
  if (!chain || chain.sequence < finding.sequence) {
    void tx.objectStore('meta').put({ sequence: finding.sequence, previous_sha256: finding.sha256 }, chainKey)
  }
  void tx.objectStore('findings').put({ ...finding, state: 'waiting', receipt: null, done_at: null })
  for (const { meta, bytes } of photos) {
    void tx.objectStore('photos').put({ ...meta, state: 'waiting', upload_url: null })
    void tx.objectStore('photo_bytes').put(bytes, meta.id)
  }
  await tx.done
  return true
}
