import { ApiProblem } from '../api/client'
import { reconcile } from '../store/mirror'
import { changed } from '../store/outbox.svelte'
import { closeReference, loadReference } from '../store/reference.svelte'
import { closeTeamWalk, loadTeamWalk } from '../store/teamWalk.svelte'
import { lockVault, vault } from '../store/vault.svelte'
import { enrol, heartbeat } from './device'
import { pull } from './pull'
import { push, type Pass } from './push'
import { session } from './session.svelte'
import { status } from './status.svelte'
import { askTeamWalk, renewTeamWalk } from './teamWalk'

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 5 * 60_000
const HEARTBEAT_MS = 60_000
const REFERENCE_MS = 10 * 60_000

let timer: ReturnType<typeof setTimeout> | undefined
let failures = 0
let lastPull = 0
let again = false
let started = false

/** Read the outbox (works offline and behind the PIN); returns how many findings the mirror gave back. */
export async function openStores(): Promise<number> {
  const restored = await reconcile().catch(() => 0)
  await changed()
  return restored
}

/** The PIN was given: drafts, review copies and roster can be read. */
export async function openShift(user: string): Promise<void> {
  await changed()
  await loadReference(user)
  await loadTeamWalk(user)
  lastPull = 0
  void sync(true)
}

/** Close drafts, review copies and roster; sending goes on. */
export function lockShift(): void {
  lockVault()
  closeReference()
  closeTeamWalk()
  void changed()
}

/** Start exchanging with the server: now, when visible, when online, and on a timer. */
export function startSync(): void {
  // Whoever has just signed in wants to send now; the listeners are set once.
  void sync(true)
  if (started) return
  started = true
  const wake = () => void sync()
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake())
  setInterval(() => {
    if (document.visibilityState === 'visible' && session.user && !session.ended) void heartbeat(session.user.id)
  }, HEARTBEAT_MS)
}

/** One exchange. `asked` is the officer's tap: it cancels the waiting and tries refused items too. */
export async function sync(asked = false): Promise<void> {
  clearTimeout(timer)
  if (asked) failures = 0
  if (status.sending) {
    again = true
    return
  }
  status.nextTryAt = null
  const { stopped, left } = await exchange(asked)
  status.stopped = stopped?.code ?? null
  plan(stopped, left)
  if (again) {
    again = false
    void sync()
  }
}

async function exchange(asked: boolean): Promise<Pass> {
  const user = session.ended ? null : (session.user?.id ?? null)
  let stopped: ApiProblem | null = null
  try {
    if (user) await enrol(user)
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.status === 0) return { stopped: error, left: 0 }
    // An ended session stops nothing that is sealed.
    if (error.status === 401) stopped = error
  }
  const result = (await push(asked, Boolean(user) && !stopped)) ?? { stopped: null, left: 0 }
  if (!user || stopped) return { ...result, stopped: result.stopped ?? stopped }
  // The board hears at once what is still here, also where a busy server stopped the pass half-way.
  if (result.stopped?.status !== 0) await heartbeat(user)
  if (result.stopped) return result
  if (vault.isOpenFor(user) && (asked || Date.now() - lastPull > REFERENCE_MS)) {
    const { problem, offered } = await pull(user)
    if (problem) return { stopped: problem, left: 0 }
    lastPull = Date.now()
    await askTeamWalk(user)
    if (offered) again = true
  } else await renewTeamWalk(user)
  return result
}

/** Wait 5, 10, 20 … seconds, five minutes at most; nothing to wait for when the session ended and nothing sealed is left. */
function plan(stopped: ApiProblem | null, left: number): void {
  if (!stopped && !left) {
    failures = 0
    timer = setTimeout(() => void sync(), LONGEST_WAIT_MS)
    return
  }
  if (stopped?.status === 401 && !left) return
  const wait = stopped?.retryAfter
    ? Math.min(stopped.retryAfter * 1000, LONGEST_WAIT_MS)
    : Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS)
  failures += 1
  // Phones that lost the network together must not come back together.
  const spread = wait * (0.85 + Math.random() * 0.3)
  status.nextTryAt = Date.now() + spread
  timer = setTimeout(() => void sync(), spread)
  void askBackgroundSync()
}

/** Chromium may wake the page when the network returns; elsewhere this does nothing. */
async function askBackgroundSync(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = (await navigator.serviceWorker.getRegistration()) as
    | (ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } })
    | undefined
  await registration?.sync?.register('send-findings').catch(() => {})
}
