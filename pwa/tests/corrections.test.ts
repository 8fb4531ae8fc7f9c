import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { OutboxFinding, OutboxVisit } from '../src/store/db'
import { browser, draft, facts, nil, problem, Server } from './world'

browser()
const deviceId = '7d444840-9dc0-11d1-b245-5ffdce74fad2'
let server: Server
let db: typeof import('../src/store/db')
let corrections: typeof import('../src/store/corrections')
let findings: typeof import('../src/store/findings')
let visits: typeof import('../src/store/visits')
let mirror: typeof import('../src/store/mirror')
let vault: typeof import('../src/store/vault.svelte')
let view: typeof import('../src/store/outbox.svelte')
let device: typeof import('../src/store/device')
let push: typeof import('../src/sync/push')
let keys: CryptoKeyPair

beforeAll(async () => {
  server = await Server.start()
  db = await import('../src/store/db')
  corrections = await import('../src/store/corrections')
  findings = await import('../src/store/findings')
  visits = await import('../src/store/visits')
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
const sealed = async () => (await findings.seal(draft(), facts)).finding
const clock = { device_at: '2026-11-23T03:00:00Z', gps_at: null, monotonic_ms: 9, server_offset_ms: null }

function correct(finding: OutboxFinding, more: object = {}) {
  const summary = { ...facts.summary, who: 'BUDI SANTOSA' }
  return corrections.sealCorrection(finding, { changes: { note: 'baju batik' }, reason: 'Salah ketik', clock, appVersion: 'test', summary, ...more })
}

it('is sent after its finding, without a session, once, and believed by its receipt', async () => {
  const finding = await sealed()
  const { id } = await correct(finding)
  server.sessionEnded = true
  await push.push(false, false)
  expect(server.asked.filter((line) => line.startsWith('PUT')).slice(0, 1)).toEqual([`PUT /api/findings/${finding.id}`])
  expect(JSON.parse(server.received.get(id) as string)).toMatchObject({
    finding_id: finding.id, finding_sha256: finding.sha256, author_id: 'author', device_id: deviceId, sequence: 2,
    previous_sha256: finding.sha256, reason: 'Salah ketik', changes: { note: 'baju batik' }, clock,
  })
  expect(await one(id)).toMatchObject({ state: 'done', receipt: { correction_id: id, applied: true } })
  const asked = server.asked.length
  await push.push(true)
  expect(server.asked).toHaveLength(asked)
})

it('waits while the server refuses its finding, and a receipt for something else is not believed', async () => {
  const finding = await sealed()
  const { id } = await correct(finding)
  server.before = (_, path) => (path.endsWith(finding.id) ? problem('not-team-member', 403) : undefined)
  await push.push()
  expect(server.asked.some((line) => line.includes(id))).toBe(false)
  const other = await server.correctionReceipt(id, JSON.stringify({ finding_id: finding.id }))
  server.before = (_, path) => (path.endsWith(id) ? Response.json(other, { status: 201 }) : undefined)
  await push.push(true)
  expect(await one(id)).toMatchObject({ state: 'waiting', trouble: { code: 'receipt-invalid' } })
})

it('leaves the sealed text as it is; lists show the name that is right now', async () => {
  const finding = await sealed()
  await push.push()
  await correct(finding)
  expect(view.outbox.findings).toMatchObject([{ id: finding.id, state: 'done', sha256: finding.sha256, summary: { who: 'BUDI SANTOSA' } }])
  expect(view.outbox.visits).toEqual([])
  expect(view.outbox.corrections).toMatchObject([{ corrects: finding.id, place: 'Salah ketik' }])
  expect(view.outbox.unsent).toMatchObject({ findings: 0, visits: 1, nihil: 0, items: 1 })
  const said = await findings.readFinding(finding)
  const text = await corrections.readCorrection(view.outbox.corrections[0] as OutboxVisit)
  expect(said?.note).toBeNull()
  expect(corrections.asCorrected(said!, [text!]).note).toBe('baju batik')
  expect(corrections.changesOf(said!, { ...said!, note: 'topi' })).toEqual({ note: 'topi' })
})

it('survives an empty database, is in the file for the desk, and stands in one series with the rest', async () => {
  const finding = await sealed()
  const { id, sha256 } = await correct(finding)
  await (await db.outboxDb()).clear('visits')
  expect(await mirror.reconcile()).toBe(1)
  const text = await (await (await import('../src/store/export')).exportUnsent()).text()
  const desk = await import('../src/sync/unsentFile')
  const file = desk.readUnsent(text)
  for (const each of file.findings) await desk.bring(each)
  expect(file.visits).toMatchObject([{ id, correction: true }])
  expect(await desk.bringVisit(file.visits[0]!)).toMatchObject({ state: 'stored', receipt: { correction_id: id } })
  const nihil = await visits.sealVisit(nil, 0)
  expect(nihil).toMatchObject({ sequence: 3, previous_sha256: sha256 })
})

it('a stolen phone tells neither reason nor words of it', async () => {
  await correct(await sealed())
  const rows: unknown[] = [...(await (await db.outboxDb()).getAll('visits')), ...(await (await db.outboxDb()).getAll('findings'))]
  const disk = JSON.stringify(rows, (_, value) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : value))
  for (const word of ['baju batik', 'Salah ketik', 'BUDI SANTOSA']) expect(disk).not.toContain(word)
})
