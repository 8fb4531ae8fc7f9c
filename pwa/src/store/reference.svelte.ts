import type { OperationRef, OpdRef, PermitRef, ReferenceOut, Uuid, ZoneRef } from '../api/wire'
import { referenceDb, type HiddenReference, type StoredReference } from './db'
import { Roster } from './roster'
import { hideJson, revealJson } from './vault.svelte'

/** The masters the phone works with offline, read from one record. */
let stored = $state.raw<StoredReference | null>(null)
let roster = $state.raw<Roster | null>(null)
let loaded = $state(false)
let chosenOperation = $state<string | null>(recallOperation())
let opdById = new Map<string, OpdRef>()

function recallOperation(): string | null {
  try {
    return localStorage.getItem('sidak.operation')
  } catch {
    return null
  }
}

function adopt(record: StoredReference): void {
  opdById = new Map(record.data.opds.map((opd) => [opd.id, opd]))
  roster = new Roster(record.data.roster, record.data.opds)
  stored = record
}

/** Read the last reference of this user, once the PIN was given; screens work from here on without a network. */
export async function loadReference(owner: Uuid): Promise<void> {
  const db = await referenceDb()
  const record = (await db.get('records', 'reference')) as StoredReference | HiddenReference | undefined
  if (record && 'data' in record) {
    // A version before kept it readable.
    await saveReference(owner, record.data, record.etag)
  } else if (record?.owner === owner) {
    const data = await revealJson<ReferenceOut>(record.hidden).catch(() => null)
    if (data) adopt({ etag: record.etag, fetched_at: record.fetched_at, data })
  }
  loaded = true
}

/** Forget what is in memory: the phone was locked or somebody else works with it. */
export function closeReference(): void {
  stored = null
  roster = null
  loaded = false
  opdById = new Map()
}

/** Keep a new reference of the server as one record, under the shift's key. */
export async function saveReference(owner: Uuid, data: ReferenceOut, etag: string | null): Promise<void> {
  const fetched_at = new Date().toISOString()
  const hidden = await hideJson(data)
  await (await referenceDb()).put('records', { etag, fetched_at, owner, hidden } satisfies HiddenReference, 'reference')
  adopt({ etag, fetched_at, data })
}

/** The server said "unchanged": only the age of the data is new. */
export async function touchReference(): Promise<void> {
  if (!stored) return
  stored = { ...stored, fetched_at: new Date().toISOString() }
  const db = await referenceDb()
  const record = (await db.get('records', 'reference')) as HiddenReference | undefined
  if (record) await db.put('records', { ...record, fetched_at: stored.fetched_at }, 'reference')
}

export const reference = {
  /** Whether the phone has looked into its own store yet. */
  get loaded() {
    return loaded
  },
  get present() {
    return stored !== null
  },
  /** All that the phone holds, to put a delta into. */
  get held() {
    return stored?.data ?? null
  },
  get etag() {
    return stored?.etag ?? null
  },
  get fetchedAt() {
    return stored?.fetched_at ?? null
  },
  get roster() {
    return roster
  },
  get operations(): OperationRef[] {
    return stored?.data.operations ?? []
  },
  get opds(): OpdRef[] {
    return stored?.data.opds ?? []
  },
  opd(id: string | null): OpdRef | undefined {
    return stored && id ? opdById.get(id) : undefined
  },
  /** The sidak of the day: the chosen one, else an open one with a team of mine, else the next planned. */
  get operation(): OperationRef | null {
    const mine = (stored?.data.operations ?? []).filter((one) => one.team_id)
    const rank = { open: 0, planned: 1, closed: 2 }
    const sorted = [...mine].sort((a, b) => rank[a.status] - rank[b.status] || b.day.localeCompare(a.day))
    return mine.find((one) => one.id === chosenOperation) ?? sorted[0] ?? null
  },
  zones(operationId: string): ZoneRef[] {
    return (stored?.data.zones ?? []).filter((zone) => zone.operation_id === operationId)
  },
  /** Letters and leave registered for a person that touch the day around `at`. */
  permitsOf(person: { employee_id?: Uuid | null; nip?: string | null }, at: number): PermitRef[] {
    const day = 86_400_000
    return (stored?.data.permits ?? []).filter(
      (permit) =>
        (person.employee_id ? permit.employee_id === person.employee_id : person.nip && permit.nip === person.nip) &&
        Date.parse(permit.valid_from) < at + day &&
        Date.parse(permit.valid_to) > at - day,
    )
  },
}

export function chooseOperation(id: string): void {
  chosenOperation = id
  try {
    localStorage.setItem('sidak.operation', id)
  } catch {
    // Storage denied: chosen until the tab closes.
  }
}
