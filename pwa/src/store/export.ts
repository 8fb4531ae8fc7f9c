import { toBase64 } from './base64'
import { outboxDb } from './db'

/** The last resort: everything unsent in one file that the desk can import; sealed as it lies here. */
export async function exportUnsent(): Promise<Blob> {
  const db = await outboxDb()
  const findings = (await db.getAll('findings')).filter((finding) => finding.state !== 'done')
  findings.sort((a, b) => a.sealed_at.localeCompare(b.sealed_at) || a.sequence - b.sequence) // as they were written
  const parts = []
  for (const finding of findings) {
    const photos = []
    for (const photo of await db.getAllFromIndex('photos', 'finding_id', finding.id)) {
      const bytes = await db.get('photo_bytes', photo.id)
      const { id, kind, sha256, size, taken_at, form, device } = photo
      const base64 = bytes ? toBase64(new Uint8Array(bytes)) : null
      photos.push({ id, kind, sha256, size, taken_at, sealed: form === 'sealed', device, base64 })
    }
    const { id, body, envelope, sha256, author_id, author_name, sealed_at } = finding
    const sealed = envelope ? toBase64(new Uint8Array(envelope)) : null
    parts.push({ id, body, sealed, sha256, author_id, author_name, sealed_at, photos })
  }
  const visits = (await db.getAll('visits')).filter((one) => one.state !== 'done').map((visit) => {
    const { envelope, own: _, ...told } = visit
    return { ...told, place: visit.place ?? '', sealed: envelope ? toBase64(new Uint8Array(envelope)) : null }
  })
  const file = { format: 'sidak-unsent-2', written_at: new Date().toISOString(), findings: parts, visits }
  return new Blob([JSON.stringify(file)], { type: 'application/json' })
}
