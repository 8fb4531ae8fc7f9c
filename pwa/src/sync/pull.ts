import { ApiProblem, send } from '../api/client'
import type { ReferenceOut } from '../api/wire'
import { reference, saveReference, touchReference } from '../store/reference.svelte'
import { status } from './status.svelte'

/** Fetch the masters when they changed; without a network the stored ones go on. Returns the problem, if any. */
export async function pull(): Promise<ApiProblem | null> {
  status.pulling = true
  try {
    const answer = await send<ReferenceOut>('GET', '/api/reference', { etag: reference.etag, timeoutMs: 60_000 })
    if (answer.status === 304) await touchReference()
    else await saveReference(answer.data, answer.etag)
    return null
  } catch (error) {
    if (error instanceof ApiProblem) return error
    throw error
  } finally {
    status.pulling = false
  }
}
