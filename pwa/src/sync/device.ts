import { ApiProblem, post } from '../api/client'
import { newestNumber } from '../store/chain'
import { outboxDb, readMeta, writeMeta, type Chain } from '../store/db'
import { forgetEnrolment, newKeys, ownDevice, readDevice, sealingKey, writeDevice } from '../store/device'
import { outbox } from '../store/outbox.svelte'
import { isHeld } from '../store/visits'
import { fetchKeys } from './receipts'

/** Make this phone known to the server as this user's, once, and fetch the key that findings are sealed to. */
export async function enrol(user: string): Promise<void> {
  await navigator.locks.request('sidak-enrol', async () => {
    if (!(await sealingKey())) await fetchKeys()
    const device = await ownDevice(user)
    if (device.id) return
    try {
      await register(user, device.keys)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'device-revoked') throw error
      // The key was taken back. Who has the phone has just signed in: a new key, a new phone.
      await register(user, await newKeys())
    }
  })
}

async function register(user: string, keys: CryptoKeyPair): Promise<void> {
  const key = await crypto.subtle.exportKey('jwk', keys.publicKey)
  const public_key = { kty: key.kty, crv: key.crv, x: key.x, y: key.y }
  const { id } = await post<{ id: string }>('/api/devices', { public_key, name: phoneName() })
  const before = await readMeta<{ id: string | null }>('device')
  const chain = await readMeta<Chain>('chain')
  // A version before counted under one name; the numbers of the same phone go on.
  if (before?.id === id && chain && !(await readMeta(`chain:${id}`))) await writeMeta(`chain:${id}`, chain)
  await writeDevice(user, { id, keys })
}

/** Tell the server what this phone still holds, for the board and for closing the day, and its version and clock. */
export async function heartbeat(user: string): Promise<void> {
  const device = await readDevice(user)
  if (!device?.id) return
  const { findings, photos, visits } = outbox.unsent
  const newest = await newestNumber(device.id)
  const drafts = (await (await outboxDb()).getAll('drafts')).filter((one) => one.author_id === user).length
  try {
    await post(`/api/devices/${device.id}/heartbeat`, {
      unsent_findings: findings,
      unsent_photos: photos,
      app_version: __APP_VERSION__,
      device_at: new Date().toISOString(),
      unsent_visits: visits,
      // only where there is one: a server of before this word refuses what it does not know
      ...(drafts && { open_drafts: drafts }),
      // A number that may still be taken back is not declared yet.
      last_sequence: newest - ((await isHeld(newest)) ? 1 : 0),
    })
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    // Revoked, or a server restored to before this phone: enrol again.
    if (error.code === 'not-found') await forgetEnrolment(user)
  }
}

/** What the browser says of this phone's model. */
export function phoneName(): string {
  const model = /\(([^)]+)\)/.exec(navigator.userAgent)?.[1]?.split(';').map((part) => part.trim())
  return (model?.find((part) => !/^(Linux|K|wv|U|Mobile|x86_64|X11)$/i.test(part)) ?? 'HP').slice(0, 60)
}
