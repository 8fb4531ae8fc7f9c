import { ApiProblem, get } from '../api/client'
import { sentence } from '../i18n/problems'
import { onceSignedIn } from '../sync/session.svelte'

/** Something read from the server: data, whether a question is under way, and the last problem as a sentence. */
export class Loaded<T> {
  data = $state.raw<T | null>(null)
  busy = $state(false)
  problem = $state<string | null>(null)
  #turn = 0

  /** Ask; a later question makes an earlier answer void. Old data stays until the new arrives. */
  async ask(question: string | (() => Promise<T>)): Promise<T | null> {
    const turn = ++this.#turn
    this.busy = true
    try {
      const answer = await (typeof question === 'string' ? get<T>(question) : question())
      if (turn !== this.#turn) return null
      this.data = answer
      this.problem = null
      return answer
    } catch (error) {
      if (turn !== this.#turn) return null
      this.problem = explain(error)
      if (error instanceof ApiProblem && error.code === 'sign-in-needed') {
        onceSignedIn(() => void (turn === this.#turn && this.ask(question)))
      }
      return null
    } finally {
      if (turn === this.#turn) this.busy = false
    }
  }

  /** Forget everything, also an answer that is still under way. */
  clear(): void {
    this.#turn++
    this.data = null
    this.problem = null
    this.busy = false
  }
}

/** What a user reads for an error; what is no answer of the server is thrown on. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiProblem)) throw error
  const detail = typeof error.body.detail === 'string' ? error.body.detail : undefined
  return sentence(error.code, detail)
}

/** All pages of a list, at most `most` rows; `sofar` is told after each page but the last. */
export async function allPages<T>(path: string, most = 2000, sofar?: (rows: T[]) => void): Promise<T[]> {
  const rows: T[] = []
  let cursor: string | null = null
  do {
    const sign: string = path.includes('?') ? '&' : '?'
    const page: { items: T[]; next: string | null } = await get(
      cursor ? `${path}${sign}cursor=${encodeURIComponent(cursor)}` : path,
    )
    rows.push(...page.items)
    cursor = page.next
    if (cursor) sofar?.([...rows])
  } while (cursor && rows.length < most)
  return rows
}
