import { ApiProblem, post, put } from '../api/client'
import { uploadPhoto } from '../api/uploads'
import type { CorrectionReceipt, Receipt, VisitReceipt } from '../api/wire'
import { outboxDb, type OutboxFinding, type OutboxPhoto, type OutboxVisit, type Trouble } from '../store/db'
import { forgetEnrolment } from '../store/device'
import { photoBytes } from '../store/drafts'
import { markPhoto, markReceipt, markTrouble, prune } from '../store/findings'
import { changed } from '../store/outbox.svelte'
import { markVisitSent, markVisitTrouble } from '../store/visits'
import { verifyCorrectionReceipt, verifyReceipt, verifyVisitReceipt } from './receipts'
import { status } from './status.svelte'

/** How a pass ended: everything tried, or stopped by the network, the server or the session. */
export interface Pass {
  stopped: ApiProblem | null
  /** Items left that another attempt may send. */
  left: number
}

/** Refused items are offered again after this long by themselves (an operation may open meanwhile). */
const REFUSED_AGAIN_MS = 5 * 60_000

/**
 * Send what waits: visits, then findings' texts, oldest first, then photos. What is sealed needs no
 * session and goes first; without one the rest waits. One sender at a time over all tabs. `null`
 * when another tab is sending.
 */
export async function push(asked = false, signedIn = true): Promise<Pass | null> {
  return navigator.locks.request('sidak-send', { ifAvailable: true }, async (lock) => {
    if (!lock) return null
    status.sending = true
    try {
      return await pass(asked, signedIn)
    } finally {
      status.sending = false
      status.now = null
    }
  })
}

async function pass(asked: boolean, signedIn: boolean): Promise<Pass> {
  const db = await outboxDb()
  try {
    const all = (await db.getAll('findings')).sort((a, b) => a.sequence - b.sequence)
    const due = all.filter((finding) => finding.state !== 'done' && (asked || isDue(finding)))
    const texts = (await db.getAll('visits')).filter((visit) => isOpen(visit) && (asked || isDue(visit)))
    const visits = texts.filter((one) => !one.corrects)
    const corrections = texts.filter((one) => one.corrects).sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
    await sendVisits(visits.filter((visit) => visit.envelope))
    await sendFindings(due.filter((finding) => finding.envelope), asked)
    await sendVisits(await follow(corrections.filter((one) => one.envelope)))
    if (signedIn) {
      await sendVisits(visits.filter((visit) => !visit.envelope))
      await sendFindings(due.filter((finding) => !finding.envelope), asked)
      await sendVisits(await follow(corrections.filter((one) => !one.envelope)))
    }
    await prune()
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    return { stopped: error, left: await countLeft() }
  }
  return { stopped: null, left: await countLeft() }
}

async function sendFindings(due: readonly OutboxFinding[], asked: boolean): Promise<void> {
  for (const finding of due.filter((one) => one.state !== 'text_sent')) await attempt(finding, () => sendText(finding))
  for (const { id } of due) {
    const finding = await (await outboxDb()).get('findings', id)
    if (finding?.state === 'text_sent') await attempt(finding, () => sendPhotos(finding, asked))
  }
}

function isDue(item: { state: string; trouble: Trouble | null }): boolean {
  if (item.state !== 'refused' || !item.trouble) return true
  return Date.now() - Date.parse(item.trouble.at) > REFUSED_AGAIN_MS
}

/** Whether a visit is still to be sent, and can no longer be taken back. */
const isOpen = (visit: OutboxVisit) => visit.state !== 'done' && visit.hold_until <= Date.now()

/** Whether trying other items now is pointless too. */
function stopsEverything(problem: ApiProblem): boolean {
  if (problem.code === 'no-network' || problem.code === 'not-the-server') return true
  return problem.status === 401 || problem.status === 429 || problem.status === 503 || problem.status === 507
}

function isRefusal(problem: ApiProblem): boolean {
  return problem.status >= 400 && problem.status < 500 && ![401, 408, 423, 425, 429].includes(problem.status)
}

/** One refused item never blocks the others; a missing network stops the pass. */
async function attempt({ id, author_id }: OutboxFinding, step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    const stop = stopsEverything(error)
    if (error.code === 'device-unknown') await forgetEnrolment(author_id)
    await markTrouble(id, { code: error.code, at: new Date().toISOString() }, !stop && isRefusal(error))
    if (stop) throw error
  }
}

async function sendText(finding: OutboxFinding): Promise<void> {
  status.now = { finding: finding.id, photo: null, share: 0 }
  const { data: receipt } = await put<Receipt>(`/api/findings/${finding.id}`, finding.envelope ?? finding.body)
  const photos = await (await outboxDb()).getAllFromIndex('photos', 'finding_id', finding.id)
  if (!(await verifyReceipt(receipt, { id: finding.id, sha256: finding.sha256, photos }))) {
    throw new ApiProblem('receipt-invalid', 0)
  }
  await markReceipt(finding.id, receipt)
  if (finding.state !== 'text_sent') status.sentAt = Date.now()
}

