import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OutboxFinding, OutboxPhoto } from '../src/store/db'
import { browser, draft, facts, problem, Server } from './world'

browser()
const uploads = vi.hoisted(() => ({ send: async (_photo: { photo: string }) => {} }))
vi.mock('../src/api/uploads', () => ({ uploadPhoto: (photo: { photo: string }) => uploads.send(photo) }))

let server: Server
let db: typeof import('../src/store/db')
let drafts: typeof import('../src/store/drafts')
let findings: typeof import('../src/store/findings')
let mirror: typeof import('../src/store/mirror')
let push: typeof import('../src/sync/push')
let vault: typeof import('../src/store/vault.svelte')
let device: typeof import('../src/store/device')
let view: typeof import('../src/store/outbox.svelte')
let keys: CryptoKeyPair
const deviceId = '7d444840-9dc0-11d1-b245-5ffdce74fad2'

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer
const all = async () => (await db.outboxDb()).getAll('findings')
const one = async (id: string) => (await db.outboxDb()).get('findings', id)

beforeAll(async () => {
  server = await Server.start()
  db = await import('../src/store/db')
  drafts = await import('../src/store/drafts')
  findings = await import('../src/store/findings')
  mirror = await import('../src/store/mirror')
  push = await import('../src/sync/push')
  vault = await import('../src/store/vault.svelte')
  device = await import('../src/store/device')
  view = await import('../src/store/outbox.svelte')
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
  server.stored.clear()
  uploads.send = async ({ photo }) => void server.stored.add(photo)
  await enrolled()
})

/** A phone that the server knows, opened with its PIN. */
async function enrolled() {
  if (!vault.vault.isOpenFor('author')) {
    await vault.loadVault('author')
    await vault.createVault('480215', 1_000)
  }
  await device.writeDevice('author', { id: deviceId, keys })
  await (await import('../src/sync/receipts')).fetchKeys()
}

const photoOf = (form: string, text: string) =>
  drafts.addPhoto(form, { bytes: bytes(text), kind: 'person', takenAt: new Date().toISOString(), author: 'author' })

/** The text of a finding, as the server gets it. */
const textOf = async (finding: OutboxFinding) => finding.body ?? server.open(finding.envelope as ArrayBuffer, finding.id)

async function sealed(photos: string[] = [], name?: string) {
  const form = draft(undefined, name)
  await drafts.saveDraft(form)
  for (const photo of photos) {
    await drafts.addPhoto(form.id, { bytes: bytes(photo), kind: 'person', takenAt: new Date().toISOString(), author: 'author' })
  }
  return (await findings.seal(form, facts)).finding
}

