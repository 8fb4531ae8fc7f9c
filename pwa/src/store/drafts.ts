import type { PhotoKind } from '../api/wire'
import { toBase64Url } from './base64'
import { outboxDb, STRICT, type Draft, type OutboxPhoto } from './db'
import { sealer } from './device'
import { reopen, sealBytes } from './envelope'
import { sha256 } from './hash'
import { mirrorPhoto, unmirrorPhotos } from './mirror'
import { changed, shownDraft } from './outbox.svelte'
import { hide, hideJson, reveal } from './vault.svelte'

/** Save the form as it is now, under the shift's key; called at every change and before the camera opens. */
export async function saveDraft(draft: Draft): Promise<void> {
  const now = { ...draft, updated_at: new Date().toISOString() }
  const hidden = await hideJson(now)
  const tx = (await outboxDb()).transaction('drafts', 'readwrite', STRICT)
  void tx.store.put({ id: now.id, author_id: now.author_id, updated_at: now.updated_at, hidden })
  await tx.done
}

export async function readDraft(id: string): Promise<Draft | undefined> {
  const found = await (await outboxDb()).get('drafts', id)
  return found && (await shownDraft(found))
}

/**
 * Bind a photo to its draft by hash at the moment it is taken. Where the author is known and the phone
 * enrolled it is sealed to the server at once, and mirrored, so that Simpan need not wait for that.
 */
export async function addPhoto(
  findingId: string,
  photo: { bytes: ArrayBuffer; kind: PhotoKind; takenAt: string; author?: string },
): Promise<OutboxPhoto> {
  const record: OutboxPhoto = {
    id: crypto.randomUUID(),
    finding_id: findingId,
    kind: photo.kind,
    sha256: await sha256(photo.bytes),
    size: photo.bytes.byteLength,
    taken_at: photo.takenAt,
    state: 'draft',
    upload_url: null,
    trouble: null,
    form: 'hidden',
  }
  const by = photo.author ? await sealer(photo.author) : null
  const kept = by ? await sealedPhoto(record, photo.bytes, by) : { photo: record, bytes: await hide(photo.bytes) }
  const db = await outboxDb()
  const tx = db.transaction(['photos', 'photo_bytes'], 'readwrite', STRICT)
  void tx.objectStore('photos').put(kept.photo)
  void tx.objectStore('photo_bytes').put(kept.bytes, record.id)
  await tx.done
  if (by) mirrorPhoto(kept.photo, kept.bytes)
  return kept.photo
}

export type Sealer = NonNullable<Awaited<ReturnType<typeof sealer>>>

/** A photo as it is sent: sealed to the server, with an opener for its author's eyes. */
export async function sealedPhoto(photo: OutboxPhoto, picture: ArrayBuffer, by: Sealer): Promise<{ photo: OutboxPhoto; bytes: ArrayBuffer }> {
  const { envelope, opener, signature } = await sealBytes('P', photo.id, new Uint8Array(picture), by.device, by.server)
  const device = { id: by.device.id, signature: toBase64Url(signature) }
  return { photo: { ...photo, form: 'sealed', sealed_to: by.server.kid, own: await hide(opener), device }, bytes: envelope }
}

export async function draftPhotos(findingId: string): Promise<OutboxPhoto[]> {
  const photos = await (await outboxDb()).getAllFromIndex('photos', 'finding_id', findingId)
  return photos.sort((a, b) => a.taken_at.localeCompare(b.taken_at))
}

/** The bytes of one photo as they lie on the disk, or undefined when they are gone. */
export async function photoBytes(id: string): Promise<ArrayBuffer | undefined> {
  return (await outboxDb()).get('photo_bytes', id)
}

/** The picture itself; undefined when it is gone, another user's, or the phone is locked. */
export async function photoPicture(photo: OutboxPhoto): Promise<ArrayBuffer | undefined> {
  const bytes = await photoBytes(photo.id)
  if (!bytes || !photo.form) return bytes
  try {
    if (photo.form === 'hidden') return await reveal(bytes)
    return photo.own && (await reopen(bytes, new Uint8Array(await reveal(photo.own)))).slice().buffer
  } catch {
    return undefined
  }
}

/** Take back a photo that is not sealed yet; returns its bytes as they lay on the disk, for `putBackPhoto`. */
export async function removePhoto(photo: OutboxPhoto): Promise<ArrayBuffer | undefined> {
  if (photo.state !== 'draft') return undefined
  const tx = (await outboxDb()).transaction(['photos', 'photo_bytes'], 'readwrite')
  const bytes = await tx.objectStore('photo_bytes').get(photo.id)
  void tx.objectStore('photos').delete(photo.id)
  void tx.objectStore('photo_bytes').delete(photo.id)
  await tx.done
  await unmirrorPhotos([photo.id])
  return bytes
}

/** Bring a removed photo back to its draft; false when that was saved or thrown away meanwhile. */
export async function putBackPhoto(photo: OutboxPhoto, bytes: ArrayBuffer): Promise<boolean> {
  const tx = (await outboxDb()).transaction(['drafts', 'photos', 'photo_bytes'], 'readwrite', STRICT)
  if (!(await tx.objectStore('drafts').getKey(photo.finding_id))) return false
  void tx.objectStore('photos').put(photo)
  void tx.objectStore('photo_bytes').put(bytes, photo.id)
  await tx.done
  if (photo.form === 'sealed') mirrorPhoto(photo, bytes)
  return true
}

/** Throw away an unfinished form with its photos: only ever asked for by the officer. */
export async function discardDraft(id: string): Promise<void> {
  const photos = (await draftPhotos(id)).filter((one) => one.state === 'draft')
  const tx = (await outboxDb()).transaction(['drafts', 'photos', 'photo_bytes'], 'readwrite')
  void tx.objectStore('drafts').delete(id)
  for (const photo of photos) {
    void tx.objectStore('photos').delete(photo.id)
    void tx.objectStore('photo_bytes').delete(photo.id)
  }
  await tx.done
  await unmirrorPhotos(photos.map((one) => one.id))
  await changed()
}
