import { fromBase64 } from './base64'
import { readMeta, writeMeta } from './db'
import { fromHex, join, type SealingDevice, type SealingKey } from './envelope'

/** This phone as one user's: the id of the server, null before enrolment; the private key never leaves the browser. */
export interface OwnDevice {
  id: string | null
  keys: CryptoKeyPair
}

export function readDevice(user: string): Promise<OwnDevice | undefined> {
  return readMeta<OwnDevice>(`device:${user}`)
}

export async function writeDevice(user: string, device: OwnDevice): Promise<void> {
  await writeMeta(`device:${user}`, device)
}

/** The key pair of this user on this phone, made at the first need. */
export async function ownDevice(user: string): Promise<OwnDevice> {
  const known = await readDevice(user)
  if (known) return known
  // A version before kept one pair for whoever was signed in; its chain goes on with the same pair.
  const before = await readMeta<OwnDevice>('device')
  const device = { id: null, keys: before?.keys ?? (await newKeys()) }
  await writeDevice(user, device)
  return device
}

export async function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
}

/** The server does not know this phone (any more): enrol again at the next exchange. */
export async function forgetEnrolment(user: string, newPair = false): Promise<void> {
  const device = await readDevice(user)
  if (device) await writeDevice(user, { id: null, keys: newPair ? await newKeys() : device.keys })
}

/** Keep the server's sealing key as `/api/keys` gives it (a JWK with `kid`). */
export async function keepSealingKey(jwk: { kid?: string; x?: string; y?: string } | undefined): Promise<void> {
  if (!jwk?.kid || !jwk.x || !jwk.y) return
  const point = join(Uint8Array.of(4), fromBase64(jwk.x), fromBase64(jwk.y))
  if (point.length === 65 && fromHex(jwk.kid).length === 8) await writeMeta('sealing-key', { kid: jwk.kid, point } satisfies SealingKey)
}

export function sealingKey(): Promise<SealingKey | undefined> {
  return readMeta<SealingKey>('sealing-key')
}

/** What sealing needs; null until this phone was enrolled once and has the server's key. */
export async function sealer(user: string): Promise<{ device: SealingDevice; server: SealingKey } | null> {
  const [device, server] = await Promise.all([readDevice(user), sealingKey()])
  return device?.id && server ? { device: { id: device.id, keys: device.keys }, server } : null
}
