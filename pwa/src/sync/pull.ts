import { ApiProblem, send } from '../api/client'
import type { ReferenceOut } from '../api/wire'
import { reference, saveReference, touchReference } from '../store/reference.svelte'
import { vault } from '../store/vault.svelte'
import { fetchKeys } from './receipts'
import { status } from './status.svelte'

/** Fetch the masters when they changed; without a network the stored ones go on, behind the PIN nothing is asked. Returns the problem, if any. */
export async function pull(user: string): Promise<ApiProblem | null> {
  if (!vault.isOpenFor(user)) return null
  status.pulling = true
  try {
    await fetchKeys()
    const answer = await send<ReferenceOut>('GET', '/api/reference', { etag: reference.etag, timeoutMs: 60_000 })
    if (answer.status === 304) await touchReference()
    else if (vault.isOpenFor(user)) await saveReference(user, answer.data, answer.etag)
    return null
  } catch (error) {
    if (error instanceof ApiProblem) return error
    throw error
  } finally {
    status.pulling = false
  }
}