async function sendPhotos(finding: OutboxFinding, asked: boolean): Promise<void> {
  const photos = await (await outboxDb()).getAllFromIndex('photos', 'finding_id', finding.id)
  for (const photo of photos) {
    const again = photo.state === 'waiting' || (photo.state === 'refused' && (asked || photoIsDue(photo)))
    if (again) await sendPhoto(finding, photo)
  }
  // The same bytes once more: only this receipt says what the server really holds.
  await sendText(finding)
}

function photoIsDue(photo: OutboxPhoto): boolean {
  return !photo.trouble || Date.now() - Date.parse(photo.trouble.at) > REFUSED_AGAIN_MS
}

async function sendPhoto(finding: OutboxFinding, photo: OutboxPhoto, again = true): Promise<void> {
  const bytes = await photoBytes(photo.id)
  if (!bytes || photo.form === 'hidden') {
    await markPhoto(photo.id, { state: 'refused', trouble: { code: 'photo-lost', at: new Date().toISOString() } })
    return
  }
  try {
    status.now = { finding: finding.id, photo: photo.id, share: 0 }
    await uploadPhoto({
      finding: finding.id,
      photo: photo.id,
      sha256: photo.sha256,
      kind: photo.kind,
      bytes,
      device: photo.device,
      uploadUrl: photo.upload_url,
      onUrl: (url) => markPhoto(photo.id, { upload_url: url }),
      onProgress: (sent, total) => (status.now = { finding: finding.id, photo: photo.id, share: sent / total }),
    })
    await markPhoto(photo.id, { state: 'uploaded', trouble: null })
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    const lost = photo.form === 'sealed' ? [401, 404, 409, 410, 460] : [404, 409, 410, 460]
    if (photo.upload_url && again && lost.includes(error.status)) {
      // The half-sent upload expired or lost step at the server: start it anew, once.
      await markPhoto(photo.id, { upload_url: null })
      return sendPhoto(finding, { ...photo, upload_url: null }, false)
    }
    if (stopsEverything(error)) throw error
    const trouble = { code: error.code, at: new Date().toISOString() }
    await markPhoto(photo.id, { state: isRefusal(error) ? 'refused' : 'waiting', trouble })
  }
}

/** A correction goes only after the finding it speaks of. */
async function follow(corrections: readonly OutboxVisit[]): Promise<OutboxVisit[]> {
  if (!corrections.length) return []
  const findings = await (await outboxDb()).getAll('findings')
  const here = new Set(findings.filter((one) => one.state === 'waiting' || one.state === 'refused').map((one) => one.id))
  return corrections.filter((one) => !here.has(one.corrects as string))
}

async function sendVisits(visits: readonly OutboxVisit[]): Promise<void> {
  for (const visit of visits) {
    try {
      await markVisitSent(visit.id, await sendOne(visit))
      status.sentAt = Date.now()
    } catch (error) {
      if (!(error instanceof ApiProblem) || stopsEverything(error)) throw error
      if (error.code === 'device-unknown') await forgetEnrolment(visit.author_id)
      await markVisitTrouble(visit.id, { code: error.code, at: new Date().toISOString() }, isRefusal(error))
    }
  }
}

function sendOne(visit: OutboxVisit): Promise<VisitReceipt | CorrectionReceipt | null> {
  if (visit.corrects) return sendCorrection(visit)
  return visit.sha256 ? sendVisit(visit) : sendFields(visit)
}

async function sendCorrection(one: OutboxVisit): Promise<CorrectionReceipt> {
  const { data: receipt } = await put<CorrectionReceipt>(`/api/corrections/${one.id}`, one.envelope ?? one.body)
  if (!(await verifyCorrectionReceipt(receipt, one))) throw new ApiProblem('receipt-invalid', 0)
  return receipt
}

async function sendVisit(visit: OutboxVisit): Promise<VisitReceipt> {
  const { data: receipt } = await put<VisitReceipt>(`/api/visits/${visit.id}`, visit.envelope ?? visit.body)
  if (!(await verifyVisitReceipt(receipt, visit))) throw new ApiProblem('receipt-invalid', 0)
  return receipt
}

/** A visit of a version before was never fixed as a text: its fields are sent as that version sent them. */
async function sendFields({ id, operation_id, team_id, place, nil, at, position, note }: OutboxVisit): Promise<null> {
  await post(`/api/operations/${operation_id}/visits`, { id, team_id, place, nil, at, position, note })
  return null
}

async function countLeft(): Promise<number> {
  const db = await outboxDb()
  const moving = (item: { state: string }) => item.state !== 'done' && item.state !== 'refused'
  const findings = (await db.getAll('findings')).filter(moving)
  const visits = (await db.getAll('visits')).filter(moving)
  await changed()
  return findings.length + visits.length
}
