import { outboxDb, type Draft, type HiddenDraft, type OutboxFinding, type OutboxPhoto, type OutboxVisit, type OwnCopy, type Summary, type VisitCopy } from './db'
import { revealJson, vault } from './vault.svelte'

/** A finding with what may be shown of it. */
export interface ShownFinding extends OutboxFinding {
  summary: Summary
  author_name: string
  /** Whether its text can be read here and now. */
  readable: boolean
}

/** A visit with the place as far as it may be shown. */
export interface ShownVisit extends OutboxVisit {
  place: string
  readable: boolean
}

const NAMELESS: Summary = { who: '', opd: null, nip_tail: null, place: '', observed: 'none', conduct: 'cooperative' }
/** Opened copies, so that a list does not decrypt at every change. */
const copies = new Map<string, OwnCopy>()
const places = new Map<string, string>()

/** A copy was written anew: lists read it again. */
export const forgetCopy = (id: string) => copies.delete(id)

/** What the screens see of the outbox: re-read after every change, in this tab and the others. */
interface View {
  ready: boolean
  drafts: Draft[]
  /** Newest first. */
  findings: ShownFinding[]
  photos: OutboxPhoto[]
  visits: ShownVisit[]
}

let view = $state.raw<View>({ ready: false, drafts: [], findings: [], photos: [], visits: [] })

const others = typeof BroadcastChannel === 'function' ? new BroadcastChannel('sidak-outbox') : null
others?.addEventListener('message', () => void refresh())

async function refresh(): Promise<void> {
  const db = await outboxDb()
  const [stored, all, photos, visited] = await Promise.all([
    db.getAll('drafts'),
    db.getAll('findings'),
    db.getAll('photos'),
    db.getAll('visits'),
  ])
  const drafts = (await Promise.all(stored.map(shownDraft))).filter((one) => one !== undefined)
  const findings = await Promise.all(all.map(shown))
  const visits = await Promise.all(visited.map(shownVisit))
  findings.sort((a, b) => b.captured_at.localeCompare(a.captured_at))
  drafts.sort((a, b) => b.updated_at.localeCompare(a.updated_at))
  visits.sort((a, b) => b.at.localeCompare(a.at))
  view = { ready: true, drafts, findings, photos, visits }
}

/** The form of a stored draft; undefined when it is another user's or the phone is locked. */
export async function shownDraft(stored: Draft | HiddenDraft): Promise<Draft | undefined> {
  if (!('hidden' in stored)) return stored
  if (!vault.isOpenFor(stored.author_id)) return undefined
  return revealJson<Draft>(stored.hidden).catch(() => undefined)
}

/** A finding as a list shows it: what is sealed is named only for its author, once the PIN was given. */
async function shown(finding: OutboxFinding): Promise<ShownFinding> {
  const { summary, author_name } = finding
  if (summary) return { ...finding, summary, author_name: author_name ?? '', readable: true }
  if (!vault.isOpenFor(finding.author_id)) copies.delete(finding.id)
  else if (!copies.has(finding.id) && finding.own) {
    const copy = await revealJson<OwnCopy>(finding.own).catch(() => null)
    if (copy) copies.set(finding.id, copy)
  }
  const copy = copies.get(finding.id)
  if (copy) return { ...finding, summary: copy.summary, author_name: copy.author_name, readable: true }
  return { ...finding, summary: NAMELESS, author_name: '', readable: false }
}

/** A visit as a list shows it: a sealed one names its place only to its author, once the PIN was given. */
async function shownVisit(visit: OutboxVisit): Promise<ShownVisit> {
  if (visit.place !== null) return { ...visit, place: visit.place, readable: true }
  if (!vault.isOpenFor(visit.author_id)) places.delete(visit.id)
  else if (!places.has(visit.id) && visit.own) {
    const copy = await revealJson<VisitCopy>(visit.own).catch(() => null)
    if (copy) places.set(visit.id, copy.place)
  }
  const place = places.get(visit.id)
  return { ...visit, place: place ?? '', readable: place !== undefined }
}

/** Read the outbox again and tell other tabs. */
export async function changed(): Promise<void> {
  await refresh()
  others?.postMessage('changed')
}

export const outbox = {
  get ready() {
    return view.ready
  },
  get drafts() {
    return view.drafts
  },
  get findings() {
    return view.findings
  },
  /** Visited places, newest first. */
  get visits() {
    return view.visits.filter((one) => !one.corrects)
  },
  /** What authors said anew of sent findings, newest first; `place` holds the reason. */
  get corrections() {
    return view.visits.filter((one) => one.corrects)
  },
  /** Photos of one finding, in the order they were taken. */
  photosOf(findingId: string): OutboxPhoto[] {
    return view.photos
      .filter((photo) => photo.finding_id === findingId)
      .sort((a, b) => a.taken_at.localeCompare(b.taken_at))
  },
  /** What the phone still holds, as the heartbeat declares it. */
  get unsent() {
    const findings = view.findings.filter((finding) => finding.state === 'waiting' || finding.state === 'refused')
    const open = new Set(view.findings.filter((finding) => finding.state !== 'done').map((finding) => finding.id))
    const photos = view.photos.filter((photo) => open.has(photo.finding_id) && photo.state !== 'stored')
    const visits = view.visits.filter((visit) => visit.state !== 'done')
    const nihil = visits.filter((visit) => !visit.corrects).length
    // A server counts whatever is numbered and no finding as one kind.
    return { findings: findings.length, photos: photos.length, visits: visits.length, nihil, items: open.size + visits.length }
  },
}
