import { ApiProblem, put } from '../api/client'
import { uploadPhoto } from '../api/uploads'
import type { CorrectionReceipt, Iso, Receipt, Uuid, VisitReceipt } from '../api/wire'
import { fromBase64 } from '../store/base64'
import { OVERHEAD } from '../store/envelope'
import { verifyCorrectionReceipt, verifyReceipt, verifyVisitReceipt } from './receipts'

/**
 * The desk's half of the last resort: what `store/export` wrote on a phone, sent from here by the
 * same door and with the same proof as from the phone. Only what is sealed carries its author's
 * signature, so nothing else is sent; sending twice is once.
 */
export const FORMAT = 'sidak-unsent-2'

/** Why a file is not taken, and nothing of it sent. */
export type FileFault = 'foreign' | 'cut' | 'older' | 'newer' | 'damaged' | 'empty'

export class UnreadableFile extends Error {
  readonly fault: FileFault
  constructor(fault: FileFault) {
    super(fault)
    this.fault = fault
  }
}

export interface UnsentPhoto {
  id: Uuid
  kind: string
  sha256: string
  /** The envelope; null where the phone had lost the bytes. */
  envelope: ArrayBuffer | null
  device: { id: Uuid; signature: string } | null
}

export interface UnsentFinding {
  id: Uuid
  sha256: string
  sealed_at: Iso
  /** Null in a finding that was written before the phone could seal: only its author's session sends it. */
  envelope: ArrayBuffer | null
  photos: UnsentPhoto[]
}

export interface UnsentFile {
  written_at: Iso
  findings: UnsentFinding[]
  visits: UnsentVisit[]
}

/** A nihil, or the author's correction of a finding; what they say is in the envelope. */
export interface UnsentVisit {
  id: Uuid
  correction: boolean
  sha256: string
  at: Iso
  /** Null in one that was written before the phone could seal: only its author's session sends it. */
  envelope: ArrayBuffer | null
}

type Json = Record<string, unknown>
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const HEX = /^[0-9a-f]{64}$/

/** Read a whole file before anything of it is sent; throws `UnreadableFile`. */
export function readUnsent(text: string): UnsentFile {
  const file = parsed(text)
  const version = /^sidak-unsent-(\d+)$/.exec(String(file.format))?.[1]
  if (!version) throw new UnreadableFile('foreign')
  if (file.format !== FORMAT) throw new UnreadableFile(Number(version) < 2 ? 'older' : 'newer')
  const findings = listOf(file.findings).map(findingOf)
  const visits = listOf(file.visits).map(visitOf)
  if (!findings.length && !visits.length) throw new UnreadableFile('empty')
  const ids = [...findings, ...visits].map((one) => one.id)
  if (new Set(ids).size < ids.length) throw new UnreadableFile('damaged')
  return { written_at: textOf(file.written_at), findings, visits }
}

