import { post } from '../api/client'
import { kindWords, letterKindWords, letterWords, operationWords, statusWords, word } from '../i18n/desk'
import { desk, holds, lately, nip, opdName, readsCases } from './desk.svelte'
import { Loaded } from './load.svelte'
import { masterParts, places } from './places'
import { fits } from './table'
import type { Employee, FindingSummary, Letter } from './wire'

/** One answer of the search: what it is called, what else tells it apart, where it is. */
export interface Answer {
  key: string
  title: string
  lines: string[]
  href: string
}

export interface Group {
  name: string
  answers: Answer[]
}

interface Found {
  findings: FindingSummary[]
  people: Employee[]
  letters: Letter[]
}

const MOST = 5
const LEAST = 2

/** Search everywhere: names and NIPs travel in bodies only; what is at hand (OPD, pages) is searched here. */
export class Search {
  text = $state('')
  readonly #found = new Loaded<Found>()
  #timer: ReturnType<typeof setTimeout> | undefined

  get words(): string {
    return this.text.trim()
  }

  get wanted(): boolean {
    return this.words.length >= LEAST
  }

  get busy(): boolean {
    return this.#found.busy
  }

  get problem(): string | null {
    return this.#found.problem
  }

  /** Ask once the user pauses. */
  typed(): void {
    clearTimeout(this.#timer)
    if (!this.wanted) return this.#found.clear()
    void desk.loadOpds()
    this.#timer = setTimeout(() => void this.#found.ask(() => ask(this.words)), 200)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.text = ''
    this.#found.clear()
  }

  get groups(): Group[] {
    if (!this.wanted) return []
    const { findings, people, letters } = this.#found.data ?? { findings: [], people: [], letters: [] }
    return [
      { name: 'Temuan', answers: findings.map(ofFinding) },
      { name: 'Pegawai', answers: people.map(ofPerson) },
      { name: 'Surat', answers: letters.map(ofLetter) },
      { name: 'OPD', answers: offices(this.words) },
      { name: 'Operasi', answers: operations(this.words) },
      { name: 'Halaman', answers: pages(this.words) },
    ].filter((group) => group.answers.length)
  }
}

/** Findings of the chosen operation come first, then those of others. */
async function ask(text: string): Promise<Found> {
  const seek = <Row>(path: string, body: object) => post<{ items: Row[] }>(path, { text, ...body }).then((page) => page.items)
  const none = Promise.resolve([])
  const findings = (only: object) => (readsCases() ? seek<FindingSummary>('/api/findings/search', { limit: MOST, ...only }) : none)
  const [here, elsewhere, people, letters] = await Promise.all([
    desk.operation ? findings({ operation: desk.operation.id }) : none,
    findings({}),
    readsCases() || holds('admin') ? seek<Employee>('/api/employees/search', { size: MOST }) : none,
    readsCases() ? seek<Letter>('/api/letters/search', { limit: MOST }) : none,
  ])
  const known = new Set(here.map((one) => one.id))
  return { findings: [...here, ...elsewhere.filter((one) => !known.has(one.id))].slice(0, MOST + 2), people, letters }
}

/** Where something of an operation is shown; of another one than the chosen, that is named too. */
function within(path: string, operation: string): { href: string; words: string[] } {
  if (operation === desk.operation?.id) return { href: path, words: [] }
  return { href: `${path}?operasi=${operation}`, words: [desk.operations.find((one) => one.id === operation)?.name ?? ''] }
}

function ofFinding(item: FindingSummary): Answer {
  const place = within(`/meja/temuan/${item.id}`, item.operation_id)
  const of = item.person.opd_name ?? item.person.opd_text ?? item.place
  return {
    key: item.id,
    title: item.person.name ?? 'Belum dikenali',
    lines: [`${word(kindWords, item.person.kind)} · ${of} · ${nip(item.person.nip)}`, [`Tim ${item.team_number}`, lately(item.seen_at), word(statusWords, item.status), ...place.words].join(' · ')],
    href: place.href,
  }
}

function ofPerson(item: Employee): Answer {
  return {
    key: item.id,
    title: item.name,
    lines: [`${nip(item.nip)} · ${item.job || word(kindWords, item.kind)}`, opdName(item)],
    href: `/meja/induk?pegawai=${item.id}`,
  }
}

function ofLetter(item: Letter): Answer {
  const place = within(`/meja/surat/${item.id}`, item.operation_id)
  const whom = item.kind === 'B' ? (item.people[0]?.name ?? '') : (item.opd_name ?? '')
  return {
    key: item.id,
    title: item.number ?? 'Belum bernomor',
    lines: [[word(letterKindWords, item.kind), whom].filter(Boolean).join(' · '), [word(letterWords, item.status), ...place.words].join(' · ')],
    href: place.href,
  }
}

function pages(text: string): Answer[] {
  const all = [
    ...places().map(([path, name]) => [path ? `/meja/${path}` : '/meja', name] as const),
    ...masterParts().map(([path, name]) => [`/meja/induk/${path}`.replace(/\/$/, ''), `Data induk: ${name}`] as const),
    ['/akun', 'Akun saya'] as const,
  ]
  return all.filter(([, name]) => fits(name, text)).slice(0, MOST).map(([href, name]) => ({ key: `${href} ${name}`, title: name, lines: [], href }))
}

function offices(text: string): Answer[] {
  return desk.opds
    .filter((one) => fits(`${one.name} ${one.short_name ?? ''}`, text))
    .slice(0, MOST)
    .map((one) => ({ key: one.id, title: one.name, lines: [], href: `/meja/induk/opd?opd=${one.id}` }))
}

function operations(text: string): Answer[] {
  return desk.operations
    .filter((one) => fits(one.name, text))
    .slice(0, MOST)
    .map((one) => ({ key: one.id, title: one.name, lines: [word(operationWords, one.status)], href: `/meja/operasi?operasi=${one.id}` }))
}
