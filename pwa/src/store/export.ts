import { outboxDb } from './db'

/** The last resort: everything unsent in one file that the desk can import. */
export async function exportUnsent(): Promise<Blob> {
  const db = await outboxDb()
  const findings = (await db.getAll('findings')).filter((finding) => finding.state !== 'done')
  const visits = (await db.getAll('visits')).filter((visit) => visit.state !== 'done')
  const parts = []
  for (const finding of findings) {
    const photos = []
    for (const photo of await db.getAllFromIndex('photos', 'finding_id', finding.id)) {
      const bytes = await db.get('photo_bytes', photo.id)
      const { id, kind, sha256, size, taken_at } = photo
      photos.push({ id, kind, sha256, size, taken_at, base64: bytes ? base64(new Uint8Array(bytes)) : null })
    }
    const { id, body, sha256, author_id, author_name, sealed_at } = finding
    parts.push({ id, body, sha256, author_id, author_name, sealed_at, photos })
  }
  const file = { format: 'sidak-unsent-1', written_at: new Date().toISOString(), findings: parts, visits }
  return new Blob([JSON.stringify(file)], { type: 'application/json' })
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
