import { beforeAll, expect, it } from 'vitest'
import type { ReferenceOut } from '../src/api/wire'
import { together, type Walked } from '../src/store/walked'
import { browser, problem } from './world'

browser()
let walk: typeof import('../src/store/teamWalk.svelte')
let ask: typeof import('../src/sync/teamWalk')
let vault: typeof import('../src/store/vault.svelte')
let db: typeof import('../src/store/db')
const market = { id: 'v1', kind: 'nihil', place: 'Pasar Baru', position: [113.215, -7.754] }
const nowhere = { id: 'f1', kind: 'finding', place: 'Kios Bu Tin', position: null }
const asked: string[] = []
let answer = () => Response.json({ items: [market, nowhere], next: null })

beforeAll(async () => {
  globalThis.fetch = (async (path: string) => (asked.push(path), answer())) as unknown as typeof fetch
  walk = await import('../src/store/teamWalk.svelte')
  ask = await import('../src/sync/teamWalk')
  vault = await import('../src/store/vault.svelte')
  db = await import('../src/store/db')
  await vault.loadVault('siti')
  await vault.createVault('480215', 1_000)
  const operation = { id: 'op', status: 'open', team_id: 'team', day: '2026-11-23', teams: [] }
  const masters = { operations: [operation], opds: [], zones: [], permits: [], roster: { name: [], nip: [], opd_id: [] } }
  await (await import('../src/store/reference.svelte')).saveReference('siti', masters as unknown as ReferenceOut, null)
})

it('the map has what the team recorded, also after a start without a network', async () => {
  await ask.askTeamWalk('siti')
  expect(asked).toEqual(['/api/operations/op/teams/team/walked'])
  walk.closeTeamWalk()
  expect(walk.teamWalk('op')).toBe(null)
  await walk.loadTeamWalk('siti')
  answer = () => problem('not-found', 404)
  await ask.askTeamWalk('siti')
  expect(walk.teamWalk('op')?.items.map((one) => [one.place, one.position])).toEqual([
    ['Pasar Baru', { lon: 113.215, lat: -7.754 }],
    ['Kios Bu Tin', null],
  ])
  expect(walk.teamWalk('another operation')).toBe(null)
})

it('is asked anew once this phone has sent something, and only then', async () => {
  const { status } = await import('../src/sync/status.svelte')
  answer = () => Response.json({ items: [market, nowhere, { ...nowhere, id: 'f2' }], next: null })
  const before = asked.length
  await ask.renewTeamWalk('siti')
  expect(asked.length).toBe(before)
  status.sentAt = Date.now()
  await ask.renewTeamWalk('siti')
  expect(walk.teamWalk('op')?.items.length).toBe(3)
  await new Promise((done) => setTimeout(done, 5))
  status.sentAt -= 1_000
  await ask.renewTeamWalk('siti')
  expect(asked.length).toBe(before + 1)
})

it('a stolen phone does not tell where the team was, nor does another user see it', async () => {
  const kept: unknown = await (await db.referenceDb()).get('records', 'walked')
  const disk = JSON.stringify(kept, (_, value) => (value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : value))
  expect(disk).toContain('siti')
  expect(disk).not.toMatch(/Pasar Baru|113\.2/)
  walk.closeTeamWalk()
  await walk.loadTeamWalk('budi')
  expect(walk.teamWalk('op')).toBe(null)
})

it('what this phone recorded and the server has too is one mark', () => {
  const one = (id: string): Walked => ({ id, kind: 'finding', place: 'Pasar', position: null })
  expect(together([one('a'), one('b')], [one('b'), one('c')]).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})