describe('sealing', () => {
  it('puts finding and photos in together and ends the draft', async () => {
    const finding = await sealed(['a', 'b'])
    const open = await db.outboxDb()
    expect(await open.count('drafts')).toBe(0)
    expect((await open.getAllFromIndex('photos', 'finding_id', finding.id)).map((photo) => photo.state)).toEqual(['waiting', 'waiting'])
    expect(JSON.parse(await textOf(finding)).photos).toHaveLength(2)
  })
  it('a photo sealed when it was taken goes along as it lies, and anew once the server has another key', async () => {
    const form = draft()
    await drafts.saveDraft(form)
    const [taken, older] = [await photoOf(form.id, 'a'), await photoOf(form.id, 'b')]
    const open = await db.outboxDb()
    const lies = (id: string) => open.get('photo_bytes', id).then((found) => Buffer.from(found as ArrayBuffer).toString('hex'))
    const before = [await lies(taken.id), await lies(older.id)]
    await open.put('photos', { ...older, sealed_to: '0000000000000000' })
    await findings.seal(form, facts)
    expect(await lies(taken.id)).toBe(before[0])
    expect(await lies(older.id)).not.toBe(before[1])
    for (const photo of [taken, older]) {
      const kept = (await open.get('photos', photo.id)) as OutboxPhoto
      expect(kept).toMatchObject({ state: 'waiting', form: 'sealed' })
      expect(await drafts.photoPicture(kept)).toEqual(bytes(photo === taken ? 'a' : 'b'))
    }
  })
  it('a photo that was taken back leaves no copy behind', async () => {
    const form = draft()
    await drafts.removePhoto(await photoOf(form.id, 'a'))
    await drafts.saveDraft(form)
    await photoOf(form.id, 'b')
    await drafts.discardDraft(form.id)
    const kept = (globalThis.caches as unknown as { stores: Map<string, Map<string, Response>> }).stores
    expect([...kept.values()].flatMap((store) => [...store.keys()])).toEqual([])
    expect(await (await db.outboxDb()).count('photo_bytes')).toBe(0)
  })
  it('chains each finding to the one before', async () => {
    const first = await sealed()
    const second = JSON.parse(await textOf(await sealed()))
    expect(second).toMatchObject({ sequence: 2, previous_sha256: first.sha256 })
  })
  it('a signature is a picture of its own kind, and no photo of the finding', async () => {
    const form = draft()
    const { id } = await drafts.addPhoto(form.id, { bytes: bytes('ink'), kind: 'signature', takenAt: '2026-11-23T02:16:00Z' })
    const signature = { state: 'signed' as const, photo_id: id, witness: null, method: 'drawn' as const }
    const { finding } = await findings.seal({ ...form, signature }, facts)
    const text = JSON.parse(await textOf(finding))
    expect(text).toMatchObject({ signature, photos: [{ id, kind: 'signature' }], photos_skipped: 'Keadaan tidak aman' })
    const refused = { state: 'refused' as const, photo_id: null, witness: ' Petugas Tiga ', method: null }
    const other = await findings.seal({ ...draft(), signature: refused }, facts)
    expect(JSON.parse(await textOf(other.finding)).signature).toEqual({ ...refused, witness: 'Petugas Tiga' })
    const lost = await findings.seal({ ...draft(), signature: { ...signature, photo_id: crypto.randomUUID() } }, facts)
    expect(JSON.parse(await textOf(lost.finding)).signature.photo_id).toBe(null)
  })
  it('keeps the text when the phone has no room for photos, and says so', async () => {
    const form = draft()
    await drafts.addPhoto(form.id, { bytes: bytes('big'), kind: 'person', takenAt: '2026-11-23T02:15:00Z' })
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      if (this.name === 'photo_bytes') throw new DOMException('full', 'QuotaExceededError')
      return put.call(this, value, key)
    }
    try {
      const result = await findings.seal(form, facts)
      expect(result.photosLost).toBe(true)
      expect(JSON.parse(await textOf(result.finding))).toMatchObject({ photos: [], photos_skipped: 'Keadaan tidak aman' })
    } finally {
      IDBObjectStore.prototype.put = put
    }
    expect(await all()).toHaveLength(1)
  })
  it('survives an empty database: the mirror gives finding and photos back', async () => {
    const finding = await sealed(['a'])
    const open = await db.outboxDb()
    for (const store of ['findings', 'photos', 'photo_bytes', 'meta'] as const) await open.clear(store)
    await enrolled()
    expect(await mirror.reconcile()).toBe(1)
    expect(await findings.readFinding((await one(finding.id)) as OutboxFinding)).toEqual(JSON.parse(await textOf(finding)))
    expect(await open.count('photo_bytes')).toBe(1)
    expect(JSON.parse(await textOf(await sealed()))).toMatchObject({ sequence: 2, previous_sha256: finding.sha256 })
  })
})