function parsed(text: string): Json {
  try {
    const found: unknown = JSON.parse(text)
    if (found && typeof found === 'object' && !Array.isArray(found)) return found as Json
  } catch {
    // Ours by its beginning, but without its end: a copy that was cut off.
    if (/^\s*\{\s*"format"\s*:\s*"sidak-unsent-/.test(text.slice(0, 80))) throw new UnreadableFile('cut')
  }
  throw new UnreadableFile('foreign')
}

function findingOf(said: Json): UnsentFinding {
  const envelope = bytesOf(said.sealed)
  if (envelope && !isEnvelope(envelope)) throw new UnreadableFile('damaged')
  return {
    id: matching(said.id, UUID),
    sha256: matching(said.sha256, HEX),
    sealed_at: textOf(said.sealed_at),
    envelope,
    photos: listOf(said.photos).map(photoOf),
  }
}

function visitOf(said: Json): UnsentVisit {
  const envelope = bytesOf(said.sealed)
  if (envelope && !isEnvelope(envelope)) throw new UnreadableFile('damaged')
  const sha256 = envelope ? matching(said.sha256, HEX) : ''
  return { id: matching(said.id, UUID), correction: typeof said.corrects === 'string', sha256, at: textOf(said.at), envelope }
}

function photoOf(said: Json): UnsentPhoto {
  const envelope = said.sealed === true ? bytesOf(said.base64) : null
  if (envelope && (!isEnvelope(envelope) || envelope.byteLength !== Number(said.size) + OVERHEAD)) {
    throw new UnreadableFile('damaged')
  }
  const device = said.device as { id?: unknown; signature?: unknown } | undefined
  return {
    id: matching(said.id, UUID),
    kind: textOf(said.kind),
    sha256: matching(said.sha256, HEX),
    envelope,
    device: device ? { id: matching(device.id, UUID), signature: textOf(device.signature) } : null,
  }
}

const isEnvelope = (bytes: ArrayBuffer) => bytes.byteLength >= OVERHEAD && new Uint8Array(bytes)[0] === 1

function bytesOf(said: unknown): ArrayBuffer | null {
  if (said === null || said === undefined) return null
  try {
    return fromBase64(textOf(said)).buffer
  } catch {
    throw new UnreadableFile('damaged')
  }
}

function listOf(said: unknown): Json[] {
  const members = Array.isArray(said) && said.every((one) => one && typeof one === 'object')
  if (!members) throw new UnreadableFile('damaged')
  return said as Json[]
}

function textOf(said: unknown): string {
  if (typeof said !== 'string') throw new UnreadableFile('damaged')
  return said
}

function matching(said: unknown, pattern: RegExp): string {
  if (typeof said !== 'string' || !pattern.test(said)) throw new UnreadableFile('damaged')
  return said
}

/** How one finding or nihil of a file fared; `code` says why something is missing. */
export interface Brought<Of = Receipt> {
  state: 'stored' | 'photos_missing' | 'refused' | 'unsealed'
  receipt: Of | null
  code: string | null
}

/**
 * Send one finding with its photos and believe only a receipt that verifies. Rejects with
 * `ApiProblem` where trying the others now is pointless too (no network, a busy server).
 */
export async function bring(finding: UnsentFinding): Promise<Brought> {
  if (!finding.envelope) return { state: 'unsealed', receipt: null, code: null }
  let receipt: Receipt | null = null
  let code: string | null = null
  try {
    receipt = await receiptOf(finding)
    for (const photo of finding.photos) {
      if (stateOf(receipt, photo) === 'missing') code = (await photoTrouble(finding, photo)) ?? code
    }
    receipt = await receiptOf(finding)
  } catch (error) {
    if (!(error instanceof ApiProblem) || pointless(error)) throw error
    return { state: 'refused', receipt, code: error.code }
  }
  const whole = receipt.photos.every((photo) => photo.state === 'stored')
  return { state: whole ? 'stored' : 'photos_missing', receipt, code: whole ? null : code }
}

/** Send one nihil or correction, as `bring` sends a finding. */
export async function bringVisit(visit: UnsentVisit): Promise<Brought<VisitReceipt | CorrectionReceipt>> {
  if (!visit.envelope) return { state: 'unsealed', receipt: null, code: null }
  try {
    const receipt = visit.correction ? await correctionReceipt(visit) : await visitReceipt(visit)
    return { state: 'stored', receipt, code: null }
  } catch (error) {
    if (!(error instanceof ApiProblem) || pointless(error)) throw error
    return { state: 'refused', receipt: null, code: error.code }
  }
}

async function visitReceipt(visit: UnsentVisit): Promise<VisitReceipt> {
  const { data } = await put<VisitReceipt>(`/api/visits/${visit.id}`, visit.envelope)
  if (!(await verifyVisitReceipt(data, visit))) throw new ApiProblem('receipt-invalid', 422)
  return data
}

async function correctionReceipt(one: UnsentVisit): Promise<CorrectionReceipt> {
  const { data } = await put<CorrectionReceipt>(`/api/corrections/${one.id}`, one.envelope)
  if (!(await verifyCorrectionReceipt(data, one))) throw new ApiProblem('receipt-invalid', 422)
  return data
}

async function receiptOf(finding: UnsentFinding): Promise<Receipt> {
  const { data } = await put<Receipt>(`/api/findings/${finding.id}`, finding.envelope)
  if (!(await verifyReceipt(data, finding))) throw new ApiProblem('receipt-invalid', 422)
  return data
}

const stateOf = (receipt: Receipt, photo: UnsentPhoto) => receipt.photos.find((one) => one.id === photo.id)?.state

/** Send a photo; returns the code of what keeps it, a lost photo has `photo-lost`. */
async function photoTrouble(finding: UnsentFinding, photo: UnsentPhoto): Promise<string | null> {
  if (!photo.envelope || !photo.device) return 'photo-lost'
  const { id, kind, sha256, envelope: bytes, device } = photo
  try {
    await uploadPhoto({ finding: finding.id, photo: id, sha256, kind, bytes, device, uploadUrl: null, onUrl: () => {} })
    return null
  } catch (error) {
    if (!(error instanceof ApiProblem) || pointless(error)) throw error
    return error.code
  }
}

function pointless(problem: ApiProblem): boolean {
  return problem.status === 0 || problem.code === 'not-the-server' || [429, 503, 507].includes(problem.status)
}
