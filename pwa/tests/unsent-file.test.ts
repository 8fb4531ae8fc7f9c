import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { UnsentFile } from '../src/sync/unsentFile'
import { browser, draft, facts, nil, problem, Server } from './world'

browser()
const uploads = vi.hoisted(() => ({ send: async (_photo: { photo: string }) => {} }))
vi.mock('../src/api/uploads', () => ({ uploadPhoto: (photo: { photo: string }) => uploads.send(photo) }))

let server: Server
let desk: typeof import('../src/sync/unsentFile')
let text: string
let ids: string[]
let nihil: string
const bytes = (said: string) => new TextEncoder().encode(said).buffer as ArrayBuffer

/** A phone with two sealed findings, one of them with two photos, a nihil, and no network. */
beforeAll(async () => {
  server = await Server.start()
  desk = await import('../src/sync/unsentFile')
  const device = await import('../src/store/device')
  const vault = await import('../src/store/vault.svelte')
  const drafts = await import('../src/store/drafts')
  const { seal } = await import('../src/store/findings')
  await vault.loadVault('author')
  await vault.createVault('480215', 1_000)
  await device.writeDevice('author', { id: '7d444840-9dc0-11d1-b245-5ffdce74fad2', keys: await device.newKeys() })
  await (await import('../src/sync/receipts')).fetchKeys()
  ids = []
  for (const photos of [['a', 'b'], []]) {
    const form = draft()
    await drafts.saveDraft(form)
    for (const photo of photos) {
      await drafts.addPhoto(form.id, { bytes: bytes(photo), kind: 'person', takenAt: '2026-11-23T02:15:00Z' })
    }
    ids.push((await seal(form, facts)).finding.id)
  }
  nihil = (await (await import('../src/store/visits')).sealVisit(nil, 0)).id
  text = await (await (await import('../src/store/export')).exportUnsent()).text()
})

beforeEach(() => {
  server.before = () => {}
  server.received.clear()
  server.stored.clear()
  uploads.send = async ({ photo }) => void server.stored.add(photo)
})

const fault = (said: string) => {
  try {
    desk.readUnsent(said)
  } catch (error) {
    return (error as InstanceType<typeof desk.UnreadableFile>).fault
  }
  return null
}

interface Written {
  findings: { photos: Record<string, unknown>[] }[]
  visits: unknown[]
}

const changed = (change: (file: Written) => void) => {
  const file = JSON.parse(text) as Written
  change(file)
  return JSON.stringify(file)
}

const bringAll = async (file: UnsentFile) => Promise.all(file.findings.map((one) => desk.bring(one)))

it('what a phone wrote arrives whole from the desk, and twice is once', async () => {
  // Nobody's session: the seal is enough, as from the phone.
  server.sessionEnded = true
  const file = desk.readUnsent(text)
  expect(file.findings.map((one) => one.photos.length)).toEqual([2, 0])
  expect((await bringAll(file)).map((one) => one.state)).toEqual(['stored', 'stored'])
  expect([...server.received.keys()].sort()).toEqual([...ids].sort())
  expect(server.stored.size).toBe(2)
  uploads.send = () => Promise.reject(new Error('a stored photo is not sent again'))
  expect((await bringAll(file)).map((one) => one.state)).toEqual(['stored', 'stored'])
  expect(server.received.size).toBe(2)
})

it('a nihil comes along, sealed, and twice is once', async () => {
  server.sessionEnded = true
  const [visit] = desk.readUnsent(text).visits
  if (!visit) throw new Error('the file holds no nihil')
  expect(text).not.toContain(nil.place)
  for (const _ of [1, 2]) expect((await desk.bringVisit(visit)).state).toBe('stored')
  expect(JSON.parse(server.received.get(nihil) as string)).toMatchObject({ place: nil.place, nil: true })
  server.before = () => problem('device-revoked', 403)
  expect(await desk.bringVisit(visit)).toMatchObject({ state: 'refused', code: 'device-revoked' })
  expect((await desk.bringVisit({ ...visit, envelope: null })).state).toBe('unsealed')
  server.sessionEnded = false
})

