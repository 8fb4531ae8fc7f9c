import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { OutboxVisit } from '../src/store/db'
import { browser, draft, facts, nil, problem, Server } from './world'

browser()
const deviceId = '7d444840-9dc0-11d1-b245-5ffdce74fad2'
let server: Server
let db: typeof import('../src/store/db')
let visits: typeof import('../src/store/visits')
let findings: typeof import('../src/store/findings')
let mirror: typeof import('../src/store/mirror')
let vault: typeof import('../src/store/vault.svelte')
let view: typeof import('../src/store/outbox.svelte')
let device: typeof import('../src/store/device')
let push: typeof import('../src/sync/push')
let keys: CryptoKeyPair

beforeAll(async () => {
  server = await Server.start()
  db = await import('../src/store/db')
  visits = await import('../src/store/visits')
  findings = await import('../src/store/findings')
  mirror = await import('../src/store/mirror')
  vault = await import('../src/store/vault.svelte')
  view = await import('../src/store/outbox.svelte')
  push = await import('../src/sync/push')
  device = await import('../src/store/device')
  await vault.loadVault('author')
  await vault.createVault('480215', 1_000)
  keys = await device.newKeys()
})

beforeEach(async () => {
  const open = await db.outboxDb()
  for (const store of ['drafts', 'findings', 'photos', 'photo_bytes', 'visits', 'meta'] as const) await open.clear(store)
  ;(globalThis.caches as unknown as { stores: Map<string, unknown> }).stores.clear()
  server.before = () => {}
  server.sessionEnded = false
  server.asked.length = 0
  server.received.clear()
  await device.writeDevice('author', { id: deviceId, keys })
  await (await import('../src/sync/receipts')).fetchKeys()
})

const one = async (id: string) => (await db.outboxDb()).get('visits', id) as Promise<OutboxVisit>
const textOf = async (visit: OutboxVisit) => JSON.parse(await server.open(visit.envelope as ArrayBuffer, visit.id, 'V'))

it('a nihil is sent without a session, under its author, once, and believed by its receipt', async () => {
  const { id } = await visits.sealVisit(nil, 0)
  server.sessionEnded = true
  await push.push(false, false)
  expect(JSON.parse(server.received.get(id) as string)).toMatchObject({ ...nil, device_id: deviceId, sequence: 1 })
  expect(await one(id)).toMatchObject({ state: 'done', receipt: { visit_id: id } })
  const asked = server.asked.length
  await push.push(true)
  expect(server.asked).toHaveLength(asked)
})

it('neither a captive portal nor a receipt for other bytes is believed', async () => {
  const visit = await visits.sealVisit(nil, 0)
  server.before = () => new Response('<html></html>', { headers: { 'Content-Type': 'text/html' } })
  expect((await push.push())?.stopped?.code).toBe('not-the-server')
  const other = await server.visitReceipt(visit.id, 'other bytes')
  server.before = (method) => (method === 'PUT' ? Response.json(other, { status: 201 }) : undefined)
  await push.push()
  expect(await one(visit.id)).toMatchObject({ state: 'waiting', trouble: { code: 'receipt-invalid' } })
})

it('a refused one stays with its reason and blocks none of the others', async () => {
  const first = await visits.sealVisit(nil, 0)
  const second = await visits.sealVisit(nil, 0)
  server.before = (_, path) => (path.endsWith(first.id) ? problem('not-team-member', 403) : undefined)
  await push.push()
  expect(await one(first.id)).toMatchObject({ state: 'refused', trouble: { code: 'not-team-member' } })
  expect((await one(second.id)).state).toBe('done')
})

it('stands in one series with the findings', async () => {
  const visit = await visits.sealVisit(nil, 0)
  const { finding } = await findings.seal(draft(), facts)
  const text = JSON.parse(await server.open(finding.envelope as ArrayBuffer, finding.id))
  expect(text).toMatchObject({ sequence: 2, previous_sha256: visit.sha256 })
  expect(await textOf(await visits.sealVisit(nil, 0))).toMatchObject({ sequence: 3, previous_sha256: finding.sha256 })
})

