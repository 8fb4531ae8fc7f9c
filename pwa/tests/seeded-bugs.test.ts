import { afterEach, expect, it, vi } from 'vitest'
import { bytes, phone, type Phone } from './phone'
import { browser, draft, facts, problem } from './world'

/**
 * invariants.md, part B: each check holds for the phone as it is, and sees the bug that is seeded
 * beside it. A check that sees nothing proves nothing.
 */
browser()
const checks: Record<string, { holds: (one: Phone) => Promise<boolean>; bug: () => void }> = {
  'B1: what was typed is there at the next start': {
    holds: async ({ drafts }) => {
      const form = { ...draft(), note: 'baju batik' }
      await drafts.saveDraft(form)
      return (await drafts.readDraft(form.id))?.note === 'baju batik'
    },
    bug: () => change('../src/store/drafts', (real) => ({ ...real, saveDraft: async () => {} })),
  },
  'B2: finding and photos go in together, and strictly': {
    holds: async ({ sealed }) => {
      const seen: [string[], string | undefined][] = []
      const open = IDBDatabase.prototype.transaction
      IDBDatabase.prototype.transaction = function (stores, mode, options) {
        if (mode === 'readwrite') seen.push([[stores].flat() as string[], options?.durability])
        return open.call(this, stores as string[], mode, options)
      }
      try {
        await sealed('a')
      } finally {
        IDBDatabase.prototype.transaction = open
      }
      const together = seen.filter(([stores]) => stores.includes('findings'))
      return together.length === 1 && together.every(([stores, how]) => stores.includes('photo_bytes') && how === 'strict')
    },
    bug: () => change('../src/store/db', (real) => ({ ...real, STRICT: {} })),
  },
  'B3: without a session it arrives under its author': {
    holds: async ({ server, push, sealed }) => {
      const { id } = await sealed()
      server.sessionEnded = true
      await push.push(false, false)
      return JSON.parse(server.received.get(id) ?? '{}').author_id === 'author'
    },
    bug: () => change('../src/store/device', (real) => ({ ...real, sealer: async () => null })),
  },
  'B4: the version before still opens the outbox': {
    holds: async ({ db, sealed }) => {
      await sealed()
      ;(await db.outboxDb()).close()
      return new Promise((done) => {
        const asked = indexedDB.open('sidak-outbox', 1)
        asked.onsuccess = () => done(asked.result.objectStoreNames.contains('findings'))
        asked.onerror = () => done(false)
      })
    },
    bug: () =>
      change('idb', (real) => {
        const openDB = real.openDB as (name: string, version: number, how: object) => Promise<unknown>
        return { ...real, openDB: (name: string, version: number, how: object) => openDB(name, version + 1, how) }
      }),
  },
  'B5: without room for its photo the finding is kept': {
    holds: async ({ drafts, findings, db }) => {
      const form = draft()
      await drafts.saveDraft(form)
      await drafts.addPhoto(form.id, { bytes: bytes('big'), kind: 'person', takenAt: form.started_at, author: 'author' })
      const put = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
        if (this.name.startsWith('photo')) throw new DOMException('full', 'QuotaExceededError')
        return put.call(this, value, key)
      }
      const done = await findings.seal(form, facts).catch(() => null)
      IDBObjectStore.prototype.put = put
      return done?.photosLost === true && (await (await db.outboxDb()).count('findings')) === 1
    },
    // A phone that tries the photo of no finding at all: the first refusal is the last word.
    bug: () =>
      change('../src/store/findings', (real) => ({ ...real, seal: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) })),
  },
  'B6: all four clocks go along': {
    holds: async ({ server, push, sealed }) => {
      const { id } = await sealed()
      await push.push()
      const { clock } = JSON.parse(server.received.get(id) ?? '{}')
      return ['device_at', 'gps_at', 'monotonic_ms', 'server_offset_ms'].every((name) => name in (clock ?? {}))
    },
    bug: () =>
      change('../src/store/findings', (real) => {
        const seal = real.seal as (form: object, facts: object) => unknown
        return { ...real, seal: (form: object, of: object) => seal({ ...form, clock: { device_at: '2026-11-23T02:15:00Z' } }, of) }
      }),
  },
  'B7: only a receipt that verifies counts as arrived': {
    holds: async ({ server, push, sealed, state }) => {
      const { id } = await sealed()
      const other = await server.receipt(id, JSON.stringify({ photos: [] }))
      server.before = (method) => (method === 'PUT' ? Response.json(other) : undefined)
      await push.push()
      return (await state(id)) !== 'done'
    },
    bug: () => change('../src/sync/receipts', (real) => ({ ...real, verifyReceipt: async () => true })),
  },
  'B8: a refused one blocks none of the others': {
    holds: async ({ server, push, sealed, state }) => {
      const [first, second] = [await sealed(), await sealed()]
      server.before = (_, path) => (path.endsWith(first.id) ? problem('not-team-member', 403) : undefined)
      await push.push().catch(() => null)
      return (await state(first.id)) === 'refused' && (await state(second.id)) === 'done'
    },
    bug: () =>
      change('../src/api/client', (real) => {
        const put = real.put as (path: string, body: unknown) => Promise<unknown>
        return { ...real, put: (path: string, body: unknown) => put(path, body).catch(() => Promise.reject(new Error('stop'))) }
      }),
  },
  'B9: the file holds all that was not sent': {
    holds: async ({ exported, sealed }) => {
      const ids = [(await sealed('a')).id, (await sealed()).id]
      const { findings } = JSON.parse(await (await exported.exportUnsent()).text())
      return ids.every((id) => findings.some((one: { id: string; sealed: string | null }) => one.id === id && one.sealed))
    },
    bug: () =>
      change('../src/store/export', (real) => ({ ...real, exportUnsent: async () => new Blob(['{"findings": []}']) })),
  },
  'B10: nothing goes before every photo is stored': {
    holds: async ({ server, push, findings, sealed, state }) => {
      const { id } = await sealed('a')
      server.before = (_, path) => (path.includes('/uploads') ? problem('server-error', 500) : undefined)
      await push.push()
      await findings.prune(Date.now() + 100 * 86_400_000)
      return (await state(id)) !== undefined
    },
    bug: () =>
      change('../src/sync/receipts', (real) => ({
        ...real,
        verifyReceipt: async (receipt: { photos: { state: string }[] }) => {
          for (const photo of receipt.photos) photo.state = 'stored'
          return true
        },
      })),
  },
}

function change(path: string, make: (real: Record<string, unknown>) => object): void {
  vi.doMock(path, async (original) => make(await original<Record<string, unknown>>()))
  changed.push(path)
}
const changed: string[] = []
afterEach(() => changed.splice(0).forEach((path) => vi.doUnmock(path)))

it('no line of part B is without its check', () => {
  expect(Object.keys(checks).map((name) => name.split(':')[0])).toEqual(Array.from({ length: 10 }, (_, at) => `B${at + 1}`))
})

it.each(Object.entries(checks))('%s', async (_, { holds, bug }) => {
  expect(await holds(await phone())).toBe(true)
  bug()
  expect(await holds(await phone())).toBe(false)
})
