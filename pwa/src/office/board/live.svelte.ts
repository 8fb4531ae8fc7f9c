import { send } from '../../api/client'
import { explain } from '../load.svelte'
import type { Board } from '../wire'

const LEAST_MS = 1900
const MOST_MS = 2300
/** Data older than this greys the page. */
export const OLD_SECONDS = 15

/**
 * Milliseconds between an answer and the next question: not the same for all. Boards that once waited for one
 * answer, as after a restart, would else come in one beat ever after, and the phones behind all of them.
 */
export function pause(): number {
  return LEAST_MS + Math.random() * (MOST_MS - LEAST_MS)
}

/** The board of one operation, asked every two seconds with its ETag; silent while the page is hidden. */
export class Live {
  board = $state.raw<Board | null>(null)
  /** When the server last said that this is how things stand (ms of this machine). */
  seenAt = $state(0)
  now = $state(Date.now())
  problem = $state<string | null>(null)
  #etag: string | null = null
  #turn = 0

  /** Whole seconds since the server's last word. */
  get age(): number {
    return this.seenAt ? Math.max(0, Math.round((this.now - this.seenAt) / 1000)) : 0
  }

  get old(): boolean {
    return this.seenAt > 0 && this.age >= OLD_SECONDS
  }

  /** Start asking; returns what stops it. */
  follow(operation: string): () => void {
    const turn = ++this.#turn
    this.#etag = null
    this.board = null
    this.seenAt = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const clock = setInterval(() => (this.now = Date.now()), 1000)
    const ask = async () => {
      clearTimeout(timer)
      if (turn !== this.#turn) return
      if (!document.hidden) await this.#ask(operation, turn)
      if (turn === this.#turn) timer = setTimeout(ask, pause())
    }
    const shown = () => {
      if (!document.hidden) void ask()
    }
    document.addEventListener('visibilitychange', shown)
    void ask()
    return () => {
      this.#turn++
      clearTimeout(timer)
      clearInterval(clock)
      document.removeEventListener('visibilitychange', shown)
    }
  }

  async #ask(operation: string, turn: number): Promise<void> {
    try {
      const answer = await send<Board>('GET', `/api/operations/${operation}/board`, { etag: this.#etag, timeoutMs: 8000 })
      if (turn !== this.#turn) return
      if (answer.status !== 304) this.board = answer.data
      this.#etag = answer.etag ?? this.#etag
      this.seenAt = Date.now()
      this.now = this.seenAt
      this.problem = null
    } catch (error) {
      if (turn === this.#turn) this.problem = explain(error)
    }
  }
}
