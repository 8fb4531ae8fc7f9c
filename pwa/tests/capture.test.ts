import { beforeAll, expect, it } from 'vitest'
import type { OperationRef, User } from '../src/api/wire'
import type { Person } from '../src/store/roster'
import { browser, draft } from './world'

browser()
let Capture: typeof import('../src/field/capture.svelte').Capture
let drafts: typeof import('../src/store/drafts')
let outbox: typeof import('../src/store/outbox.svelte').outbox
const budi = { id: 'e1', name: 'BUDI SANTOSO', nip: '198703122010011004', opdId: 'o1', job: null, kind: 'pns' } as Person

async function opened(id: string) {
  await drafts.saveDraft({ ...draft(id), position: { lon: 113.2, lat: -7.7, accuracy_m: 9, fixed_at: '2026-11-23T02:15:00Z' } })
  return Capture.open(id, {} as OperationRef, { id: 'author' } as User, null)
}

beforeAll(async () => {
  ;({ Capture } = await import('../src/field/capture.svelte'))
  drafts = await import('../src/store/drafts')
  ;({ outbox } = await import('../src/store/outbox.svelte'))
  const vault = await import('../src/store/vault.svelte')
  await vault.loadVault('author')
  await vault.createVault('480215', 1_000)
})

it('who gives a name after all has neither refused nor left', async () => {
  for (const who of ['unnamed', 'gone'] as const) {
    const capture = await opened(who)
    capture.draft.document.observed = null
    await capture.chooseOutside(who)
    // who gives no name has refused no letter: that is asked
    expect(capture.missing).toBe(who === 'gone' ? null : 'letter')
    expect(capture.draft.document.observed).toBe(who === 'gone' ? 'none' : null)
    capture.clearPerson()
    await capture.choose(budi)
    expect(capture.draft).toMatchObject({ conduct: 'cooperative', document: { observed: null } })
    expect(capture.missing).toBe('letter')
    capture.close()
  }
})

it('a refusal that the officer wrote down stays when another name is chosen', async () => {
  const capture = await opened('refused')
  capture.observe('refused')
  capture.clearPerson()
  await capture.choose(budi)
  expect(capture.draft.document.observed).toBe('refused')
})

it('a form that is left is offered on Beranda at once', async () => {
  const capture = await opened('left')
  await capture.choose(budi)
  capture.close()
  await expect.poll(() => outbox.drafts.map((one) => one.id)).toContain('left')
})

it('a fix from before is read anew at the shutter, once, and stands until a newer one comes', async () => {
  const asked: ((position: object) => void)[] = []
  const geolocation = { watchPosition: (found: (position: object) => void) => asked.push(found), clearWatch: () => {} }
  Object.assign(navigator, { geolocation })
  const jpeg = () => new TextEncoder().encode('jpeg').buffer
  const capture = await opened('shutter')
  await capture.keepPhoto(jpeg(), 'letter')
  expect(asked).toHaveLength(0)
  await capture.keepPhoto(jpeg(), 'person')
  expect(asked).toHaveLength(1)
  expect(capture.draft.position).toMatchObject({ lon: 113.2 })
  asked[0]!({ coords: { longitude: 113.3, latitude: -7.7, accuracy: 8 }, timestamp: Date.now() })
  expect(capture.draft).toMatchObject({ position: { lon: 113.3 }, position_missing: null })
  await capture.keepPhoto(jpeg(), 'scene')
  expect(asked).toHaveLength(1)
  capture.close()
})

it('the next finding at a table keeps its place, and the photo of the scene with the time it was taken', async () => {
  const capture = await Capture.open('next', { id: 'op', team_id: 'team' } as OperationRef, { id: 'author' } as User, 'Warung Bu Tin')
  expect(capture.draft).toMatchObject({ place: 'Warung Bu Tin', place_edited: true, operation_id: 'op', team_id: 'team' })
  await capture.keepPhoto(new TextEncoder().encode('jpeg').buffer, 'scene', '2026-11-23T02:15:00.000Z')
  expect(capture.shots).toMatchObject([{ kind: 'scene', taken_at: '2026-11-23T02:15:00.000Z' }])
  capture.close()
})