it('a wrong, cut, old, damaged or empty file is told apart, and nothing of it is sent', () => {
  expect(fault('name,nip\nBUDI,1987')).toBe('foreign')
  expect(fault('{"name": "package"}')).toBe('foreign')
  expect(fault('[]')).toBe('foreign')
  for (const share of [0.2, 0.9]) expect(fault(text.slice(0, Math.floor(text.length * share)))).toBe('cut')
  expect(fault(text.replace('sidak-unsent-2', 'sidak-unsent-1'))).toBe('older')
  expect(fault(text.replace('sidak-unsent-2', 'sidak-unsent-3'))).toBe('newer')
  expect(fault(changed((file) => Object.assign(file, { findings: [], visits: [] })))).toBe('empty')
  expect(fault(changed((file) => Object.assign(file.visits[0] as object, { sealed: 'AAAA' })))).toBe('damaged')
  const spoil = (part: object) => changed((file) => Object.assign(file.findings[0] as object, part))
  expect(fault(spoil({ sealed: 'AAAA' }))).toBe('damaged')
  expect(fault(spoil({ sealed: '%%%' }))).toBe('damaged')
  expect(fault(spoil({ id: '../session' }))).toBe('damaged')
  expect(fault(spoil({ photos: [{ id: 1 }] }))).toBe('damaged')
  expect(fault(changed((file) => Object.assign(file.findings[0]?.photos[0] as object, { size: 7 })))).toBe('damaged')
  expect(fault(changed((file) => Object.assign(file, { findings: [file.findings[0], file.findings[0]] })))).toBe('damaged')
  expect(server.received.size).toBe(0)
})

it('a finding in plain text is not sent: nobody can prove its author', async () => {
  const plain = desk.readUnsent(changed((file) => Object.assign(file.findings[0] as object, { body: '{}', sealed: null })))
  expect((await bringAll(plain)).map((one) => one.state)).toEqual(['unsealed', 'stored'])
  expect(server.received.size).toBe(1)
})

it('one refused finding does not keep the others, and says why', async () => {
  server.before = (_, path) => (path.endsWith(ids[0] as string) ? problem('device-revoked', 403) : undefined)
  const found = await bringAll(desk.readUnsent(text))
  expect(found.map((one) => [one.state, one.code])).toContainEqual(['refused', 'device-revoked'])
  expect(found.filter((one) => one.state === 'stored')).toHaveLength(1)
})

it('a receipt that does not verify is no receipt', async () => {
  const lie = Response.json({ finding_id: ids[1], sha256: '0'.repeat(64), photos: [] })
  server.before = (method) => (method === 'PUT' ? lie.clone() : undefined)
  expect((await bringAll(desk.readUnsent(text))).map((one) => one.code)).toEqual(['receipt-invalid', 'receipt-invalid'])
})

it('a photo that is refused or lost leaves its finding received, with the reason', async () => {
  const { ApiProblem } = await import('../src/api/client')
  uploads.send = () => Promise.reject(new ApiProblem('photo-mismatch', 422))
  const first = (await bringAll(desk.readUnsent(text))).find((one) => one.receipt?.photos.length)
  expect(first).toMatchObject({ state: 'photos_missing', code: 'photo-mismatch' })
  const lost = changed((file) => file.findings.forEach((one) => one.photos.forEach((photo) => (photo.base64 = null))))
  const again = (await bringAll(desk.readUnsent(lost))).find((one) => one.receipt?.photos.length)
  expect(again).toMatchObject({ state: 'photos_missing', code: 'photo-lost' })
})

it('without a network the rest waits, and going on later sends it', async () => {
  server.before = () => new Error('offline')
  const file = desk.readUnsent(text)
  await expect(desk.bring(file.findings[0] as UnsentFile['findings'][0])).rejects.toMatchObject({ code: 'no-network' })
  server.before = () => {}
  expect((await bringAll(file)).every((one) => one.state === 'stored')).toBe(true)
})
