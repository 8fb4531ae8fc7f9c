import { readMeta, type Chain } from './db'
import { deviceOf } from './envelope'

/** One series of numbers for everything this phone writes, findings and visits, so that an omission shows. */
const chainKey = (device: string | null) => (device ? `chain:${device}` : 'chain')

/** Where the next thing of this phone stands: its number, and the hash of the one before. */
export interface Link extends Chain {
  /** Where the end of the chain is kept. */
  key: string
}

export async function nextLink(device: string | null): Promise<Link> {
  const key = chainKey(device)
  const chain = (await readMeta<Chain>(key)) ?? { sequence: 0, previous_sha256: null }
  return { key, sequence: chain.sequence + 1, previous_sha256: chain.previous_sha256 }
}

/** The newest number that this phone gave as one user's. */
export async function newestNumber(device: string): Promise<number> {
  return (await readMeta<Chain>(chainKey(device)))?.sequence ?? 0
}

/** What the chain needs of a sealed text. */
interface Linked {
  envelope?: ArrayBuffer
  sequence?: number
  sha256?: string
}

export const keyOf = (linked: Linked) => chainKey(linked.envelope ? deviceOf(linked.envelope) : null)

/** The store of small values, inside a transaction. */
interface MetaStore {
  get(key: string): Promise<unknown>
  put(value: unknown, key: string): Promise<unknown>
}

/** Something came back from the mirror: the chain must not run backwards when the whole database was lost. */
export async function catchUp(meta: MetaStore, linked: Linked): Promise<void> {
  const { sequence, sha256 } = linked
  if (sequence === undefined || sha256 === undefined) return
  const chain = (await meta.get(keyOf(linked))) as Chain | undefined
  if (!chain || chain.sequence < sequence) void meta.put({ sequence, previous_sha256: sha256 } satisfies Chain, keyOf(linked))
}
