import { ApiProblem, post } from '../api/client'
import { readMeta, writeMeta, type Chain } from '../store/db'
import { outbox } from '../store/outbox.svelte'

/** This phone at the server: an id and a P-256 key pair whose private half never leaves the browser. */
interface Device {
  id: string | null
  keys: CryptoKeyPair
}

async function own(): Promise<Device> {
  const known = await readMeta<Device>('device')
  if (known) return known
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const device = { id: null, keys }
  await writeMeta('device', device)
  return device
}

export async function deviceId(): Promise<string | null> {
  return (await readMeta<Device>('device'))?.id ?? null
}

/** Make the phone known to the server once; findings written before carry no device id. */
export async function enrol(): Promise<void> {
  await navigator.locks.request('sidak-enrol', async () => {
    const device = await own()
    if (device.id) return
    const key = await crypto.subtle.exportKey('jwk', device.keys.publicKey)
    const public_key = { kty: key.kty, crv: key.crv, x: key.x, y: key.y }
    const { id } = await post<{ id: string }>('/api/devices', { public_key, name: phoneName() })
    await writeMeta('device', { ...device, id })
  })
}

/** Tell the server what this phone still holds, for the board and for closing the day. */
export async function heartbeat(): Promise<void> {
  const id = await deviceId()
  if (!id) return
  const { findings, photos } = outbox.unsent
  const chain = await readMeta<Chain>('chain')
  try {
    await post(`/api/devices/${id}/heartbeat`, {
      unsent_findings: findings,
      unsent_photos: photos,
      last_sequence: chain?.sequence ?? 0,
    })
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    // Revoked, or enrolled for another user of this phone: enrol the same key again.
    if (error.code === 'not-found') await writeMeta('device', { ...(await own()), id: null })
  }
}

function phoneName(): string {
  const model = /\(([^)]+)\)/.exec(navigator.userAgent)?.[1]?.split(';').map((part) => part.trim())
  return (model?.find((part) => !/^(Linux|K|wv|U|Mobile|x86_64|X11)$/i.test(part)) ?? 'HP').slice(0, 60)
}
