import { get } from '../api/client'
import type { CorrectionReceipt, Receipt, VisitReceipt } from '../api/wire'
import { fromBase64 } from '../store/base64'
import { readMeta, writeMeta } from '../store/db'
import { keepSealingKey } from '../store/device'

/** A receipt key of the server: Ed25519, 32 raw bytes. */
interface ReceiptKey {
  key_id: string
  public_key: string
}

/** The JSON form that is signed (RFC 8785): members sorted, no spaces, numbers as ECMAScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value && typeof value === 'object') {
    const members = Object.entries(value as Record<string, unknown>)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

async function keyFor(keyId: string): Promise<ReceiptKey | undefined> {
  const known = (await readMeta<ReceiptKey[]>('receipt-keys')) ?? []
  const found = known.find((key) => key.key_id === keyId)
  if (found) return found
  // A key once seen is kept: a server that suddenly forgets it cannot unsay its receipts.
  const fresh = await fetchKeys()
  const merged = [...known, ...fresh.filter((key) => !known.some((old) => old.key_id === key.key_id))]
  await writeMeta('receipt-keys', merged)
  return merged.find((key) => key.key_id === keyId)
}

/** Ask the server for its public keys; the newest sealing key is kept for what is written from now on. */
export async function fetchKeys(): Promise<ReceiptKey[]> {
  const answer = await get<{ sealing?: JsonWebKey & { kid?: string } }>('/api/keys')
  await keepSealingKey(answer.sealing)
  return keysOf(answer)
}

/** Every Ed25519 key of the answer, as `{key_id, public_key}` or as a JWK with `kid` and `x`. */
export function keysOf(answer: unknown): ReceiptKey[] {
  if (Array.isArray(answer)) return answer.flatMap(keysOf)
  if (!answer || typeof answer !== 'object') return []
  const key = answer as Record<string, unknown>
  if (key.kty === 'EC') return []
  const id = key.key_id ?? key.kid
  const bytes = key.public_key ?? key.x
  if (typeof id === 'string' && typeof bytes === 'string') return [{ key_id: id, public_key: bytes }]
  return Object.values(key).flatMap(keysOf)
}

/** Whether the receipt is the server's own word for exactly these bytes and photos. */
export async function verifyReceipt(
  receipt: Receipt,
  sealed: { id: string; sha256: string; photos: readonly { id: string; sha256: string }[] },
): Promise<boolean> {
  if (receipt.finding_id !== sealed.id || receipt.sha256 !== sealed.sha256) return false
  const own = new Map(sealed.photos.map((photo) => [photo.id, photo.sha256]))
  if (!Array.isArray(receipt.photos)) return false
  if (receipt.photos.some((photo) => own.get(photo.id) !== photo.sha256)) return false
  if (sealed.photos.some((photo) => !receipt.photos.some((answer) => answer.id === photo.id))) return false
  return isSigned(receipt)
}

/** Whether the receipt is the server's own word for exactly this visit's text. */
export async function verifyVisitReceipt(receipt: VisitReceipt, sealed: { id: string; sha256?: string }): Promise<boolean> {
  if (receipt.visit_id !== sealed.id || receipt.sha256 !== sealed.sha256) return false
  return isSigned(receipt)
}

/** Whether the receipt is the server's own word for exactly this correction. */
export async function verifyCorrectionReceipt(receipt: CorrectionReceipt, sealed: { id: string; sha256?: string }): Promise<boolean> {
  if (receipt.correction_id !== sealed.id || receipt.sha256 !== sealed.sha256) return false
  return isSigned(receipt)
}

async function isSigned(receipt: Receipt | VisitReceipt | CorrectionReceipt): Promise<boolean> {
  const key = await keyFor(receipt.key_id)
  if (!key) return false
  const { signature, ...signed } = receipt
  const content = new TextEncoder().encode(canonical(signed))
  return verifyEd25519(fromBase64(key.public_key), fromBase64(signature), content)
}

async function verifyEd25519(
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  content: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify'])
    return await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, content)
  } catch {
    return false
  }
}
