import { beforeAll, expect, it } from 'vitest'
import { browser } from './world'

browser()
let nil: typeof import('../src/store/nilDraft')
let vault: typeof import('../src/store/vault.svelte')
const typed = { place: 'Pasar Baru', edited: true, note: 'kios tutup semua', at: '2026-11-23T02:15:00.000Z' }

beforeAll(async () => {
  nil = await import('../src/store/nilDraft')
  vault = await import('../src/store/vault.svelte')
  await vault.loadVault('author')
  await vault.createVault('480215', 1_000)
})

it('a nihil that was begun stays until it is saved, for its author and its sidak', async () => {
  void nil.keepNil('author', 'op', { ...typed, note: 'kios' })
  void nil.keepNil('author', 'op', typed)
  expect(await nil.readNil('author', 'op')).toEqual(typed)
  expect(await nil.readNil('author', 'other')).toBeNull()
  expect(await nil.readNil('somebody', 'op')).toBeNull()
  await nil.keepNil('author', 'op', null)
  expect(await nil.readNil('author', 'op')).toBeNull()
})

it('lies on the disk under the PIN, and goes with it', async () => {
  await nil.keepNil('author', 'op', typed)
  const { readMeta } = await import('../src/store/db')
  const bytes = await readMeta<ArrayBuffer>('nil:author:op')
  expect(new TextDecoder().decode(bytes)).not.toContain('kios')
  expect(await vault.draftsBehindPin('author')).toBe(1)
  vault.lockVault()
  expect(await nil.readNil('author', 'op')).toBeNull()
  await vault.dropVault('author')
  expect(await readMeta('nil:author:op')).toBeUndefined()
})