describe('sending', () => {
  it('an app that is too old for the server is told so; what it holds is kept and sent all the same', async () => {
    const { pull } = await import('../src/sync/pull')
    const { status } = await import('../src/sync/status.svelte')
    const finding = await sealed(['a'])
    server.before = (_, path) => (path === '/api/health' ? Response.json({ oldest_phone: '99.0.0' }) : undefined)
    vi.stubGlobal('__APP_VERSION__', '0.1.0')
    await pull('author')
    expect(status.outdated).toBe(true)
    await push.push()
    expect((await one(finding.id))?.state).toBe('done')
    vi.unstubAllGlobals()
    status.outdated = false
  })
  it('sends the text, then the photos, then asks again for the full receipt', async () => {
    const finding = await sealed(['a'])
    await push.push()
    expect(server.asked.filter((line) => line.startsWith('PUT'))).toHaveLength(2)
    expect(await one(finding.id)).toMatchObject({ state: 'done', trouble: null })
  })
  it('sends the very same bytes every time', async () => {
    const finding = await sealed(['a'])
    uploads.send = async () => {}
    await push.push()
    expect((await one(finding.id))?.state).toBe('text_sent')
    uploads.send = async ({ photo }) => void server.stored.add(photo)
    await push.push()
    expect(server.received.get(finding.id)).toBe(await textOf(finding))
    expect((await one(finding.id))?.state).toBe('done')
  })
  it('does not believe a captive portal that answers 200', async () => {
    const finding = await sealed()
    server.before = () => new Response('<html>Selamat datang</html>', { headers: { 'Content-Type': 'text/html' } })
    expect((await push.push())?.stopped?.code).toBe('not-the-server')
    expect((await one(finding.id))?.state).toBe('waiting')
  })
  it('does not believe a receipt that nobody signed', async () => {
    const finding = await sealed()
    const forged = { ...(await server.receipt(finding.id, await textOf(finding))), log_index: 99 }
    server.before = (method) => (method === 'PUT' ? Response.json(forged, { status: 201 }) : undefined)
    await push.push()
    expect(await one(finding.id)).toMatchObject({ state: 'waiting', trouble: { code: 'receipt-invalid' } })
  })
  it('does not believe a receipt for other bytes', async () => {
    const finding = await sealed()
    const other = await server.receipt(finding.id, (await textOf(finding)).replace('Pasar Baru', 'Pasar Lama'))
    server.before = (method) => (method === 'PUT' ? Response.json(other, { status: 201 }) : undefined)
    await push.push()
    expect((await one(finding.id))?.state).toBe('waiting')
  })
  it('lets a refused finding block none of the others', async () => {
    const first = await sealed([], 'SATU')
    const second = await sealed([], 'DUA')
    server.before = (_, path) => (path.endsWith(first.id) ? problem('not-team-member', 403) : undefined)
    await push.push()
    expect(await one(first.id)).toMatchObject({ state: 'refused', trouble: { code: 'not-team-member' } })
    expect((await one(second.id))?.state).toBe('done')
  })
  it('tries a refused finding again when asked', async () => {
    const finding = await sealed()
    server.before = () => problem('operation-not-open', 409)
    await push.push()
    server.before = () => {}
    await push.push()
    expect((await one(finding.id))?.state).toBe('refused')
    await push.push(true)
    expect((await one(finding.id))?.state).toBe('done')
  })
  it('stops at an ended session and refuses nothing', async () => {
    const finding = await sealed()
    server.before = () => problem('sign-in-needed', 401)
    expect((await push.push())?.stopped?.status).toBe(401)
    expect((await one(finding.id))?.state).toBe('waiting')
  })
  it('goes on with the others when the server stumbles over one', async () => {
    const first = await sealed()
    const second = await sealed()
    server.before = (_, path) => (path.endsWith(first.id) ? problem('server-error', 500) : undefined)
    expect((await push.push())?.left).toBe(1)
    expect((await one(first.id))?.state).toBe('waiting')
    expect((await one(second.id))?.state).toBe('done')
  })
  it('counts a lost answer as not sent, and the second time as once', async () => {
    const finding = await sealed()
    const answered = new Set<string>()
    const text = await textOf(finding)
    server.before = (method, path) => {
      if (method !== 'PUT' || answered.has(path)) return undefined
      answered.add(path)
      server.received.set(finding.id, text)
      return new TypeError('connection lost')
    }
    await push.push()
    expect((await one(finding.id))?.state).toBe('waiting')
    await push.push()
    expect((await one(finding.id))?.state).toBe('done')
    expect(server.received.size).toBe(1)
  })
})

