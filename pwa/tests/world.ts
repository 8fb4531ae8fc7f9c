import 'fake-indexeddb/auto'
import { canonical } from '../src/sync/receipts'
import type { FindingIn, Receipt } from '../src/api/wire'
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

export function draft(id = crypto.randomUUID(), name = 'BUDI SANTOSO'): Draft {
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
  deviceId: null,
  summary: { who: 'BUDI SANTOSO', opd: 'Dishub', nip_tail: '1004', place: 'Pasar Baru', observed: 'none', conduct: 'cooperative' },
} as const

const base64url = (bytes: ArrayBuffer) => Buffer.from(bytes).toString('base64url')

/** A server that signs receipts and may behave as networks do. */
export class Server {
  readonly received = new Map<string, string>()
  readonly stored = new Set<string>()
  readonly asked: string[] = []
  /** Called before the server acts; a Response or an error it gives replaces the answer. */
  before: (method: string, path: string) => Response | Error | void = () => {}
  private keys!: CryptoKeyPair

  static async start(): Promise<Server> {
    const server = new Server()
    server.keys = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair
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
      return Response.json({ receipts: { kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: base64url(raw) } })
    }
    if (path.endsWith('/visits')) return Response.json({}, { status: 201 })
    return this.receive(path.split('/').at(-1) as string, init.body as string)
  }

  private async receive(id: string, body: string): Promise<Response> {
    const known = this.received.get(id)
    if (known && known !== body) return problem('finding-sealed', 409)
    this.received.set(id, body)
    return Response.json(await this.receipt(id, body), { status: known ? 200 : 201 })
  }

  async receipt(id: string, body: string): Promise<Receipt> {
    const photos = (JSON.parse(body) as FindingIn).photos
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))
    const unsigned = {
      finding_id: id,
      sha256: Buffer.from(hash).toString('hex'),
      photos: photos.map((photo) => ({
        id: photo.id,
        sha256: photo.sha256,
        state: this.stored.has(photo.id) ? ('stored' as const) : ('missing' as const),
        readable: true,
      })),
      received_at: '2026-11-23T02:16:00Z',
      epoch: 'e1',
      log_index: this.received.size,
      log_hash: '0'.repeat(64),
      key_id: 'k1',
    }
    const signature = await crypto.subtle.sign('Ed25519', this.keys.privateKey, new TextEncoder().encode(canonical(unsigned)))
    return { ...unsigned, signature: base64url(signature) }
  }
}

export function problem(code: string, status: number): Response {
  return new Response(JSON.stringify({ code, status }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })
}
