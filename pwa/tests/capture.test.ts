import { beforeAll, expect, it, vi } from 'vitest'
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

it('a save that failed holds up no other, and what was typed just before leaving is kept', async () => {
  const capture = await opened('last-letter')
  vi.spyOn(crypto.subtle, 'encrypt').mockRejectedValueOnce(new Error('no room'))
  capture.draft.note = 'kios tutu'
  await expect(capture.save()).rejects.toThrow('no room')
  capture.draft.note = 'kios tutup'
  void capture.save()
  await capture.close()
  expect((await drafts.readDraft('last-letter'))?.note).toBe('kios tutup')
  await expect.poll(() => outbox.drafts.find((one) => one.id === 'last-letter')?.note).toBe('kios tutup')
})

it('a form that is left is offered on Beranda at once', async () => {
  const capture = await opened('left')
  await capture.choose(budi)
  capture.close()
  await expect.poll(() => outbox.drafts.map((one) => one.id)).toContain('left')
})

it('what was typed of somebody outside the roster is there again after another choice', async () => {
  const capture = await opened('typed')
  await capture.chooseOutside('typed', { name: 'PAK SLAMET' })
  Object.assign(capture.draft.identity, { opd_text: 'Kecamatan', job: 'Juru parkir', kind: 'non_asn' })
  capture.clearPerson()
  await capture.close()
  const again = await Capture.open('typed', {} as OperationRef, { id: 'author' } as User, null)
  expect(again.draft.typed).toMatchObject({ name: 'PAK SLAMET', opd_text: 'Kecamatan', job: 'Juru parkir', kind: 'non_asn' })
  await again.choose(budi)
  again.clearPerson()
  await again.chooseOutside('typed', { name: 'BU RATNA' })
  expect(again.draft.identity).toMatchObject({ name: 'BU RATNA', job: null })
  await again.typeAgain()
  expect(again.draft.typed).toMatchObject({ name: 'BU RATNA' })
  expect(again.draft.identity).toMatchObject({ name: 'PAK SLAMET', nip: null, job: 'Juru parkir', kind: 'non_asn', basis: 'claimed', employee_id: null })
  await again.chooseOutside('unnamed')
  expect(again.draft.identity).toMatchObject({ name: null, job: null })
  // none of it goes along with the finding
  const { toWire } = await import('../src/store/findings')
  const said = toWire(again.draft, [], { appVersion: 'test', deviceId: null }, { sequence: 1, previous_sha256: null })
  expect(JSON.stringify(said)).not.toContain('SLAMET')
  await again.close()
})

it('somebody outside the roster is answered by a name, as Simpan asks for', async () => {
  const { whoAnswered, whoWords } = await import('../src/field/held')
  const capture = await opened('nameless')
  await capture.chooseOutside('typed', { name: '  ' })
  expect(capture.missing).toBe('who')
  expect([whoAnswered(capture.draft), whoWords(capture.draft)]).toEqual([false, 'Nama belum diisi'])
  capture.draft.identity.name = 'PAK SLAMET'
  expect([whoAnswered(capture.draft), capture.missing]).toEqual([true, null])
  await capture.close()
})

it('a removed photo comes back with its bytes, to the form that is open then, until the finding is saved', async () => {
  const capture = await opened('undo')
  await capture.keepPhoto(new TextEncoder().encode('the person').buffer, 'person', '2026-11-23T02:15:00.000Z')
  await capture.keepPhoto(new TextEncoder().encode('the scene').buffer, 'scene', '2026-11-23T02:15:09.000Z')
  const [person] = capture.shots
  const first = await capture.dropPhoto(person!)
  expect(capture.shots.map((one) => one.kind)).toEqual(['scene'])
  expect(await drafts.photoBytes(person!.id)).toBeUndefined()
  expect(await first()).toBe(true)
  expect(capture.shots.map((one) => one.kind)).toEqual(['person', 'scene'])
  expect(new TextDecoder().decode(await drafts.photoPicture(capture.shots[0]!))).toBe('the person')

  const second = await capture.dropPhoto(person!)
  capture.draft.photos_skipped = 'Keadaan tidak aman'
  await capture.save()
  await capture.close()
  const again = await Capture.open('undo', {} as OperationRef, { id: 'author' } as User, null)
  expect(await second()).toBe(true)
  expect(again.shots.map((one) => one.id)).toContain(person!.id)
  expect(again.draft.photos_skipped).toBeNull()

  // or to the one that is opened next
  const left = await again.dropPhoto(person!)
  again.draft.photos_skipped = 'Keadaan tidak aman'
  await again.save()
  await again.close()
  expect(await left()).toBe(true)
  const last = await Capture.open('undo', {} as OperationRef, { id: 'author' } as User, null)
  expect([last.shots.length, last.draft.photos_skipped]).toEqual([2, null])

  const third = await last.dropPhoto(person!)
  await last.close()
  await drafts.discardDraft('undo')
  expect(await third()).toBe(false)
  expect(await drafts.photoBytes(person!.id)).toBeUndefined()
})

it('a form holds something as soon as an officer put anything into it, and nothing before', async () => {
  const { holdsAnything } = await import('../src/field/held')
  const { emptyDraft } = await import('../src/field/newDraft')
  const user = { id: 'author', name: 'Petugas' } as User
  const empty = () => ({ ...emptyDraft('new', { id: 'op', team_id: 'team' } as OperationRef, user), place: 'Pasar Baru' })
  expect(holdsAnything(empty(), 0)).toBe(false)
  expect(holdsAnything({ ...empty(), place: 'Warung', place_edited: true, place_given: 'Warung' }, 0)).toBe(false)
  expect(holdsAnything(empty(), 1)).toBe(true)
  const { identity, document } = empty()
  const parts = [
    { who: 'gone' }, { note: 'ramai' }, { statement: 'urusan keluarga' }, { activity: 'Belanja' }, { photos_skipped: 'Keadaan tidak aman' },
    { slip: '0042-3' }, { conduct: 'refused' }, { place: 'Kios 4', place_edited: true }, { document: { ...document, observed: 'none' } },
    { document: { ...document, answers: { ...document.answers, name: false } } }, { identity: { ...identity, name: 'BUDI' } },
    { signature: { state: 'refused', photo_id: null, witness: null, method: null } },
  ]
  for (const part of parts) expect([part, holdsAnything({ ...empty(), ...part } as ReturnType<typeof empty>, 0)]).toEqual([part, true])
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
