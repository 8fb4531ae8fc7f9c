import type { EmployeeKind, OpdRef, RosterColumns, Uuid } from '../api/wire'
import { editDistance, foldName, foldWords } from './fold'

/** One person of the roster as the screens show it. */
export interface Person {
  row: number
  /** What tells this person apart on the phone: the NIP, or the id of one who has none. */
  key: string
  /** Null where the NIP says who it is. */
  id: Uuid | null
  nip: string
  name: string
  opdId: Uuid | null
  opd: string
  job: string | null
  kind: EmployeeKind
  rank: string | null
  unit: string | null
  /** How many people of the roster fold to the same name: 1 for a name of its own. */
  namesakes: number
}

/** Cost of a word that is exactly the query's, that starts with it, or that is misspelt. */
const EXACT = 0
const PREFIX_LAST = 1
const PREFIX = 1.5
const TYPO = 2
/** Each word of the name that was not asked for pushes it down a little. */
const EXTRA_WORD = 0.3
/** A word met in the OPD instead of the name. */
const IN_OPD = 1.2

/**
 * Search of the roster by name, NIP fragment or OPD, without a network. Names and OPDs are folded
 * into one vocabulary with postings; a query word matches by prefix first, then within one or two
 * edits. NIP fragments are found in one long string. 20,000 rows answer within a frame.
 */
export class Roster {
  readonly size: number
  private readonly vocabulary: string[]
  private readonly rowsOf: Uint32Array[]
  private readonly opdVocabulary: string[]
  private readonly opdsOf: number[][]
  private readonly opdIndexOfRow: Int32Array
  private readonly wordCount: Uint8Array
  private readonly foldedCount = new Map<string, number>()
  private readonly folded: string[]
  /** NIPs of 18 digits end to end; another length is padded so that a row is always 18 wide. */
  private readonly nips: string

  constructor(
    private readonly data: RosterColumns,
    private readonly opds: readonly OpdRef[],
  ) {
    this.size = data.name.length
    this.wordCount = new Uint8Array(this.size)
    this.folded = data.name.map(foldName)
    const words = new Map<string, number[]>()
    this.folded.forEach((name, row) => {
      this.foldedCount.set(name, (this.foldedCount.get(name) ?? 0) + 1)
      for (const word of name.split(' ')) {
        if (!word) continue
        this.wordCount[row]!++
        const rows = words.get(word)
        if (!rows) words.set(word, [row])
        else if (rows[rows.length - 1] !== row) rows.push(row)
      }
    })
    this.vocabulary = [...words.keys()].sort()
    this.rowsOf = this.vocabulary.map((word) => Uint32Array.from(words.get(word)!))
    this.nips = data.nip.map((nip) => (nip ?? '').padEnd(18, ' ').slice(0, 18)).join('')

    const opdIndex = new Map(opds.map((opd, index) => [opd.id, index]))
    this.opdIndexOfRow = Int32Array.from(data.opd_id, (id) => (id ? (opdIndex.get(id) ?? -1) : -1))
    const opdWords = new Map<string, number[]>()
    opds.forEach((opd, index) => {
      for (const word of new Set(foldWords([opd.name, opd.short_name ?? '', ...opd.aliases].join(' ')))) {
        opdWords.set(word, [...(opdWords.get(word) ?? []), index])
      }
    })
    this.opdVocabulary = [...opdWords.keys()].sort()
    this.opdsOf = this.opdVocabulary.map((word) => opdWords.get(word)!)
  }

  /** The person in a row. */
  person(row: number): Person {
    const { data } = this
    const opd = this.opds[this.opdIndexOfRow[row] ?? -1]
    return {
      row,
      key: data.nip[row] ?? data.id[row] ?? '',
      id: data.id[row] ?? null,
      nip: data.nip[row] ?? '',
      name: data.name[row]!,
      opdId: data.opd_id[row] ?? null,
      opd: opd?.short_name ?? opd?.name ?? '',
      job: data.job[row] ?? null,
      kind: data.kind[row] ?? 'unknown',
      rank: data.rank[row] ?? null,
      unit: data.unit[row] ?? null,
      namesakes: this.foldedCount.get(this.folded[row]!) ?? 1,
    }
  }

