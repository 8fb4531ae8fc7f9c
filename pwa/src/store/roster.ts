import type { EmployeeKind, OpdRef, RosterColumns, Uuid } from '../api/wire'
import { foldWord, foldWords, plainWords } from './fold'
import { respaced, Vocabulary } from './vocabulary'

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

/** Whoever is found for less was typed without a slip: nothing else is looked for. */
const CERTAIN = 2
/** A space put elsewhere is a slip too. */
const RESPACED = 2.5
/** So many ways of putting a space elsewhere are tried. */
const WAYS = 3
/** Each word of the name that was not asked for pushes it down a little. */
const EXTRA_WORD = 0.3
/** A word met in the OPD instead of the name. */
const IN_OPD = 1.2
/** No list is longer, however many share a name. */
const MOST = 100

interface Hit {
  row: number
  cost: number
}

/**
 * Search of the roster by name, NIP fragment or OPD, without a network. Names and OPDs are folded
 * into one vocabulary with postings; a query word matches by prefix first, then within one or two
 * edits. Where that finds nobody for certain, short words may have a slip too, a slip is looked for
 * in the spelling as written (folding can double it), and a space may be in the wrong place.
 * NIP fragments are found in one long string. 20,000 rows answer within a frame.
 */
export class Roster {
  readonly size: number
  private readonly names: Vocabulary
  /** The words as they are written, and which of `names` each of them folds to. */
  private readonly written: Vocabulary
  private readonly nameOf: Int32Array
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
    const folds = new Map<string, string>()
    const fold = (word: string) => {
      let key = folds.get(word)
      if (key === undefined) folds.set(word, (key = foldWord(word)))
      return key
    }
    this.folded = data.name.map((name) => plainWords(name).map(fold).join(' '))
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
    this.written = new Vocabulary([...folds.keys()].sort())
    const at = new Map(vocabulary.map((word, index) => [word, index]))
    this.nameOf = Int32Array.from(this.written.words, (word) => at.get(folds.get(word)!)!)
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

  /** What a list shows: the best people and, of each, everybody of the same name beside; `more` where it is not all. */
  offer(query: string, limit: number): { people: Person[]; more: boolean } {
    const byNip = query.replace(/\D/g, '').length >= 3
    // Names are asked further than they are shown: namesakes may fill the first places.
    const asked = byNip ? limit + 1 : 4 * limit
    const best = this.search(query, asked)
    if (byNip) return { people: best.slice(0, limit), more: best.length > limit }
    const people = new Map<number, Person>()
    for (const [at, one] of best.entries()) {
      if (people.has(one.row)) continue
      if (people.size >= limit) return offered(people, true)
      // In the order of the search, as far as it reached.
      const same = one.namesakes > 1 ? best.slice(at).filter((other) => this.folded[other.row] === this.folded[one.row]) : [one]
      for (const other of [...same, ...this.namesakesOf(one)]) people.set(other.row, people.get(other.row) ?? other)
    }
    return offered(people, best.length === asked)
  }

  private namesakesOf(person: Person): Person[] {
    if (person.namesakes < 2) return []
    const name = this.folded[person.row]!
    return this.folded.flatMap((other, row) => (other === name && row !== person.row ? [this.person(row)] : []))
  }

  /** Whether a word of this text belongs to an office rather than to a person. */
  namesOffice(text: string): boolean {
    return plainWords(text).map(foldWord).some((word) => this.offices.knows(word, word.length > 3))
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
    const typed = plainWords(query)
    // One letter begins everybody's name and says nothing of whom is meant.
    if (typed.join('').length < 2) return []
    let hits = this.ranked(typed, false, limit)
    if (!hits.length || hits[0]!.cost >= CERTAIN) {
      const ways = respaced(typed, (word, last) => this.written.knows(word, last)).slice(0, WAYS)
      hits = cheapest([this.ranked(typed, true, limit), ...ways.map((words) => this.ranked(words, false, limit, RESPACED))], limit)
    }
    return hits.map((hit) => hit.row)
  }

  /** The people who have all these words, cheapest first. */
  private ranked(typed: readonly string[], loose: boolean, limit: number, base = 0): Hit[] {
    const cost = new Float32Array(this.size).fill(base)
    const matched = new Uint8Array(this.size)
    typed.forEach((word, position) => {
      const last = position === typed.length - 1
      this.addNames(this.wordsLike(word, last, loose), position, cost, matched)
      if (!foldsAway(word)) this.addOffices(foldWord(word), last, position, cost, matched)
    })
    return this.best(typed.length, cost, matched, limit)
  }

  /** Words of names that one typed word may stand for, cheapest first. */
  private wordsLike(word: string, last: boolean, loose: boolean): [number, number][] {
    const away = foldsAway(word)
    const folded = foldWord(word)
    const found = away
      ? this.names.match(folded, last, 'prefix').filter(([, price]) => price === 0 && folded.length > 1)
      : this.names.match(folded, last, loose ? 'any' : 'long')
    if (away) {
      for (const [index, price] of this.written.match(word, last, 'prefix')) found.push([this.nameOf[index]!, price])
    } else if (loose) {
      for (const [index, price] of this.written.match(word, last, 'any')) found.push([this.nameOf[index]!, price])
    }
    return found.sort((one, other) => one[1] - other[1])
  }

  /** Add the cost of one query word to every row that met all words before it; the cheapest way counts. */
  private addNames(words: [number, number][], position: number, cost: Float32Array, matched: Uint8Array): void {
    for (const [index, price] of words) {
      const rows = this.rowsOf[index]!
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at]!
        if (matched[row] !== position) continue
        matched[row] = position + 1
        cost[row]! += price
      }
    }
  }

  /** The same for a word of an office, where it is in no name. */
  private addOffices(word: string, last: boolean, position: number, cost: Float32Array, matched: Uint8Array): void {
    const offices = this.offices.match(word, last, 'prefix')
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

  private best(words: number, cost: Float32Array, matched: Uint8Array, limit: number): Hit[] {
    const found: Hit[] = []
    for (let row = 0; row < this.size; row++) {
      if (matched[row] !== words) continue
      const price = cost[row]! + EXTRA_WORD * Math.abs(this.wordCount[row]! - words)
      if (found.length === limit && price >= found[limit - 1]!.cost) continue
      let slot = Math.min(found.length, limit - 1)
      while (slot > 0 && found[slot - 1]!.cost > price) {
        found[slot] = found[slot - 1]!
        slot--
      }
      found[slot] = { row, cost: price }
    }
    return found
  }
}

/** Whether folding leaves so little of a word ("zzzz", "uu", "syah") that half the roster begins with it: its spelling counts then. */
function foldsAway(word: string): boolean {
  const { length } = foldWord(word)
  return length === 1 ? word.length > 1 : length === 2 && word.length > 3
}

function offered(people: ReadonlyMap<number, Person>, more: boolean): { people: Person[]; more: boolean } {
  return { people: [...people.values()].slice(0, MOST), more: more || people.size > MOST }
}

/** Several rankings as one; who is in more than one counts with the cheapest. */
function cheapest(rankings: readonly Hit[][], limit: number): Hit[] {
  const held = new Map<number, Hit>()
  for (const hit of rankings.flat()) {
    const known = held.get(hit.row)
    if (!known || hit.cost < known.cost) held.set(hit.row, hit)
  }
  return [...held.values()].sort((one, other) => one.cost - other.cost).slice(0, limit)
}
