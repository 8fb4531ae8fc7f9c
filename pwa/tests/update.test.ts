import { beforeEach, expect, it, vi } from 'vitest'

const told: string[] = []
let reloaded = 0
let controlled: () => void = () => {}
const registration = { waiting: { postMessage: ({ type }: { type: string }) => told.push(type) }, addEventListener: () => {} }

beforeEach(() => {
  vi.resetModules()
  vi.stubEnv('PROD', true)
  told.length = reloaded = 0
  const worker = {
    register: async () => registration,
    addEventListener: (name: string, run: () => void) => name === 'controllerchange' && (controlled = run),
  }
  vi.stubGlobal('navigator', { serviceWorker: worker })
  vi.stubGlobal('location', { pathname: '/catat/1', search: '', reload: () => reloaded++ })
  vi.stubGlobal('history', { pushState: (_: unknown, __: string, path: string) => (location.pathname = path) })
  vi.stubGlobal('scrollTo', () => {})
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
})

async function registered() {
  const { toasts } = await import('../src/ui/toasts.svelte')
  await (await import('../src/sw-bridge')).registerWorker(() => {})
  return { toasts, navigate: (await import('../src/router')).navigate }
}

it('an update is offered once the form is left, and taken at a tap', async () => {
  const { toasts, navigate } = await registered()
  expect(toasts.list).toEqual([])
  navigate('/nihil')
  expect(toasts.list).toEqual([])
  navigate('/')
  expect(toasts.list).toHaveLength(1)
  expect(told).toEqual([])
  toasts.list[0]!.action!.run()
  expect(told).toEqual(['take-update'])
  controlled()
  expect(reloaded).toBe(1)
})

it('tapped over a form that was opened meanwhile it waits for its end', async () => {
  const { toasts, navigate } = await registered()
  navigate('/')
  const offered = toasts.list[0]!.action!
  navigate('/catat/2')
  offered.run()
  expect(told).toEqual([])
  expect(toasts.list.at(-1)?.text).toMatch(/sesudah isian ini selesai/)
  navigate('/temuan/2')
  expect(told).toEqual(['take-update'])
})
