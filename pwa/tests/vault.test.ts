import { beforeAll, describe, expect, it, vi } from 'vitest'
import { browser } from './world'

browser()
let vault: typeof import('../src/store/vault.svelte')
let db: typeof import('../src/store/db')
/** Rounds for what does not test them. */
const FEW = 1_000
const bytes = (text: string) => new TextEncoder().encode(text)

beforeAll(async () => {
  vault = await import('../src/store/vault.svelte')
  db = await import('../src/store/db')
})

describe('the PIN', () => {
  it.each(['480215', '112233', '000001'])('%s is good', (pin) => expect(vault.goodPin(pin)).toBe(true))
  it.each(['123456', '654321', '111111', '12345', '1234567', 'abcdef', '246800 '])('%s is refused', (pin) =>
    expect(vault.goodPin(pin)).toBe(false))

  it('opens what it hid, on the next start too, and another one does not', async () => {
    expect(await vault.loadVault('siti')).toBe('none')
    await vault.createVault('480215', FEW)
    const hidden = await vault.hide(bytes('catatan'))
    vault.lockVault()
    await expect(vault.reveal(hidden)).rejects.toThrow(vault.Locked)
    expect(await vault.openVault('480216')).toBe('wrong')
    expect(vault.vault.isOpenFor('siti')).toBe(false)
    expect(await vault.openVault('480215')).toBe('open')
    expect(Buffer.from(await vault.reveal(hidden)).toString()).toBe('catatan')
  })

  it('is one of 600,000 rounds, and the key lies on the disk only wrapped', async () => {
    await vault.loadVault('budi')
    await vault.createVault('480215')
    const stored = (await db.readMeta<Record<string, unknown>>('vault:budi')) as Record<string, unknown>
    expect(stored.iterations).toBeGreaterThanOrEqual(600_000)
    expect(Object.values(stored).some((value) => value instanceof CryptoKey)).toBe(false)
  })

  it('belongs to one user: another one has an own key', async () => {
    const hidden = await vault.hide(bytes('catatan'))
    expect(await vault.loadVault('joko')).toBe('none')
    await vault.createVault('480215', FEW)
    await expect(vault.reveal(hidden)).rejects.toThrow()
  })

  it('waits longer and longer after wrong guesses, also for the right one, and counts before it tries', async () => {
    expect([1, 2, 3, 4, 5, 8, 30].map(vault.waitAfter)).toEqual([0, 0, 30, 60, 120, 900, 900])
    await vault.loadVault('siti')
    for (const _ of [1, 2, 3]) expect(await vault.openVault('999999')).toBe('wrong')
    expect(vault.vault.waitUntil - Date.now()).toBeGreaterThan(20_000)
    // the right one is not called wrong, nor counted: it was not tried
    expect(await vault.openVault('480215')).toBe('unchecked')
    expect(await db.readMeta('vault:siti')).toMatchObject({ failures: 3 })
    // the wait outlives the app
    await vault.loadVault('joko')
    expect(vault.vault.waitUntil).toBe(0)
    await vault.loadVault('siti')
    expect(vault.vault.waitUntil - Date.now()).toBeGreaterThan(20_000)
    vi.setSystemTime(Date.now() + 31_000)
    expect(await vault.openVault('480215')).toBe('open')
    vi.useRealTimers()
    expect(await db.readMeta('vault:siti')).toMatchObject({ failures: 0, wait_until: 0 })
  })

  it('is not locked for years by a clock that was ahead', async () => {
    await vault.loadVault('siti')
    vi.setSystemTime('2036-01-01T00:00:00Z')
    for (const _ of [1, 2, 3]) await vault.openVault('999999')
    vi.setSystemTime('2026-11-23T02:00:00Z')
    expect(await vault.openVault('480215')).toBe('unchecked')
    expect(vault.vault.waitUntil).toBe(Date.parse('2026-11-23T02:15:00Z'))
    vi.setSystemTime('2026-11-23T02:15:01Z')
    expect(await vault.openVault('480215')).toBe('open')
    vi.useRealTimers()
  })
})
