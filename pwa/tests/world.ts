import 'fake-indexeddb/auto'
import { derive, fromHex, join, type Purpose } from '../src/store/envelope'
import { canonical } from '../src/sync/receipts'
import type { CorrectionReceipt, FindingIn, Receipt, VisitReceipt } from '../src/api/wire'
import { sha256 } from '../src/store/hash'
import type { Draft } from '../src/store/db'

/** What a browser has and node has not. */
export function browser(): void {
  const held = new Map<string, Promise<unknown>>()
  const locks = {
    async request(name: string, options: unknown, run?: (lock: object | null) => unknown) {
      const work = (run ?? options) as (lock: object | null) => unknown
      const asked = run ? (options as { ifAvailable?: boolean }) : {}
      if (asked.ifAvailable && held.has(name)) return work(null)
      const before = held.get(name) ?? Promise.resolve()
      const now = before.catch(() => {}).then(() => work({ name }))
      held.set(name, now)
      try {
        return await now
      } finally {
        if (held.get(name) === now) held.delete(name)
      }
    },
  }
  const storage = new Map<string, string>()
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => void storage.set(key, value),
      removeItem: (key: string) => void storage.delete(key),
    },
    addEventListener: () => {},
    BroadcastChannel: undefined,
    caches: new FakeCaches(),
  })
  Object.defineProperty(globalThis, 'navigator', { value: { locks, onLine: true }, configurable: true })
}

/** A Cache API in memory. */
class FakeCaches {
  readonly stores = new Map<string, Map<string, Response>>()
  async open(name: string) {
    const store = this.stores.get(name) ?? new Map<string, Response>()
    this.stores.set(name, store)
    const path = (key: string | { url: string }) => new URL(typeof key === 'string' ? key : key.url, 'http://phone').pathname
    return {
      put: async (key: string, value: Response) => void store.set(path(key), value),
      match: async (key: string) => store.get(path(key))?.clone(),
      delete: async (key: string) => store.delete(path(key)),
      keys: async () => [...store.keys()].map((key) => ({ url: `http://phone${key}` })),
    }
  }
}

export function draft(id: string = crypto.randomUUID(), name = 'BUDI SANTOSO'): Draft {
  return {
    id,
    operation_id: 'op',
    team_id: 'team',
    author_id: 'author',
    author_name: 'Petugas Dua',
    started_at: '2026-11-23T02:15:00.000Z',
    updated_at: '2026-11-23T02:15:00.000Z',
    clock: { device_at: '2026-11-23T02:15:00.000Z', gps_at: null, monotonic_ms: 5, server_offset_ms: null },
    who: 'roster',
    identity: {
      basis: 'known', shown: null, employee_id: 'e1', nip: '198703122010011004', name,
      opd_id: 'o1', opd_text: null, job: null, kind: 'pns',
    },
    conduct: 'cooperative',
    document: {
      observed: 'none', kind: null, number: null, dated: null, signer: null, valid_from: null, valid_to: null,
      place: null, purpose: null, permit_id: null, qr_text: null,
      answers: { name: null, date: null, time: null, place: null, purpose: null },
    },
    position: null,
    position_missing: 'denied',
    place: 'Pasar Baru',
    place_edited: false,
    activity: null,
    statement: null,
    note: null,
    photos_skipped: 'Keadaan tidak aman',
  }
}

export const facts = {
  appVersion: 'test',
  summary: { who: 'BUDI SANTOSO', opd: 'Dishub', nip_tail: '1004', place: 'Pasar Baru', observed: 'none', conduct: 'cooperative' },
} as const

/** A nihil as its screen says it. */
export const nil = {
  operation_id: 'op', team_id: 'team', author_id: 'author', app_version: 'test', place: 'Pasar Baru', nil: true,
  at: '2026-11-23T02:15:00Z', position: null, note: 'kios tutup semua',
}

const utf8 = (text: string) => new TextEncoder().encode(text)

/** The server's half of an envelope, written apart from server and phone. */
export async function openEnvelope(envelope: Uint8Array<ArrayBuffer>, purpose: Purpose, id: string, keys: CryptoKeyPair) {
  const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
  const point = envelope.slice(25, 90)
  const receiver = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey))
  const sender = await crypto.subtle.importKey('raw', point, curve, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: sender }, keys.privateKey, 256)
  const made = await derive(shared, join(point, receiver), join(utf8('sidak-sealed-1'), utf8(purpose), fromHex(id)))
  const key = await crypto.subtle.importKey('raw', made.slice(0, 32), 'AES-GCM', false, ['decrypt'])
  const how = { name: 'AES-GCM', iv: made.slice(32), additionalData: envelope.slice(0, 90) }
  const plain = new Uint8Array(await crypto.subtle.decrypt(how, key, envelope.slice(90)))
  return { signature: plain.slice(0, 64), content: plain.slice(64) }
}

