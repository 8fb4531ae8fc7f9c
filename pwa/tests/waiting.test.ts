import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { ApiProblem } from '../src/api/client'

/** When a phone tries again: by a clock of its own, so that nothing here waits. */
const pass = vi.hoisted(() => ({ stopped: null as unknown, left: 0, asked: [] as boolean[] }))
vi.mock('../src/sync/push', () => ({
  push: async (asked: boolean) => {
    pass.asked.push(asked)
    return { stopped: pass.stopped, left: pass.left }
  },
}))
vi.mock('../src/sync/device', () => ({ enrol: async () => {}, heartbeat: async () => {} }))
vi.mock('../src/sync/pull', () => ({ pull: async () => ({ problem: null, offered: 0 }) }))
const wakes = vi.hoisted(() => new Map<string, () => void>())
vi.hoisted(() => {
  const listen = (name: string, run: () => void) => void wakes.set(name, run)
  Object.assign(globalThis, { addEventListener: listen, document: { addEventListener: listen, visibilityState: 'visible' }, localStorage: { getItem: () => null } })
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true })
})

let sync: typeof import('../src/sync/triggers').sync
let status: typeof import('../src/sync/status.svelte').status
const none = new ApiProblem('no-network', 0)
const busy = (seconds: number) => new ApiProblem('too-many-attempts', 429, {}, seconds)
const wait = () => Math.round(((status.nextTryAt ?? Date.now()) - Date.now()) / 1000)

beforeAll(async () => {
  ;({ sync } = await import('../src/sync/triggers'))
  ;({ status } = await import('../src/sync/status.svelte'))
})
beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  Object.assign(pass, { stopped: none, left: 1, asked: [] })
})
afterEach(() => {
  vi.clearAllTimers()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it('without a network the phone waits twice as long each time, and never longer than five minutes', async () => {
  await sync(true)
  const waits = []
  for (let count = 0; count < 9; count++) {
    waits.push(wait())
    await vi.advanceTimersByTimeAsync(wait() * 1000)
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300])
  expect(pass.asked).toEqual([true, ...Array<boolean>(9).fill(false)])
})

it('phones that lost the network together do not come back together', async () => {
  const waits = []
  for (const share of [0, 1]) {
    vi.mocked(Math.random).mockReturnValue(share)
    await sync(true)
    waits.push((status.nextTryAt ?? 0) - Date.now())
  }
  expect(waits).toEqual([4250, 5750])
})

it('a tap tries at once, and the waiting begins anew', async () => {
  await sync(true)
  for (let count = 0; count < 4; count++) await vi.advanceTimersByTimeAsync(wait() * 1000)
  expect(wait()).toBe(80)
  await sync(true)
  expect(wait()).toBe(5)
  const tries = pass.asked.length
  await vi.advanceTimersByTimeAsync(4_900)
  expect(pass.asked.length).toBe(tries) // the timer of before is gone
  await vi.advanceTimersByTimeAsync(200)
  expect(pass.asked.length).toBe(tries + 1)
})

it('a server that names a time is believed, up to five minutes', async () => {
  pass.stopped = busy(42)
  await sync(true)
  expect(wait()).toBe(42)
  pass.stopped = busy(86_400)
  await sync(true)
  expect(wait()).toBe(300)
})

it('an ended session with nothing sealed left waits for a sign-in, not for a clock', async () => {
  Object.assign(pass, { stopped: new ApiProblem('sign-in-needed', 401), left: 0 })
  await sync(true)
  expect([status.nextTryAt, vi.getTimerCount()]).toEqual([null, 0])
})

it('when all has arrived the phone looks again after five minutes', async () => {
  Object.assign(pass, { stopped: null, left: 0 })
  await sync(true)
  const tries = pass.asked.length
  await vi.advanceTimersByTimeAsync(299_000)
  expect(pass.asked.length).toBe(tries)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(pass.asked.length).toBe(tries + 1)
})

it('a start, a network that returns and a page that is looked at again each try at once', async () => {
  const { startSync } = await import('../src/sync/triggers')
  Object.assign(pass, { stopped: null, left: 0 })
  startSync()
  await vi.advanceTimersByTimeAsync(0)
  expect(pass.asked).toEqual([true])
  for (const event of ['online', 'visibilitychange']) {
    wakes.get(event)!()
    await vi.advanceTimersByTimeAsync(0)
  }
  Object.assign(document, { visibilityState: 'hidden' })
  wakes.get('visibilitychange')!()
  await vi.advanceTimersByTimeAsync(0)
  expect(pass.asked).toEqual([true, false, false])
})
