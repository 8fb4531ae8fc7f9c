import { afterEach, expect, it, vi } from 'vitest'
import { fromFile, NoCamera, NoPicture, openCamera } from '../src/device/camera'
import { isIos } from '../src/device/install.svelte'
import { almostFull, askPersistence } from '../src/device/persistence'
import { watchPosition } from '../src/device/location'
import { storageWords } from '../src/field/installWords'
import { offlineWords } from '../src/field/offlineWords'
import { positionWords } from '../src/field/positionWords'
import { fileWords } from '../src/field/words'
import { isOlder } from '../src/sync/pull'

vi.hoisted(() => {
  Object.assign(globalThis, { addEventListener: () => {}, localStorage: { getItem: () => null } })
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true })
})
afterEach(() => vi.unstubAllGlobals())

const heic = new Blob([new Uint8Array([0, 0, 0, 24]), 'ftypheic', new Uint8Array(64)])
const decoder = (made: () => Promise<unknown>) => vi.stubGlobal('createImageBitmap', made)
const broken = () => Promise.reject(new DOMException('no', 'InvalidStateError'))

it.each([
  ['an empty file', new Blob([]), 'empty'],
  ['a HEIC of an iPhone', heic, 'heic'],
  ['a text that calls itself a picture', new Blob(['not a picture'], { type: 'image/jpeg' }), 'unreadable'],
  ['60 megapixels that do not fit into memory', new Blob([new Uint8Array(21 * 1024 * 1024)]), 'large'],
] as const)('%s is told in a sentence of its own', async (_, file, why) => {
  decoder(broken)
  const told = await fromFile(file).catch((error: unknown) => error)
  expect(told).toBeInstanceOf(NoPicture)
  expect((told as NoPicture).why).toBe(why)
  expect(fileWords[why]).toMatch(/(lagi|lain)\.$/)
})

it('60 megapixels that do fit are made small', async () => {
  const drawn: number[][] = []
  const canvas = {
    width: 0, height: 0,
    getContext: () => ({ drawImage: (_: unknown, ...box: number[]) => drawn.push(box) }),
    toBlob: (done: (blob: Blob) => void) => done(new Blob(['jpeg'])),
  }
  vi.stubGlobal('document', { createElement: () => canvas })
  decoder(() => Promise.resolve({ width: 9000, height: 6700, close: () => {} }))
  expect((await fromFile(new Blob(['x']))).byteLength).toBe(4)
  expect(drawn).toEqual([[0, 0, 1600, 1191]])
})

it('a denied camera, one in use and a browser without one are told apart', async () => {
  const camera = (name: string) => ({ mediaDevices: { getUserMedia: () => Promise.reject(new DOMException('', name)) } })
  for (const [given, why] of [[camera('NotAllowedError'), 'denied'], [camera('NotReadableError'), 'absent'], [{}, 'unsupported']] as const) {
    vi.stubGlobal('navigator', given)
    expect(((await openCamera().catch((error: unknown) => error)) as NoCamera).why).toBe(why)
  }
})

it('a denied position is told at once and makes nobody wait', () => {
  const told: unknown[] = []
  const watch = (_: unknown, fail: (error: object) => void) => (fail({ code: 1, PERMISSION_DENIED: 1 }), 7)
  vi.stubGlobal('navigator', { geolocation: { watchPosition: watch, clearWatch: () => {} } })
  watchPosition((fix) => told.push([fix.missing, fix.searching]))()
  expect(told).toContainEqual(['denied', false])
})

it('a position is as good as it is said to be, in words and by its mark', () => {
  const fix = (accuracy_m: number | null, missing: 'denied' | 'no_fix' | null = null) =>
    positionWords({ position: accuracy_m === null ? null : { lon: 0, lat: 0, accuracy_m, fixed_at: '' }, missing, searching: !missing && accuracy_m === null, gpsAt: null })
  const said = [fix(9), fix(40), fix(80), fix(null), fix(null, 'denied'), fix(null, 'no_fix')].map(({ state, text }) => `${state}: ${text.split('.')[0]}`)
  expect(said).toEqual([
    'ok: Posisi baik ±9 m', 'ok: Posisi cukup ±40 m', 'wait: Posisi perkiraan ±80 m (di dalam gedung)',
    'wait: Mencari posisi… Anda boleh menyimpan lebih dulu', 'wait: Posisi belum diizinkan', 'wait: Posisi belum didapat',
  ])
})

it('the browser is asked to keep the data, and its answer is shown as it is', async () => {
  const asked: string[] = []
  const storage = (before: boolean, answer: boolean | Error, usage = 0) => ({
    persisted: async () => before,
    persist: async () => {
      asked.push('persist')
      if (answer instanceof Error) throw answer
      return answer
    },
    estimate: async () => ({ quota: 100 * 1_048_576, usage }),
  })
  const said = []
  for (const given of [storage(true, false), storage(false, true), storage(false, false), storage(false, new Error('no'), 60 * 1_048_576), undefined]) {
    vi.stubGlobal('navigator', { storage: given })
    const told = await askPersistence()
    said.push([storageWords(told).text, storageWords(told).free, almostFull(told)])
  }
  expect(said).toEqual([
    ['Dijaga peramban', 'sisa 100 MB', false],
    ['Dijaga peramban', 'sisa 100 MB', false],
    ['Belum dijamin peramban', 'sisa 100 MB', false],
    ['Belum dijamin peramban', 'sisa 40 MB', true],
    ['Belum dijamin peramban', null, false],
  ])
  expect(asked).toHaveLength(3) // what it keeps already it is not asked again
})

it('a phone promises to work offline only once screens and roster lie on it', () => {
  const state = (shell: Parameters<typeof offlineWords>[0], people: number) => offlineWords(shell, people).state
  expect([state('here', 5000), state('here', 0), state('fetching', 5000), state('impossible', 5000)]).toEqual(['ok', 'wait', 'wait', 'wait'])
})

it('an app that the server no longer knows is older, whatever the digits', () => {
  expect([isOlder('0.1.0', '0.2.0'), isOlder('0.9.0', '0.10.0'), isOlder('1.0.0', '1.0.0'), isOlder('1.1', '1.0.9')]).toEqual([true, true, false, false])
})

it('an iPad that calls itself a Mac gets the steps for the home screen, a Mac does not', () => {
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
  expect([isIos(mac, 5), isIos(mac, 0), isIos('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)', 5), isIos('Mozilla/5.0 (Linux; Android 16)', 5)]).toEqual([true, false, true, false])
})
