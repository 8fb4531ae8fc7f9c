import { ApiProblem, get, send, type Answer } from '../api/client'
import type { ReferenceOut } from '../api/wire'
import { offerAgain } from '../store/findings'
import { merged } from '../store/merge'
import { reference, saveReference, touchReference } from '../store/reference.svelte'
import { vault } from '../store/vault.svelte'
import { fetchKeys } from './receipts'
import { status } from './status.svelte'

/** What a pull brought: the problem, if any, and how many findings a restored server is offered again. */
export interface Pulled {
  problem: ApiProblem | null
  offered: number
}

/** Fetch the masters when they changed; without a network the stored ones go on, behind the PIN nothing is asked. */
export async function pull(user: string): Promise<Pulled> {
  if (!vault.isOpenFor(user)) return { problem: null, offered: 0 }
  status.pulling = true
  try {
    await fetchKeys()
    await askVersion()
    const answer = await ask(reference.held)
    if (answer.status === 304) await touchReference()
    else if (vault.isOpenFor(user)) {
      await saveReference(user, answer.data, answer.etag)
      return { problem: null, offered: await offerAgain(answer.data.epoch) }
    }
    return { problem: null, offered: 0 }
  } catch (error) {
    if (error instanceof ApiProblem) return { problem: error, offered: 0 }
    throw error
  } finally {
    status.pulling = false
  }
}

/** Whether the server still knows an app of this version. */
async function askVersion(): Promise<void> {
  const { oldest_phone } = await get<{ oldest_phone?: string }>('/api/health')
  status.outdated = isOlder(__APP_VERSION__, oldest_phone ?? '0')
}

/** Whether one version is before another, part by part as numbers; what is no number counts as 0. */
export function isOlder(own: string, oldest: string): boolean {
  const parts = (version: string) => version.split('.').map((part) => parseInt(part, 10) || 0)
  const [mine, theirs] = [parts(own), parts(oldest)]
  for (let at = 0; at < Math.max(mine.length, theirs.length); at++) {
    const gap = (mine[at] ?? 0) - (theirs[at] ?? 0)
    if (gap) return gap < 0
  }
  return false
}

/** People by their NIP: a random id for each would more than double what a phone downloads. */
const WHOLE = '/api/reference?by=nip'

/** Ask for what changed since the phone's cursor; all of it where there is none, or where it does not fit. */
async function ask(held: ReferenceOut | null): Promise<Answer<ReferenceOut>> {
  const options = { etag: reference.etag, timeoutMs: 60_000 }
  if (!held?.cursor) return send<ReferenceOut>('GET', WHOLE, options)
  const answer = await send<ReferenceOut>('GET', `${WHOLE}&since=${encodeURIComponent(held.cursor)}`, options)
  if (answer.status === 304) return answer
  const data = merged(held, answer.data)
  return data ? { ...answer, data } : send<ReferenceOut>('GET', WHOLE, { timeoutMs: 60_000 })
}
