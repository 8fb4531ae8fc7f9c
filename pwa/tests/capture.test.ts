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