describe('keeping', () => {
  it('deletes copies 30 days after the full receipt and never before', async () => {
    const finding = await sealed(['a'])
    await push.push()
    const done = Date.parse((await one(finding.id))?.done_at as string)
    expect(await findings.prune(done + 29 * 86_400_000)).toBe(0)
    expect(await findings.prune(done + 31 * 86_400_000)).toBe(1)
    expect(await mirror.reconcile()).toBe(0)
  })
  it('never deletes what has no full receipt', async () => {
    await sealed(['a'])
    uploads.send = async () => {}
    await push.push()
    expect(await findings.prune(Date.now() + 10 * 365 * 86_400_000)).toBe(0)
  })
})

describe('a server restored from a backup', () => {
  it('is offered again what it acknowledged in its life before, photos too', async () => {
    const finding = await sealed(['a'])
    await push.push()
    const receipt = (await one(finding.id))?.receipt
    const acknowledged = server.received.get(finding.id)
    server.received.clear()
    server.stored.clear()
    expect(await findings.offerAgain('another epoch')).toBe(1)
    expect((await one(finding.id))?.state).toBe('waiting')
    await push.push()
    expect(acknowledged).toBeTruthy()
    expect(server.received.get(finding.id)).toBe(acknowledged)
    expect((await one(finding.id))?.state).toBe('done')
    expect(server.stored.size).toBe(1)
    expect(receipt?.epoch).toBeTruthy()
  })
  it('is not bothered while its epoch is the one of the receipts', async () => {
    const finding = await sealed()
    await push.push()
    const epoch = (await one(finding.id))?.receipt?.epoch as string
    expect(await findings.offerAgain(epoch)).toBe(0)
    expect((await one(finding.id))?.state).toBe('done')
  })
  it('gets the visits again too, once', async () => {
    const open = await db.outboxDb()
    await findings.offerAgain('first')
    const visit = {
      id: crypto.randomUUID(), operation_id: 'op', author_id: 'author', team_id: 'team', place: 'Pasar', nil: true,
      at: '2026-11-23T02:15:00Z', position: null, note: null, state: 'done' as const, hold_until: 0, trouble: null,
    }
    await open.put('visits', visit as never)
    expect(await findings.offerAgain('second')).toBe(1)
    expect(await findings.offerAgain('second')).toBe(0)
  })
})

describe('a stolen phone', () => {
  const canaries = ['BUDI SANTOSO', '198703122010011004', 'dekat kios ikan', 'FOTO-KENARI']

  /** Everything this browser has on its disk for us, bytes as letters. */
  async function disk(): Promise<string> {
    const open = await db.outboxDb()
    const found: unknown[] = []
    for (const store of ['drafts', 'findings', 'photos', 'photo_bytes', 'visits', 'meta'] as const) found.push(...(await open.getAll(store)))
    const caches = globalThis.caches as unknown as { stores: Map<string, Map<string, Response>> }
    for (const store of caches.stores.values()) {
      for (const answer of store.values()) found.push(await answer.clone().arrayBuffer(), ...answer.headers.values())
    }
    return JSON.stringify(found, (_, value) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : value))
  }

  async function written() {
    const form = { ...draft(), note: 'dekat kios ikan' }
    await drafts.saveDraft(form)
    await drafts.addPhoto(form.id, { bytes: bytes('FOTO-KENARI'), kind: 'person', takenAt: '2026-11-23T02:15:00Z', author: 'author' })
    return form
  }

  it('shows neither draft nor sealed finding nor photo', async () => {
    const form = await written()
    const before = await disk()
    await findings.seal(form, facts)
    const after = await disk()
    expect(canaries.filter((word) => before.includes(word) || after.includes(word))).toEqual([])
  })
  it('would show all of it with sealing turned off: the search finds what is there', async () => {
    const form = await written()
    await device.forgetEnrolment('author')
    await findings.seal(form, facts)
    const after = await disk()
    expect(canaries.filter((word) => after.includes(word))).toEqual(canaries)
  })
})

