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
  private readonly names: Vocabulary
  private readonly rowsOf: Uint32Array[]
  private readonly offices: Vocabulary
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
    const vocabulary = [...words.keys()].sort()
    this.names = new Vocabulary(vocabulary)
    this.rowsOf = vocabulary.map((word) => Uint32Array.from(words.get(word)!))
    this.nips = data.nip.map((nip) => (nip ?? '').padEnd(18, ' ').slice(0, 18)).join('')

    const opdIndex = new Map(opds.map((opd, index) => [opd.id, index]))
    this.opdIndexOfRow = Int32Array.from(data.opd_id, (id) => (id ? (opdIndex.get(id) ?? -1) : -1))
    const opdWords = new Map<string, number[]>()
    opds.forEach((opd, index) => {
      for (const word of new Set(foldWords([opd.name, opd.short_name ?? '', ...opd.aliases].join(' ')))) {
        opdWords.set(word, [...(opdWords.get(word) ?? []), index])
      }
    })
    const offices = [...opdWords.keys()].sort()
    this.offices = new Vocabulary(offices)
    this.opdsOf = offices.map((word) => opdWords.get(word)!)
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

  /** Add the cost of one query word to every row that met all words before it; the cheapest way counts. */
  private addWord(word: string, position: number, last: boolean, cost: Float32Array, matched: Uint8Array): void {
    const hits = this.names.match(word, last, true).sort((one, other) => one[1] - other[1])
    for (const [index, price] of hits) {
      const rows = this.rowsOf[index]!
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at]!
        if (matched[row] !== position) continue
        matched[row] = position + 1
        cost[row]! += price
      }
    }
    const offices = this.offices.match(word, last, false)
    if (!offices.length) return
    const inOpd = new Float32Array(this.opds.length).fill(Infinity)
    for (const [index, price] of offices) {
      for (const opd of this.opdsOf[index]!) inOpd[opd] = Math.min(inOpd[opd]!, price)
    }
    for (let row = 0; row < this.size; row++) {
      if (matched[row] !== position) continue
      const price = inOpd[this.opdIndexOfRow[row]!] ?? Infinity
      if (price === Infinity) continue
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

/** All words of the roster once, sorted, each with the set of its letters. */
class Vocabulary {
  private readonly letters: Int32Array

  constructor(private readonly words: readonly string[]) {
    this.letters = Int32Array.from(words, lettersOf)
  }

  /** Indexes of the words that one query word meets, with their cost: by prefix, else within one or two edits. */
  match(word: string, last: boolean, typos: boolean): [number, number][] {
    const { words } = this
    const found: [number, number][] = []
    let low = 0
    let high = words.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (words[middle]! < word) low = middle + 1
      else high = middle
    }
    let end = low
    for (; end < words.length && words[end]!.startsWith(word); end++) {
      found.push([end, words[end] === word ? EXACT : last ? PREFIX_LAST : PREFIX])
    }
    if (!typos || word.length <= 3) return found
    const allowed = word.length > 6 ? 2 : 1
    const own = lettersOf(word)
    for (let index = 0; index < words.length; index++) {
      if (index === low) index = end
      if (index === words.length) break
      const other = this.letters[index]!
      // Every letter that is missing costs an edit of its own: most words are out before they are compared.
      if (bits(own & ~other) > allowed || (!last && bits(other & ~own) > allowed)) continue
      const distance = editDistance(word, words[index]!, allowed, last)
      if (distance <= allowed) found.push([index, TYPO + distance])
    }
    return found
  }
}

/** Which letters a word has, one bit each; whatever is no letter shares one. */
function lettersOf(word: string): number {
  let set = 0
  for (let at = 0; at < word.length; at++) {
    const letter = word.charCodeAt(at) - 97
    set |= 1 << (letter >= 0 && letter < 26 ? letter : 26)
  }
  return set
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest; rest &= rest - 1) count++
  return count
}
