import { ApiProblem, post } from '../api/client'
import type { SessionOut, User, Uuid } from '../api/wire'
import { forgetEnrolment, ownDevice } from '../store/device'
import { phoneName } from './device'
import { adopt } from './session.svelte'

/** Whom a one-time code signs in. */
export interface CodeOwner {
  id: Uuid
  name: string
}

/** Ask whose code this is, without using it up; rejects with `ApiProblem` (`enrolment-expired`, …). */
export function whoseCode(code: string): Promise<CodeOwner> {
  return post<CodeOwner>('/api/enrolments/look', { code })
}

/**
 * Sign in with a one-time code; this phone is enrolled by the same step. Sent again after a lost
 * answer it is the same step, since the key is this phone's own.
 */
export async function enterByCode(code: string, owner: CodeOwner, again = true): Promise<User> {
  const { keys } = await ownDevice(owner.id)
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey)
  try {
    return adopt(await post<SessionOut>('/api/enrolments/use', { code, name: phoneName(), public_key: { kty, crv, x, y } }))
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'device-revoked' || !again) throw error
    // The key was taken back, and who has the phone was given a new code: a new key, a new phone.
    await forgetEnrolment(owner.id, true)
    return enterByCode(code, owner, false)
  }
}
