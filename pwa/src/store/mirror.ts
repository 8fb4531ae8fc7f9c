import { fromBase64, toBase64 } from './base64'
import { catchUp } from './chain'
import { outboxDb, STRICT, type OutboxFinding, type OutboxPhoto, type OutboxVisit } from './db'

/**
 * A second copy of sealed findings and visits in the Cache API. On Chromium a torn last log record can
 * make the next start of IndexedDB empty; the Cache API kept every finding in the same trial.
 */
const NAME = 'sidak-mirror-v1'
const FINDING = '/mirror/finding/'
const PHOTO = '/mirror/photo/'
const VISIT = '/mirror/visit/'

const BYTES = ['envelope', 'own'] as const

/** A record as JSON: its bytes become base64. */
function pack(record: OutboxFinding | OutboxPhoto | OutboxVisit): object {
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
  await ahead
  try {
    for (const photo of photos) {
      const content = bytes.get(photo.id) ?? ((await cache.match(PHOTO + photo.id)) ? null : await missing(photo.id))
      if (content) await putPhoto(cache, photo, content)
    }
    await cache.put(FINDING + finding.id, Response.json(pack(finding)))
    return true
  } catch {
    return false
  }
}

/** The bytes of a photo that was sealed when it was taken and did not reach the mirror then. */
const missing = async (id: string) => (await outboxDb()).get('photo_bytes', id)

async function putPhoto(cache: Cache, photo: OutboxPhoto, content: ArrayBuffer): Promise<void> {
  const headers = { 'Content-Type': 'application/octet-stream', 'X-Photo': JSON.stringify(pack(photo)) }
  await cache.put(PHOTO + photo.id, new Response(content.slice(0), { headers }))
}

let ahead: Promise<void> = Promise.resolve()

/** Keep a copy of a sealed photo ahead of its finding, which waits for it. */
export function mirrorPhoto(photo: OutboxPhoto, content: ArrayBuffer): void {
  ahead = ahead.then(open).then((cache) => cache && putPhoto(cache, photo, content)).then(() => {}, () => {})
}

/** Keep a copy of a visit, as of a finding. */
export async function mirrorVisit(visit: OutboxVisit): Promise<boolean> {
  const cache = await open()
  try {
    await cache?.put(VISIT + visit.id, Response.json(pack(visit)))
    return Boolean(cache)
  } catch {
    return false
  }
}

/** Forget the copy of a finding or visit that IndexedDB gave up too. */
export async function unmirror(id: string, photoIds: readonly string[] = []): Promise<void> {
  const cache = await open()
  if (!cache) return
  await cache.delete(FINDING + id)
  await cache.delete(VISIT + id)
  await unmirrorPhotos(photoIds)
}

export async function unmirrorPhotos(ids: readonly string[]): Promise<void> {
  const cache = await open()
  await ahead
  for (const id of ids) await cache?.delete(PHOTO + id)
}

/** At start: put back into IndexedDB what only the mirror still has, and the other way round. Returns how many came back. */
export async function reconcile(): Promise<number> {
  const cache = await open()
  if (!cache) return 0
  const keys = (await cache.keys()).map((request) => new URL(request.url).pathname)
  return (await reconcileFindings(cache, keys)) + (await reconcileVisits(cache, keys))
}

const idsOf = (keys: readonly string[], kind: string) =>
  keys.filter((path) => path.startsWith(kind)).map((path) => path.slice(kind.length))

async function reconcileFindings(cache: Cache, keys: readonly string[]): Promise<number> {
  const db = await outboxDb()
  const known = new Set(await db.getAllKeys('findings'))
  const mirrored = idsOf(keys, FINDING)
  let restored = 0
  for (const id of mirrored.filter((id) => !known.has(id))) {
    restored += (await restore(cache, id, keys.filter((path) => path.startsWith(PHOTO)))) ? 1 : 0
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

async function reconcileVisits(cache: Cache, keys: readonly string[]): Promise<number> {
  const db = await outboxDb()
  const known = await db.getAll('visits')
  const here = new Set(known.map((visit) => visit.id))
  const copied = new Set(idsOf(keys, VISIT))
  for (const visit of known.filter((one) => one.sha256 && !copied.has(one.id))) await mirrorVisit(visit)
  let restored = 0
  for (const id of [...copied].filter((id) => !here.has(id))) {
    const found = await cache.match(VISIT + id)
    if (!found) continue
    const visit = unpack<OutboxVisit>(await found.json())
    const tx = db.transaction(['visits', 'meta'], 'readwrite', STRICT)
    await catchUp(tx.objectStore('meta'), visit)
    void tx.objectStore('visits').put({ ...visit, state: 'waiting', hold_until: 0, receipt: null, done_at: null })
    await tx.done
    restored += 1
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
  await catchUp(tx.objectStore('meta'), finding)
  void tx.objectStore('findings').put({ ...finding, state: 'waiting', receipt: null, done_at: null })
  for (const { meta, bytes } of photos) {
    void tx.objectStore('photos').put({ ...meta, state: 'waiting', upload_url: null })
    void tx.objectStore('photo_bytes').put(bytes, meta.id)
  }
  await tx.done
  return true
}
