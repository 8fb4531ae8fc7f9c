import { outboxDb, type Draft, type OutboxFinding, type OutboxPhoto, type OutboxVisit } from './db'

/** What the screens see of the outbox: re-read after every change, in this tab and the others. */
interface View {
  ready: boolean
  drafts: Draft[]
  /** Newest first. */
  findings: OutboxFinding[]
  photos: OutboxPhoto[]
  visits: OutboxVisit[]
}

let view = $state.raw<View>({ ready: false, drafts: [], findings: [], photos: [], visits: [] })

const others = typeof BroadcastChannel === 'function' ? new BroadcastChannel('sidak-outbox') : null
others?.addEventListener('message', () => void refresh())

async function refresh(): Promise<void> {
  const db = await outboxDb()
  const [drafts, findings, photos, visits] = await Promise.all([
    db.getAll('drafts'),
    db.getAll('findings'),
    db.getAll('photos'),
    db.getAll('visits'),
  ])
  findings.sort((a, b) => b.captured_at.localeCompare(a.captured_at))
  drafts.sort((a, b) => b.updated_at.localeCompare(a.updated_at))
  visits.sort((a, b) => b.at.localeCompare(a.at))
  view = { ready: true, drafts, findings, photos, visits }
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
  get visits() {
    return view.visits
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
    return { findings: findings.length, photos: photos.length, visits: visits.length, items: open.size + visits.length }
  },
}
