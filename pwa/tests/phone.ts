import { IDBFactory } from 'fake-indexeddb'
import { vi } from 'vitest'
import { draft, facts, Server } from './world'

export const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer
const author = '7d444840-9dc0-11d1-b245-5ffdce74fad2'

/** A phone that was just bought, with one module of it changed. */
export async function phone() {
  vi.resetModules()
  globalThis.indexedDB = new IDBFactory()
  ;(globalThis.caches as unknown as { stores: Map<string, unknown> }).stores.clear()
  const server = await Server.start()
  const vault = await import('../src/store/vault.svelte')
  await vault.loadVault('author')
  await vault.createVault('480215', 1_000)
  const device = await import('../src/store/device')
  await device.writeDevice('author', { id: author, keys: await device.newKeys() })
  await (await import('../src/sync/receipts')).fetchKeys()
  const [db, drafts, findings, push, exported] = await Promise.all([
    import('../src/store/db'), import('../src/store/drafts'), import('../src/store/findings'), import('../src/sync/push'),
    import('../src/store/export'),
  ])
  async function sealed(photo?: string) {
    const form = draft()
    await drafts.saveDraft(form)
    if (photo) await drafts.addPhoto(form.id, { bytes: bytes(photo), kind: 'person', takenAt: form.started_at, author: 'author' })
    return (await findings.seal(form, facts)).finding
  }
  const state = async (id: string) => (await (await db.outboxDb()).get('findings', id))?.state
  return { server, db, drafts, findings, push, exported, sealed, state }
}

export type Phone = Awaited<ReturnType<typeof phone>>