describe('without a session or a PIN', () => {
  it('sends what is sealed, and only that', async () => {
    const finding = await sealed(['a'])
    await device.forgetEnrolment('author')
    const plain = await sealed()
    server.sessionEnded = true
    vault.lockVault()
    expect(await push.push(false, false)).toMatchObject({ stopped: null, left: 1 })
    expect((await one(finding.id))?.state).toBe('done')
    expect(await one(plain.id)).toMatchObject({ state: 'waiting', trouble: null })
  })
  it('sends another officer\u2019s findings under their author, unread', async () => {
    const finding = await sealed(['a'])
    await vault.loadVault('another')
    await view.changed()
    expect(view.outbox.findings[0]).toMatchObject({ readable: false, summary: { who: '' } })
    expect(await findings.readFinding(finding)).toBeNull()
    await push.push()
    expect((await one(finding.id))?.state).toBe('done')
    expect(JSON.parse(server.received.get(finding.id) as string)).toMatchObject({ author_id: 'author', device_id: deviceId })
  })
  it('reads its own findings and photos again once the PIN was given', async () => {
    const finding = await sealed(['FOTO'])
    await push.push()
    const photo = (await (await db.outboxDb()).getAllFromIndex('photos', 'finding_id', finding.id))[0]!
    expect((await findings.readFinding(finding))?.identity.name).toBe('BUDI SANTOSO')
    expect(Buffer.from((await drafts.photoPicture(photo)) as ArrayBuffer).toString()).toBe('FOTO')
  })
  it.each(['device-revoked', 'device-signature', 'sealed-unreadable'])('keeps everything when it is told %s', async (code) => {
    const finding = await sealed(['a'])
    server.before = () => problem(code, 403)
    await push.push()
    expect(await one(finding.id)).toMatchObject({ state: 'refused', trouble: { code }, envelope: finding.envelope })
    expect(await (await db.outboxDb()).count('photo_bytes')).toBe(1)
  })
  it('enrols again when a restored server does not know the phone', async () => {
    await sealed()
    server.before = () => problem('device-unknown', 403)
    await push.push()
    expect(await device.readDevice('author')).toMatchObject({ id: null, keys })
  })
  it('gives up only what a forgotten PIN closed for good, and sends the rest', async () => {
    const finding = await sealed(['a'])
    const form = draft()
    await drafts.saveDraft(form)
    await drafts.addPhoto(form.id, { bytes: bytes('b'), kind: 'person', takenAt: '2026-11-23T02:15:00Z' })
    await drafts.saveDraft({ ...draft(), author_id: 'another' })
    expect(await vault.draftsBehindPin('author')).toBe(1)
    await vault.dropVault('author')
    const open = await db.outboxDb()
    expect((await open.getAll('drafts')).map((one) => one.author_id)).toEqual(['another'])
    expect(await open.count('photo_bytes')).toBe(1)
    await push.push()
    expect((await one(finding.id))?.state).toBe('done')
  })
  it('still sends what a version before left readable in the outbox', async () => {
    await device.forgetEnrolment('author')
    const plain = await sealed()
    expect(plain.envelope).toBeUndefined()
    await push.push()
    expect(server.received.get(plain.id)).toBe(plain.body)
    expect((await one(plain.id))?.state).toBe('done')
  })
})
