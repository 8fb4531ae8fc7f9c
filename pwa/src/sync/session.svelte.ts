import { ApiProblem, get, onSignInNeeded, post, put, remove } from '../api/client'
import type { Schemas, SessionOut, User } from '../api/wire'

/**
 * Who works here. The user is remembered on the phone so that it opens without a network;
 * the server decides again at every request. `ended` pauses sending, never capturing.
 */
const KEY = 'sidak.session'

interface Remembered {
  user: User
  demo: boolean
}

function recall(): Remembered | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Remembered | null
  } catch {
    return null
  }
}

function remember(session: Remembered | null): void {
  try {
    if (session) localStorage.setItem(KEY, JSON.stringify(session))
    else localStorage.removeItem(KEY)
  } catch {
    // Storage denied: the session lives in memory until the tab closes.
  }
}

const first = recall()

export const session = $state<{
  user: User | null
  demo: boolean
  ended: boolean
  confirmed: boolean
  mustSetUp: boolean
  secondFactor: boolean
}>({
  user: first?.user ?? null,
  demo: first?.demo ?? false,
  ended: false,
  /** The server has said who we are since this page was opened: there may be work on it. */
  confirmed: false,
  /** The account must turn on its second factor before anything else. */
  mustSetUp: false,
  /** Whether this account asks for a code; known once the server has answered. */
  secondFactor: false,
})

const waiting = new Set<() => void>()

/** Ask again what was refused for want of a session, once somebody has signed in over the page. */
export function onceSignedIn(ask: () => void): void {
  waiting.add(ask)
}

/** Take over who the server says we are. */
export function adopt(answer: SessionOut): User {
  const demo = Boolean(answer.demo)
  session.user = answer.user
  session.demo = demo
  session.ended = false
  session.confirmed = true
  session.mustSetUp = answer.second_factor === 'required'
  session.secondFactor = answer.second_factor === 'on'
  remember({ user: answer.user, demo })
  const asks = [...waiting]
  waiting.clear()
  asks.forEach((ask) => ask())
  return answer.user
}

onSignInNeeded(() => {
  session.ended = true
})

/**
 * Sign in; rejects with `ApiProblem` (`bad-credentials`, `too-many-attempts`, `no-network`, and
 * `second-factor-needed` or `bad-code` where the account asks for a code).
 */
export async function signIn(username: string, password: string, code?: string): Promise<User> {
  return adopt(await post<SessionOut>('/api/session', { username, password, ...(code ? { code } : {}) }))
}

/**
 * Sign in by a passkey of this site, without a name; null when its owner or the browser says no.
 * Rejects with `ApiProblem` (`passkey-unknown`, `too-many-attempts`, `no-network`).
 */
export async function signInByPasskey(): Promise<User | null> {
  const { signWithPasskey } = await import('../device/passkey')
  const { options } = await post<Schemas['PasskeyOptionsOut']>('/api/session/passkey/begin')
  const signed = await signWithPasskey(options)
  return signed && adopt(await post<SessionOut>('/api/session/passkey', signed))
}

/** Make the account of a one-time link and enter; rejects with `ApiProblem` (`link-spent`, `name-taken`, …). */
export async function acceptInvitation(wanted: {
  token: string
  username: string
  name: string
  password: string
}): Promise<User> {
  return adopt(await post<SessionOut>('/api/first-admin', wanted))
}

/** Choose the password of an account by its one-time link and enter; rejects with `ApiProblem` (`link-spent`, …). */
export async function choosePassword(wanted: { token: string; password: string }): Promise<User> {
  return adopt(await post<SessionOut>('/api/password', wanted))
}

/**
 * Change the own password; every other session of the account ends. Rejects with `ApiProblem`
 * (`wrong-password`, `weak-password`, `too-many-attempts`, …).
 */
export async function changePassword(current: string, password: string): Promise<User> {
  return adopt((await put<SessionOut>('/api/password', { current, password })).data)
}

/** Ask whether this server is a demo before anybody has signed in: its sign-in page says so too. */
export async function askDemo(): Promise<void> {
  try {
    session.demo = Boolean((await get<{ demo?: boolean }>('/api/health')).demo)
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
  }
}

/** Ask the server who we are; without a network the remembered user stays. */
export async function refreshSession(): Promise<void> {
  try {
    adopt(await get<SessionOut>('/api/session'))
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.status === 401 && error.code === 'sign-in-needed') session.ended = true
  }
}

/** Sign out here and, if there is a network, at the server. Findings of the outbox stay on the phone. */
export async function signOut(): Promise<void> {
  try {
    await remove('/api/session')
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
  }
  session.user = null
  session.ended = session.confirmed = false
  session.mustSetUp = false
  remember(null)
}

/** Whether this user walks with a team. */
export function worksInField(user: User): boolean {
  return user.roles.includes('officer') || user.roles.includes('coordinator')
}

/** Where a user starts: the phone for teams, the board for the Sekda, readiness for an admin, the desk for the others. */
export function homeOf(user: User): string {
  if (worksInField(user)) return '/'
  if (user.roles.every((role) => role === 'sekda')) return '/papan'
  return user.roles.every((role) => role === 'admin') ? '/meja/kesiapan' : '/meja'
}
