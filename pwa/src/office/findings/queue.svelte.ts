import { get } from '../../api/client'
import { explain } from '../load.svelte'
import type { FindingSummary } from '../wire'

/** Filters of the queue; `flag` and `kind` are answered here, the others by the server as well. */
export interface Filters {
  team: string
  opd: string
  status: string
  assessment: string
  flag: string
  kind: string
  /** A figure of the board: the server says which findings it counts, of a team or OPD too. */
  figure: string
  /** Of a figure, those first seen in this hour or place, and those whose paper stands so. */
  hour: string
  place: string
  document: string
  /** No filter, but asked and kept like one: in what order the server gives the rows; '' is newest first. */
  order: string
}

export const noFilters: Filters = { team: '', opd: '', status: '', assessment: '', flag: '', kind: '', figure: '', hour: '', place: '', document: '', order: '' }
export const ORDERS = [
  { value: '', word: 'Terbaru' },
  { value: 'oldest', word: 'Terlama' },
  { value: 'waiting', word: 'Perlu diputuskan dulu' },
  { value: 'team', word: 'Menurut tim' },
  { value: 'opd', word: 'Menurut OPD' },
]
export const ASN = ['pns', 'cpns', 'pppk', 'pppk_part_time']
const ELSEWHERE = ['other_agency', 'village', 'military_police']
const PAGE = 200
/** A filter of ours: received or reopened, whatever still waits for a decision. */
export const UNDECIDED = 'open'

/** Whether the desk still has to decide. */
export function undecided(row: FindingSummary): boolean {
  return row.status === 'received' || row.status === 'reopened'
}

interface Page {
  items: FindingSummary[]
  next: string | null
  people?: number
  findings?: number
}

/**
 * The queue of one operation. Up to one page everything is here and filters answer at once with exact
 * counts; a larger operation asks the server for each filter and goes on by cursor.
 */
export class Queue {
  rows = $state.raw<FindingSummary[]>([])
  next = $state<string | null>(null)
  busy = $state(false)
  problem = $state<string | null>(null)
  /** Whether `rows` is the whole operation. */
  whole = $state(false)
  /** How many persons and findings the figure counts that is asked for. */
  counted = $state.raw<{ people: number; findings: number } | null>(null)
  #turn = 0
  #operation = ''
  #order = ''
  #path = ''

  async load(operation: string, filters: Filters): Promise<void> {
    if (operation !== this.#operation) {
      this.rows = []
      this.whole = false
    }
    this.#operation = operation
    this.#order = filters.order
    if (filters.figure) return this.narrow(filters)
    await this.#ask(`/api/findings?${this.#wanted(filters.order)}`, false)
    if (this.next) await this.narrow(filters)
  }

  #wanted(order: string): URLSearchParams {
    const wanted = new URLSearchParams({ operation: this.#operation, limit: String(PAGE) })
    if (order) wanted.set('order', order)
    return wanted
  }

  /** Ask the server again with filters; needed only when the operation is larger than a page. */
  async narrow(filters: Filters): Promise<void> {
    if (filters.figure) return this.#behind(filters)
    if (this.counted) {
      this.counted = null
      return this.load(this.#operation, filters)
    }
    if (this.whole && filters.order !== this.#order) return this.load(this.#operation, filters)
    if (this.whole) return
    const wanted = this.#wanted((this.#order = filters.order))
    const asked = wanted.size
    for (const name of ['team', 'opd', 'status', 'assessment'] as const) {
      const value = filters[name]
      if (value && value !== UNDECIDED && !value.startsWith('text:')) wanted.set(name, value)
    }
    await this.#ask(`/api/findings?${wanted}`, false, wanted.size > asked)
  }

  /** Ask for what a figure of the board counts. */
  async #behind(filters: Filters): Promise<void> {
    const wanted = new URLSearchParams({ figure: filters.figure, limit: String(PAGE) })
    for (const name of ['team', 'opd', 'hour', 'place', 'kind', 'document', 'order'] as const) if (filters[name]) wanted.set(name, filters[name])
    const path = `/api/operations/${this.#operation}/figures?${wanted}`
    if (path === this.#path && this.counted) return
    this.whole = false
    await this.#ask(path, false, true)
  }

  async more(): Promise<void> {
    if (!this.next || this.busy) return
    await this.#ask(this.#path, true)
  }

  /** Put a changed finding into its row. */
  replace(row: FindingSummary): void {
    this.rows = this.rows.map((item) => (item.id === row.id ? { ...item, ...row } : item))
  }

  async #ask(path: string, add: boolean, filtered = false): Promise<void> {
    const turn = ++this.#turn
    this.busy = true
    try {
      const page = await get<Page>(add ? `${path}&cursor=${encodeURIComponent(this.next ?? '')}` : path)
      if (turn !== this.#turn) return
      this.#path = path
      this.counted = page.people === undefined ? null : { people: page.people, findings: page.findings ?? 0 }
      this.rows = add ? [...this.rows, ...page.items] : page.items
      this.next = page.next
      if (!add && !filtered) this.whole = page.next === null
      this.problem = null
    } catch (error) {
      if (turn === this.#turn) this.problem = explain(error)
    } finally {
      if (turn === this.#turn) this.busy = false
    }
  }
}

/** Whether a row passes; `skip` leaves one filter out, to count its choices. */
export function passes(row: FindingSummary, filters: Filters, skip?: keyof Filters): boolean {
  const want = (name: keyof Filters) => (name === skip ? '' : filters[name])
  // a figure's persons are the server's to choose: of one person the findings may name two OPDs
  if (want('team') && !filters.figure && row.team_id !== want('team')) return false
  if (want('opd') && !filters.figure && opdKey(row) !== want('opd')) return false
  if (want('status') && row.status !== want('status') && !(want('status') === UNDECIDED && undecided(row))) return false
  if (want('assessment') && row.assessment.state !== want('assessment')) return false
  if (want('flag') && !row.flags.includes(want('flag'))) return false
  return !want('kind') || Boolean(filters.figure) || kindGroups(row).includes(want('kind'))
}

/** The OPD as one value: its id, or the text the team wrote. */
export function opdKey(row: FindingSummary): string {
  return row.person.opd_id ?? (row.person.opd_text ? `text:${row.person.opd_text}` : '')
}

/** The groups of the board a row counts in. */
export function kindGroups(row: FindingSummary): string[] {
  const { kind } = row.person
  const groups = [kind as string]
  if (ASN.includes(kind)) groups.push('asn')
  if (ELSEWHERE.includes(kind)) groups.push('elsewhere')
  if (row.conduct === 'left') groups.push('left')
  if (row.assessment.state.startsWith('accepted')) groups.push('document_accepted')
  return groups
}

/** Choices of one filter with their counts among rows that pass all the others. */
export function choices(
  rows: FindingSummary[],
  filters: Filters,
  name: keyof Filters,
  values: (row: FindingSummary) => [string, string][],
): { value: string; word: string; count: number }[] {
  const counted = new Map<string, { value: string; word: string; count: number }>()
  for (const row of rows) {
    if (!passes(row, filters, name)) continue
    for (const [value, word] of values(row)) {
      if (!value) continue
      const entry = counted.get(value) ?? { value, word, count: 0 }
      entry.count++
      counted.set(value, entry)
    }
  }
  return [...counted.values()].sort((one, other) => one.word.localeCompare(other.word, 'id', { numeric: true }))
}
