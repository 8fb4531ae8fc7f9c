import { appendFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { phone, type Phone } from './phone'
import { browser, problem } from './world'

/**
 * invariants.md B7, B8, B9 with a network drawn at random: every request may be lost before or after the
 * server acted, answered by a captive portal, refused, or answered with somebody else's receipt. Then
 * the network is well again, and everything must have arrived once; `./sidak drill phone` asks longer.
 */
browser()
const uploads = vi.hoisted(() => ({ send: async (_photo: { photo: string }) => {} }))
vi.mock('../src/api/uploads', () => ({ uploadPhoto: (photo: { photo: string }) => uploads.send(photo) }))
afterEach(() => void vi.doUnmock('../src/sync/receipts'))

const REPORT = process.env.SIDAK_DRILL_REPORT
const SEEDS = Number(process.env.SIDAK_DRILL_COUNT ?? 2)
const FINDINGS = 8
const TROUBLES = 0.5

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const page = '<html>Selamat datang di Wi-Fi Pasar</html>'
const html = (status: number) => new Response(page, { status, headers: { 'Content-Type': 'text/html' } })
const lost = () => Promise.reject(new TypeError('connection lost'))

/** Put a bad network between phone and server; returns how to make it well again. */
function bend(one: Phone, roll: () => number): () => void {
  const well = globalThis.fetch
  let acted: Response | null = null
  const ways: ((ask: () => Promise<Response>) => Promise<Response>)[] = [
    lost,
    (ask) => ask().then(lost), // after the commit
    (ask) => ask().then(() => ask()), // twice
    async () => html(200),
    async () => html(502),
    async () => problem('server-error', 500),
    async () => problem('server-busy', 503),
    async () => problem('too-large', 413),
    async (ask) => (await ask(), html(200)),
    async (ask) => acted?.clone() ?? ask(), // the receipt of another one
    async (ask) => new Response((await (await ask()).text()).slice(0, 90), { status: 200 }), // cut
  ]
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    const ask = () => well(path, init)
    if (init?.method !== 'PUT') return ask()
    const answer = roll() < TROUBLES ? await (ways[Math.floor(roll() * ways.length)] as (typeof ways)[0])(ask) : await ask()
    if (answer.ok && roll() < 0.3) acted = answer.clone()
    return answer
  }) as typeof fetch
  uploads.send = async ({ photo }) => {
    const { ApiProblem } = await import('../src/api/client') // that of this phone
    const how = roll()
    if (how < 0.2) throw new ApiProblem('no-network', 0)
    if (how < 0.3) throw new ApiProblem('server-error', 500)
    one.server.stored.add(photo)
    if (how < 0.5) throw new ApiProblem('no-network', 0)
  }
  return () => {
    globalThis.fetch = well
    uploads.send = async ({ photo }) => void one.server.stored.add(photo)
  }
}

/** One day of a phone in a bad network; the counts are what must be nothing. */
async function day(seed: number) {
  const one = await phone()
  const roll = dice(seed)
  const well = bend(one, roll)
  const said = new Map<string, string>()
  const exported: string[] = []
  for (let number = 0; number < FINDINGS; number += 1) {
    const { id } = await one.sealed(roll() < 0.5 ? `foto ${number}` : undefined)
    const kept = await (await one.db.outboxDb()).get('findings', id)
    said.set(id, kept?.body ?? (await one.server.open(kept?.envelope as ArrayBuffer, id)))
    if (roll() < 0.7) await one.push.push(roll() < 0.5)
    if (number === FINDINGS / 2) exported.push(...(await unsent(one)).filter((text) => text))
  }
  well()
  const never = [...said.keys()].find((id) => !one.server.received.has(id))
  one.server.before = (_, path) => (never && path.endsWith(never) ? problem('not-team-member', 403) : undefined)
  for (let pass = 0; pass < 4; pass += 1) await one.push.push(true)
  const stuck = never !== undefined && (await one.state(never)) === 'refused'
  const others = [...said.keys()].filter((id) => !(stuck && id === never))
  const states = await Promise.all(others.map((id) => one.state(id)))
  return {
    sent: others.length,
    lost: others.filter((id) => one.server.received.get(id) !== said.get(id)).length,
    early: states.filter((state, at) => state === 'done' && !one.server.received.has(others[at] as string)).length,
    waiting: states.filter((state) => state !== 'done').length,
    doubled: one.server.received.size - others.length,
    // what is refused stays visible, and goes into the file; nothing that arrived does
    exported: (await unsent(one)).length === (stuck ? 1 : 0) && exported.every((text) => [...said.values()].includes(text)),
  }
}

interface Unsent {
  id: string
  body: string | null
  sealed: string | null
}

/** The texts in the file of the last resort, opened as the desk's server would. */
async function unsent(one: Phone): Promise<string[]> {
  const { findings } = JSON.parse(await (await one.exported.exportUnsent()).text()) as { findings: Unsent[] }
  const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64')).buffer as ArrayBuffer
  return Promise.all(findings.map(({ id, body, sealed }) => body ?? one.server.open(bytes(sealed ?? ''), id)))
}

it('delivers exactly once whatever the network does, and keeps what is refused', { timeout: 3_600_000 }, async () => {
  const begun = Date.now()
  const total = { sent: 0, lost: 0, early: 0, waiting: 0, doubled: 0 }
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { exported, ...counts } = await day(seed)
    expect(exported, `seed ${seed}`).toBe(true)
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += counts[name]
  }
  const { sent, ...wrong } = total
  if (REPORT) {
    const line = {
      name: 'B7/B8/B9 random network', tried: SEEDS * FINDINGS, acknowledged: sent, lost: wrong.lost + wrong.waiting,
      doubled: wrong.doubled, undetected: wrong.early, seconds: (Date.now() - begun) / 1000,
    }
    appendFileSync(REPORT, `${JSON.stringify(line)}\n`)
  }
  expect(wrong).toEqual({ lost: 0, early: 0, waiting: 0, doubled: 0 })
  expect(sent).toBeGreaterThan(SEEDS * (FINDINGS - 2))
})

const MANY = 40 // a receipt of another finding must fall on one that never arrives otherwise

it('catches a phone that believes any receipt', { timeout: 60_000 }, async () => {
  vi.doMock('../src/sync/receipts', async (original) => ({ ...(await original<object>()), verifyReceipt: async () => true }))
  let wrong = 0
  for (let seed = 1; seed <= MANY && !wrong; seed += 1) {
    const { early, lost: gone, waiting } = await day(seed)
    wrong += early + gone + waiting
  }
  expect(wrong).toBeGreaterThan(0)
})