  /** Up to `limit` people, best first. Three digits or more search the NIP, anything else names and OPDs. */
  search(query: string, limit = 20): Person[] {
    const digits = query.replace(/\D/g, '')
    const rows = digits.length >= 3 ? this.byNip(digits, limit) : this.byWords(query, limit)
    return rows.map((row) => this.person(row))
  }

  private byNip(digits: string, limit: number): number[] {
    const rows: number[] = []
    let at = this.nips.indexOf(digits)
    while (at >= 0 && rows.length < limit) {
      const row = Math.floor(at / 18)
      const inside = (at % 18) + digits.length <= 18
      if (inside) rows.push(row)
      at = this.nips.indexOf(digits, inside ? (row + 1) * 18 : at + 1)
    }
    return rows
  }

  private byWords(query: string, limit: number): number[] {
    const words = foldName(query).split(' ').filter(Boolean)
    if (!words.length) return []
    const cost = new Float32Array(this.size)
    const matched = new Uint8Array(this.size)
    words.forEach((word, position) => this.addWord(word, position, position === words.length - 1, cost, matched))
    return this.best(words.length, cost, matched, limit)
  }

  /** Add the cost of one query word to every row that met all words before it. */
  private addWord(word: string, position: number, last: boolean, cost: Float32Array, matched: Uint8Array): void {
    const hits: [number, (visit: (row: number) => void) => void][] = []
    for (const [index, price] of matchWords(word, this.vocabulary, last, true)) {
      hits.push([price, (visit) => this.rowsOf[index]!.forEach(visit)])
    }
    const inOpd = new Map<number, number>()
    for (const [index, price] of matchWords(word, this.opdVocabulary, last, false)) {
      for (const opd of this.opdsOf[index]!) inOpd.set(opd, Math.min(inOpd.get(opd) ?? Infinity, price))
    }
    hits.sort((a, b) => a[0] - b[0])
    for (const [price, each] of hits) {
      each((row) => {
        if (matched[row] === position) {
          matched[row] = position + 1
          cost[row]! += price
        }
      })
    }
    if (!inOpd.size) return
    for (let row = 0; row < this.size; row++) {
      const price = matched[row] === position ? inOpd.get(this.opdIndexOfRow[row]!) : undefined
      if (price === undefined) continue
      matched[row] = position + 1
      cost[row]! += price + IN_OPD
    }
  }

  private best(words: number, cost: Float32Array, matched: Uint8Array, limit: number): number[] {
    const rows: number[] = []
    const costs: number[] = []
    for (let row = 0; row < this.size; row++) {
      if (matched[row] !== words) continue
      const price = cost[row]! + EXTRA_WORD * Math.abs(this.wordCount[row]! - words)
      if (rows.length === limit && price >= costs[limit - 1]!) continue
      let slot = Math.min(rows.length, limit - 1)
      while (slot > 0 && costs[slot - 1]! > price) {
        rows[slot] = rows[slot - 1]!
        costs[slot] = costs[slot - 1]!
        slot--
      }
      rows[slot] = row
      costs[slot] = price
    }
    return rows
  }
}

/** Indexes into a sorted vocabulary that one query word meets, with their cost. */
function matchWords(word: string, vocabulary: readonly string[], last: boolean, typos: boolean): Map<number, number> {
  const found = new Map<number, number>()
  let low = 0
  let high = vocabulary.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (vocabulary[middle]! < word) low = middle + 1
    else high = middle
  }
  for (let index = low; index < vocabulary.length && vocabulary[index]!.startsWith(word); index++) {
    found.set(index, vocabulary[index] === word ? EXACT : last ? PREFIX_LAST : PREFIX)
  }
  if (!typos || word.length <= 3) return found
  const allowed = word.length > 6 ? 2 : 1
  for (let index = 0; index < vocabulary.length; index++) {
    if (found.has(index)) continue
    const distance = editDistance(word, vocabulary[index]!, allowed, last)
    if (distance <= allowed) found.set(index, TYPO + distance)
  }
  return found
}
