import { ApiProblem, get, post, send } from '../api/client'
import type { Schemas } from '../api/wire'
import { tip } from '../i18n/tip'
import { sentence } from '../i18n/problems'

/** A report on its way: work first, then the text, then each picture. Nothing is kept on this phone. */
type Said = Omit<Schemas['TipIn'], 'challenge' | 'solution'>
type Work = { challenge: string; solution: number }

const EARLY = 60_000

export class TipSending {
  busy = $state(false)
  progress = $state('')
  problem = $state('')
  receipt = $state('')
  /** Pictures that did not get through yet. */
  waiting = $state.raw<Blob[]>([])
  #work: { until: number; done: Promise<Work> } | null = null

  /** Begin the work while the person is still typing. */
  prepare(): Promise<Work> {
    if (!this.#work || this.#work.until - EARLY < Date.now()) {
      const asked = get<Schemas['ChallengeOut']>('/api/tips/challenge', { anonymous: true })
      const mine = { until: Date.now() + 20 * EARLY, done: asked.then(solved) }
      mine.done.catch(() => {
        if (this.#work === mine) this.#work = null
      })
      this.#work = mine
    }
    return this.#work.done
  }

  async report(said: Said, pictures: Blob[]): Promise<void> {
    this.busy = true
    this.problem = ''
    try {
      this.progress = tip.working
      const work = await this.prepare()
      this.progress = tip.sending
      this.#work = null // it serves once
      const answer = await post<Schemas['TipReceiptOut']>('/api/tips', { ...said, ...work }, { anonymous: true })
      this.receipt = answer.receipt
      this.waiting = pictures
    } catch (error) {
      this.problem = words(error)
    }
    this.progress = ''
    this.busy = false
    if (this.receipt) await this.sendPictures()
  }

  /** Send what is left; a picture that the server refuses for good is not offered again. */
  async sendPictures(): Promise<void> {
    const all = this.waiting
    const left: Blob[] = []
    this.busy = all.length > 0
    this.problem = ''
    for (const [at, picture] of all.entries()) {
      this.progress = tip.sendingPicture(at + 1, all.length)
      try {
        const headers = { 'Sidak-Receipt': this.receipt }
        await send('POST', '/api/tips/evidence', { file: picture, headers, anonymous: true, timeoutMs: 120_000 })
      } catch (error) {
        this.problem = words(error)
        if (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 429) left.push(picture)
      }
    }
    this.waiting = left
    this.progress = ''
    this.busy = false
  }
}

function solved({ challenge, bits }: Schemas['ChallengeOut']): Promise<Work> {
  const worker = new Worker(new URL('../device/work.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Work>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<number>) => done({ challenge, solution: data })
    worker.onerror = () => fail(new ApiProblem('server-busy', 0))
    worker.postMessage({ challenge, bits })
  }).finally(() => worker.terminate())
}

function words(error: unknown): string {
  if (!(error instanceof ApiProblem)) throw error
  return sentence(error.code)
}
