import { beforeAll, expect, it } from 'vitest'
import { browser, problem } from './world'

browser()
let session: typeof import('../src/sync/session.svelte')
let load: typeof import('../src/office/load.svelte')
const user = { id: 'u1', username: 'bkpsdm', name: 'Penyusun', roles: ['bkpsdm'] }

beforeAll(async () => {
  session = await import('../src/sync/session.svelte')
  load = await import('../src/office/load.svelte')
})

it('a page whose session ended keeps its data and is asked for again after signing in', async () => {
  const list = new load.Loaded<{ items: number[] }>()
  const answers = [Response.json({ items: [1] }), problem('sign-in-needed', 401), Response.json({ user }), Response.json({ items: [2] })]
  globalThis.fetch = async () => answers.shift() as Response
  await list.ask('/api/findings')
  await list.ask('/api/findings')
  expect(session.session.ended).toBe(true)
  expect(list.data).toEqual({ items: [1] })
  await session.signIn('bkpsdm', 'rahasia')
  expect(session.session).toMatchObject({ ended: false, confirmed: true })
  await expect.poll(() => list.data).toEqual({ items: [2] })
  expect(list.problem).toBe(null)
})
