import { beforeAll, beforeEach, expect, it } from 'vitest'
import { ApiProblem } from '../src/api/client'
import { sentence } from '../src/i18n/problems'
import { browser } from './world'

browser()
let module: typeof import('../src/office/doing.svelte')
let saving: InstanceType<typeof module.Doing>

beforeAll(async () => {
  module = await import('../src/office/doing.svelte')
})
beforeEach(() => {
  saving = new module.Doing()
})

const refuse = async () => {
  throw new ApiProblem('stale-revision', 409, { current: { revision: 7 } })
}

it('a second tap does nothing while the first is under way', async () => {
  let times = 0
  let answer = () => {}
  const work = () => new Promise<void>((resolve) => ((times += 1), (answer = resolve)))
  const first = saving.run(work)
  expect(saving.busy).toBe(true)
  expect(await saving.run(work)).toBe(false)
  expect(saving.busy).toBe(true)
  answer()
  expect(await first).toBe(true)
  expect([times, saving.busy, saving.problem]).toEqual([1, false, null])
})

it('a refusal tells its sentence, and the next try takes it away', async () => {
  expect(await saving.run(refuse)).toBe(false)
  expect([saving.busy, saving.problem]).toEqual([false, sentence('stale-revision')])
  const during: unknown[] = []
  expect(await saving.run(async () => during.push(saving.problem))).toBe(true)
  expect([...during, saving.problem]).toEqual([null, null])
})

it('who looks closer at a refusal finds its sentence, may change it, and is waited for', async () => {
  const seen: unknown[] = []
  await saving.run(refuse, async ({ body }) => {
    seen.push(saving.problem, body.current)
    await Promise.resolve()
    seen.push(saving.busy)
    saving.problem = 'Orang lain baru menyimpan.'
  })
  expect(seen).toEqual([sentence('stale-revision'), { revision: 7 }, true])
  expect([saving.busy, saving.problem]).toEqual([false, 'Orang lain baru menyimpan.'])
})

it('what is no answer of the server is thrown on and leaves it free', async () => {
  let looked = false
  const broken = saving.run(() => Promise.reject(new TypeError('broken')), () => (looked = true))
  await expect(broken).rejects.toThrow('broken')
  expect([looked, saving.busy, saving.problem]).toEqual([false, false, null])
  expect(await saving.run(async () => {})).toBe(true)
})

it('of the fields of a form the first sentence of each is told, of anything else none', () => {
  const said = (body: Record<string, unknown>) => module.fieldProblems(new ApiProblem('bad-field', 422, body))
  expect(said({ invalid: { city: ['Wajib diisi.', 'Terlalu pendek.'], contact: 'Bukan nomor.' } })).toEqual({ city: 'Wajib diisi.', contact: 'Bukan nomor.' })
  expect([said({}), said({ invalid: null }), said({ invalid: 'city' })]).toEqual([{}, {}, {}])
})
