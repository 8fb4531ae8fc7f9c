import type { OperationRef, OpdRef, PermitRef, ReferenceOut, ZoneRef } from '../api/wire'
import { referenceDb, type StoredReference } from './db'
import { Roster } from './roster'

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

/** Read the last reference from the phone; screens work from here on without a network. */
export async function loadReference(): Promise<void> {
  const record = (await (await referenceDb()).get('records', 'reference')) as StoredReference | undefined
  if (record) adopt(record)
  loaded = true
}

/** Keep a new reference of the server as one record. */
export async function saveReference(data: ReferenceOut, etag: string | null): Promise<void> {
  const record: StoredReference = { etag, fetched_at: new Date().toISOString(), data }
  await (await referenceDb()).put('records', record, 'reference')
  adopt(record)
}

/** The server said "unchanged": only the age of the data is new. */
export async function touchReference(): Promise<void> {
  if (!stored) return
  stored = { ...stored, fetched_at: new Date().toISOString() }
  await (await referenceDb()).put('records', stored, 'reference')
}

export const reference = {
  /** Whether the phone has looked into its own store yet. */
  get loaded() {
    return loaded
  },
  get present() {
    return stored !== null
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
  permitsOf(employeeId: string, at: number): PermitRef[] {
    const day = 86_400_000
    return (stored?.data.permits ?? []).filter(
      (permit) =>
        permit.employee_id === employeeId &&
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
