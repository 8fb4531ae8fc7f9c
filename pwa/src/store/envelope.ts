/**
 * The sealed envelope, version 1: what only the server can open. The bytes are described in
 * server/core/sealed.py and ADR 7; tests/vectors/sealed.json holds one made by each side.
 */
const HEADER = 90
const SIGNATURE = 64
export const OVERHEAD = HEADER + SIGNATURE + 16
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

/** What is sealed: a finding's text, a photo, a visit's text, or a correction. */
export type Purpose = 'F' | 'P' | 'V' | 'C'

/** The server's public sealing key: its id (16 hex digits) and uncompressed point (65 bytes). */
export interface SealingKey {
  kid: string
  point: Uint8Array<ArrayBuffer>
}

/** This phone as one user's: an id the server knows, and the key whose private half never leaves the browser. */
export interface SealingDevice {
  id: string
  keys: CryptoKeyPair
}

export interface SealedBytes {
  envelope: ArrayBuffer
  /** AES key and nonce (44 bytes): whoever keeps them can read this one envelope again. */
  opener: Uint8Array<ArrayBuffer>
  /** The device's word for id and content, r || s. */
  signature: Uint8Array<ArrayBuffer>
}

const text = (value: string) => new TextEncoder().encode(value)

export function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Bytes of hex digits; the dashes of a UUID are skipped. */
export function fromHex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.replace(/-/g, '').match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** Encrypt and sign for the server; a fresh key pair each time, so nobody here can open it later. */
export async function sealBytes(
  purpose: Purpose,
  id: string,
  content: Uint8Array<ArrayBuffer>,
  device: SealingDevice,
  server: SealingKey,
): Promise<SealedBytes> {
  const about = join(text(purpose), fromHex(id))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content))
  const said = join(text('sidak-signed-1'), about, fromHex(device.id), digest)
  const made = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, device.keys.privateKey, said)
  const signature = new Uint8Array(made)
  const once = await crypto.subtle.generateKey(CURVE, false, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', once.publicKey))
  const receiver = await crypto.subtle.importKey('raw', server.point, CURVE, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: receiver }, once.privateKey, 256)
  const opener = await derive(shared, join(point, server.point), join(text('sidak-sealed-1'), about))
  const header = join(Uint8Array.of(1), fromHex(server.kid), fromHex(device.id), point)
  const [key, iv] = await aes(opener)
  const hidden = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: header }, key, join(signature, content))
  return { envelope: join(header, new Uint8Array(hidden)).buffer, opener, signature }
}

/** Read one's own envelope again; rejects when a byte was touched. */
export async function reopen(envelope: ArrayBuffer, opener: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const [key, iv] = await aes(opener)
  const additionalData = envelope.slice(0, HEADER)
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, envelope.slice(HEADER))
  return new Uint8Array(plain, SIGNATURE)
}

/** Key and nonce of one envelope (RFC 5869). */
export async function derive(
  shared: ArrayBuffer,
  salt: Uint8Array<ArrayBuffer>,
  info: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, base, 44 * 8))
}

async function aes(opener: Uint8Array<ArrayBuffer>): Promise<[CryptoKey, Uint8Array<ArrayBuffer>]> {
  const key = await crypto.subtle.importKey('raw', opener.slice(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt'])
  return [key, opener.slice(32)]
}

/** The id of the device that sealed an envelope, as a UUID. */
export function deviceOf(envelope: ArrayBuffer): string {
  const digits = Array.from(new Uint8Array(envelope, 9, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
