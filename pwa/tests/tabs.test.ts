import { expect, it } from 'vitest'
import { phone } from './phone'
import { browser } from './world'

browser()

it('of two tabs one sends: nothing goes out twice', async () => {
  const { server, push, sealed, state } = await phone()
  const { id } = await sealed()
  const passes = await Promise.all([push.push(), push.push()])
  expect(passes.filter((one) => one === null)).toHaveLength(1)
  expect(server.asked.filter((one) => one === `PUT /api/findings/${id}`)).toHaveLength(1)
  expect(await state(id)).toBe('done')
})

it('an upgrade that is broken off leaves what waits as it was', async () => {
  const { db, sealed } = await phone()
  const { id } = await sealed('a')
  ;(await db.outboxDb()).close()
  const broken = await new Promise((done) => {
    const asked = indexedDB.open('sidak-outbox', 2)
    asked.onupgradeneeded = () => {
      asked.result.deleteObjectStore('findings')
      asked.transaction!.abort()
    }
    asked.onerror = (event) => (event.preventDefault(), done(asked.error?.name))
    asked.onsuccess = () => done('upgraded')
  })
  expect(broken).toBe('AbortError')
  const open = await new Promise<IDBDatabase>((done, fail) => {
    const asked = indexedDB.open('sidak-outbox', 1)
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => fail(asked.error)
  })
  const held = await new Promise<{ state: string }>((done) => {
    const asked = open.transaction('findings').objectStore('findings').get(id)
    asked.onsuccess = () => done(asked.result as { state: string })
  })
  expect(held.state).toBe('waiting')
  open.close()
})
