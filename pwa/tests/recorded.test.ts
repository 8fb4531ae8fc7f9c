import { beforeAll, expect, it } from 'vitest'
import type { Person } from '../src/store/roster'
import { browser, draft, facts, problem } from './world'

browser()
let recorded: typeof import('../src/sync/recorded.svelte')
const person = (key: string, name: string, nip: string) => ({ key, name, nip }) as Person
const other = person('199001012015012002', 'SITI AMALIA', '199001012015012002')
const bare = person('e7', 'RINA', '')

beforeAll(async () => {
  recorded = await import('../src/sync/recorded.svelte')
  await (await import('../src/store/findings')).seal(draft(), facts)
})

it('whoever was found before is told from this phone, also without a network', () => {
  const budi = person('e1', 'BUDI SANTOSO', '198703122010011004')
  expect(recorded.recordedBefore(budi, 'op')).toMatchObject({ team: null, at: '2026-11-23T02:15:00.000Z' })
  expect(recorded.recordedBefore(budi, 'another operation')).toBe(null)
  expect(recorded.recordedBefore({ ...budi, nip: '198703122010019999' }, 'op')).toBe(null)
})

it('another team is named by the server, and a lost network forgets nothing', async () => {
  const item = { employee_id: 'e9', nip: other.nip, team_number: 3, seen_at: '2026-11-23T02:05:00Z' }
  const unnumbered = { ...item, employee_id: 'e7', nip: null }
  globalThis.fetch = async () => Response.json({ items: [item, unnumbered], next: null })
  await recorded.askRecorded('op')
  expect(recorded.recordedBefore(other, 'op')).toEqual({ team: 3, at: item.seen_at })
  expect(recorded.recordedBefore(bare, 'op')).toEqual({ team: 3, at: item.seen_at })
  globalThis.fetch = async () => problem('sign-in-needed', 401)
  await recorded.askRecorded('op')
  expect(recorded.recordedBefore(other, 'op')?.team).toBe(3)
})