it('taken back within its ten seconds it leaves no gap; once something hangs on its number it stays', async () => {
  const first = await visits.sealVisit(nil, 10_000)
  expect(await visits.isHeld(1)).toBe(true)
  await push.push()
  expect(server.received.size).toBe(0)
  expect(await visits.undoVisit(first.id)).toBe(true)
  expect(await mirror.reconcile()).toBe(0)
  const second = await visits.sealVisit(nil, 10_000)
  expect(await textOf(second)).toMatchObject({ sequence: 1, previous_sha256: null })
  await visits.sealVisit(nil, 0)
  expect(await visits.undoVisit(second.id)).toBe(false)
  expect((await one(second.id)).state).toBe('waiting')
})

it('survives an empty database: the mirror gives it back, and the series goes on', async () => {
  const visit = await visits.sealVisit(nil, 0)
  const open = await db.outboxDb()
  for (const store of ['visits', 'meta'] as const) await open.clear(store)
  await device.writeDevice('author', { id: deviceId, keys })
  await (await import('../src/sync/receipts')).fetchKeys()
  expect(await mirror.reconcile()).toBe(1)
  expect(await textOf(await one(visit.id))).toMatchObject({ place: 'Pasar Baru' })
  expect(await textOf(await visits.sealVisit(nil, 0))).toMatchObject({ sequence: 2, previous_sha256: visit.sha256 })
})

it('a restored server is offered it again; the copy goes 30 days after its receipt and never before', async () => {
  const { id } = await visits.sealVisit(nil, 0)
  await push.push()
  expect(await findings.offerAgain('e1')).toBe(0)
  expect(await findings.offerAgain('another epoch')).toBe(1)
  expect(await findings.prune(Date.now() + 31 * 86_400_000)).toBe(0)
  await push.push()
  const done = Date.parse((await one(id)).done_at as string)
  expect(await findings.prune(done + 29 * 86_400_000)).toBe(0)
  expect(await findings.prune(done + 31 * 86_400_000)).toBe(1)
  expect(await mirror.reconcile()).toBe(0)
})

it('a stolen phone does not tell place and note; its author reads the place behind the PIN', async () => {
  const told = async () => {
    const found: unknown[] = await (await db.outboxDb()).getAll('visits')
    const caches = globalThis.caches as unknown as { stores: Map<string, Map<string, Response>> }
    for (const store of caches.stores.values()) for (const answer of store.values()) found.push(await answer.clone().text())
    const disk = JSON.stringify(found, (_, value) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : value))
    return [nil.place, nil.note].filter((word) => disk.includes(word))
  }
  await visits.sealVisit(nil, 0)
  expect(await told()).toEqual([])
  expect(view.outbox.visits).toMatchObject([{ place: 'Pasar Baru', readable: true }])
  vault.lockVault()
  await view.changed()
  expect(view.outbox.visits).toMatchObject([{ place: '', readable: false }])
  await vault.createVault('480215', 1_000)
  // With sealing turned off, as before the first enrolment, the same search finds both.
  await device.forgetEnrolment('author')
  await visits.sealVisit(nil, 0)
  expect(await told()).toEqual([nil.place, nil.note])
})

it('one that a version before kept is sent as that version sent it', async () => {
  const old = { id: crypto.randomUUID(), operation_id: 'op', author_id: 'author', team_id: 'team', place: 'Pasar', nil: true,
    at: '2026-11-23T02:15:00Z', position: null, note: '', state: 'waiting' as const, hold_until: 0, trouble: null }
  await (await db.outboxDb()).put('visits', old)
  await push.push(false, false)
  expect((await one(old.id)).state).toBe('waiting')
  await push.push()
  expect(server.asked).toContain('POST /api/operations/op/visits')
  expect((await one(old.id)).state).toBe('done')
})
