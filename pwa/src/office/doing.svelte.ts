import { ApiProblem } from '../api/client'
import { explain } from './load.svelte'

/** One thing that somebody does at the desk: whether it is under way, and why the last try was refused. */
export class Doing {
  busy = $state(false)
  problem = $state<string | null>(null)

  /**
   * Do it; tells whether it was done. Who taps twice does it once.
   * `refused` looks closer at a refusal whose sentence already stands; it is part of what is under way.
   */
  async run(work: () => Promise<unknown>, refused?: (refusal: ApiProblem) => unknown): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.problem = null
    try {
      await work()
      return true
    } catch (error) {
      this.problem = explain(error)
      await refused?.(error as ApiProblem)
      return false
    } finally {
      this.busy = false
    }
  }
}

/** What the server says about single fields of a form: the first sentence of each. */
export function fieldProblems({ body }: ApiProblem): Record<string, string> {
  const { invalid } = body
  if (!invalid || typeof invalid !== 'object') return {}
  return Object.fromEntries(Object.entries(invalid).map(([name, text]) => [name, String(Array.isArray(text) ? text[0] : text)]))
}