const base64url = (bytes: ArrayBuffer) => Buffer.from(bytes).toString('base64url')

/** A server that opens envelopes, signs receipts and may behave as networks do. */
export class Server {
  /** Who asked without a session may only bring what is sealed. */
  sessionEnded = false
  private sealing!: CryptoKeyPair
  readonly received = new Map<string, string>()
  readonly stored = new Set<string>()
  readonly asked: string[] = []
  /** Called before the server acts; a Response or an error it gives replaces the answer. */
  before: (method: string, path: string) => Response | Error | void = () => {}
  private keys!: CryptoKeyPair

  static async start(): Promise<Server> {
    const server = new Server()
    server.keys = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair
    server.sealing = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    globalThis.fetch = ((path: string, init: RequestInit) => server.answer(path, init)) as typeof fetch
    return server
  }

  private async answer(path: string, init: RequestInit): Promise<Response> {
    const method = init.method ?? 'GET'
    this.asked.push(`${method} ${path}`)
    const instead = this.before(method, path)
    if (instead instanceof Error) throw instead
    if (instead) return instead
    if (path === '/api/keys') {
      const raw = await crypto.subtle.exportKey('raw', this.keys.publicKey)
      const sealing = { ...(await crypto.subtle.exportKey('jwk', this.sealing.publicKey)), kid: 'ab'.repeat(8) }
      return Response.json({ receipts: { kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: base64url(raw) }, sealing })
    }
    const sealed = init.body instanceof ArrayBuffer
    if (this.sessionEnded && !sealed) return problem('sign-in-needed', 401)
    if (path.endsWith('/visits')) return Response.json({}, { status: 201 })
    const id = path.split('/').at(-1) as string
    const purpose = path.startsWith('/api/visits/') ? 'V' : path.startsWith('/api/corrections/') ? 'C' : 'F'
    return this.receive(id, purpose, sealed ? await this.open(init.body as ArrayBuffer, id, purpose) : (init.body as string))
  }

  /** What an envelope holds: a finding's text, or a visit's. */
  async open(envelope: ArrayBuffer, id: string, purpose: Purpose = 'F'): Promise<string> {
    const whole = new Uint8Array(envelope)
    return Buffer.from((await openEnvelope(whole, purpose, id, this.sealing)).content).toString()
  }

  private async receive(id: string, purpose: Purpose, body: string): Promise<Response> {
    const known = this.received.get(id)
    const other = { V: 'visit-exists', C: 'correction-exists', F: 'finding-sealed', P: '' }
    if (known && known !== body) return problem(other[purpose], 409)
    this.received.set(id, body)
    const receipt =
      purpose === 'V' ? await this.visitReceipt(id, body) : purpose === 'C' ? await this.correctionReceipt(id, body) : await this.receipt(id, body)
    return Response.json(receipt, { status: known ? 200 : 201 })
  }

  async visitReceipt(id: string, body: string): Promise<VisitReceipt> {
    return this.signed({ visit_id: id, sha256: await sha256(body), ...this.stamp() })
  }

  async correctionReceipt(id: string, body: string): Promise<CorrectionReceipt> {
    const { finding_id } = JSON.parse(body) as { finding_id: string }
    return this.signed({ correction_id: id, finding_id, sha256: await sha256(body), applied: true, ...this.stamp() })
  }

  private stamp() {
    const at = { received_at: '2026-11-23T02:16:00Z', epoch: 'e1' }
    return { ...at, log_index: this.received.size, log_hash: '0'.repeat(64), key_id: 'k1' }
  }

  private async signed<T extends object>(unsigned: T): Promise<T & { signature: string }> {
    const signature = await crypto.subtle.sign('Ed25519', this.keys.privateKey, utf8(canonical(unsigned)))
    return { ...unsigned, signature: base64url(signature) }
  }

  async receipt(id: string, body: string): Promise<Receipt> {
    const photos = (JSON.parse(body) as FindingIn).photos
    return this.signed({
      finding_id: id,
      sha256: await sha256(body),
      photos: photos.map((photo) => ({
        id: photo.id,
        sha256: photo.sha256,
        state: this.stored.has(photo.id) ? ('stored' as const) : ('missing' as const),
        readable: true,
      })),
      ...this.stamp(),
    })
  }
}

export function problem(code: string, status: number): Response {
  return new Response(JSON.stringify({ code, status }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })
}
