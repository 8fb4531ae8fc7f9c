import { clock, clockWithZone, dayKey, fullDay, shortDay } from '../i18n/time'
import { session } from '../sync/session.svelte'
import { allPages, explain } from './load.svelte'
import type { Operation, Opd, Team } from './wire'

/** What every page of the desk shares: the operations, the one that is chosen, the OPDs. */
const KEY = 'sidak.desk.operation'

class Desk {
  operations = $state.raw<Operation[]>([])
  opds = $state.raw<Opd[]>([])
  ready = $state(false)
  problem = $state<string | null>(null)
  chosenId = $state<string | null>(remembered())

  /** The chosen operation, else the newest open one, else the newest. */
  get operation(): Operation | null {
    return this.operations.find((item) => item.id === this.chosenId) ?? this.operations[0] ?? null
  }

  get zone(): string {
    return this.operation?.time_zone ?? 'Asia/Jakarta'
  }

  choose(id: string): void {
    this.chosenId = id
    try {
      localStorage.setItem(KEY, id)
    } catch {
      // Storage denied: the choice lasts until the tab closes.
    }
  }

  async load(): Promise<void> {
    try {
      this.operations = (await allPages<Operation>('/api/operations')).sort(newestOpenFirst)
      this.problem = null
    } catch (error) {
      this.problem = explain(error)
    }
    this.ready = true
  }

  async loadOpds(): Promise<void> {
    if (this.opds.length) return
    try {
      this.opds = await allPages<Opd>('/api/opds')
    } catch (error) {
      explain(error)
    }
  }
}

export const desk = new Desk()

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** The teams of an operation with their members. */
export function teamsOf(operation: string): Promise<Team[]> {
  return allPages<Team>(`/api/operations/${operation}/teams`)
}

const RANK = { open: 0, planned: 1, closed: 2 }

function newestOpenFirst(one: Operation, other: Operation): number {
  const rank = (RANK[one.status] ?? 3) - (RANK[other.status] ?? 3)
  return rank || startOf(other).localeCompare(startOf(one))
}

function startOf(operation: Operation): string {
  return operation.starts_at ?? operation.day ?? ''
}

/** Whether the user holds a role word of the server (`bkpsdm_approver` is one the phone does not know). */
export function holds(...roles: string[]): boolean {
  const own: readonly string[] = session.user?.roles ?? []
  return roles.some((role) => own.includes(role))
}

/** Whether findings, lists and letters are this user's to read (READERS of accounts/permissions.py). */
export const readsCases = (): boolean => holds('sekda', 'bkpsdm', 'bkpsdm_approver', 'inspektorat')

/** "09.05 WIB" in the operation's zone; another day than the operation's, and another year, is named in front. */
export function at(moment: string | null | undefined, zone = desk.zone): string {
  return apart(moment, zone, desk.operation?.day ?? dayKey(Date.now(), zone))
}

/** As `at`, where the page is not about the chosen operation: another day than today is named. */
export function lately(moment: string | null | undefined, zone = desk.zone): string {
  return apart(moment, zone, dayKey(Date.now(), zone))
}

function apart(moment: string | null | undefined, zone: string, home: string): string {
  if (!moment) return '–'
  const day = dayKey(moment, zone)
  if (day === home) return clockWithZone(moment, zone)
  const year = day.slice(0, 4) === home.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`
  return `${shortDay(moment, zone)}${year} ${clockWithZone(moment, zone)}`
}

/** "09.05" in the operation's zone, where the zone stands near. */
export function hour(moment: string, zone = desk.zone): string {
  return clock(moment, zone)
}

/** "Senin, 23 November 2026" of a moment or of a plain date. */
export function day(moment: string | null | undefined, zone = desk.zone): string {
  if (!moment) return '–'
  return /^\d{4}-\d{2}-\d{2}$/.test(moment) ? fullDay(`${moment}T12:00:00Z`, 'UTC') : fullDay(moment, zone)
}

/** NIP as it is printed, 8-6-1-3; anything else as it came. */
export function nip(value: string | null | undefined): string {
  if (!value) return '–'
  return /^\d{18}$/.test(value) ? value.replace(/^(\d{8})(\d{6})(\d)(\d{3})$/, '$1 $2 $3 $4') : value
}

/** The OPD of a roster row by name. */
export function opdName(row: { opd_id: string | null; opd_name?: string | null }): string {
  return row.opd_name ?? desk.opds.find((opd) => opd.id === row.opd_id)?.name ?? '–'
}

/** The words for a number and its noun: "2 temuan". */
export function count(value: number, noun: string): string {
  return `${new Intl.NumberFormat('id-ID').format(value)} ${noun}`
}

/** Metres as people say them. */
export function metres(value: number | null | undefined): string {
  if (value == null) return '–'
  if (value >= 1000) return `${new Intl.NumberFormat('id-ID', { maximumFractionDigits: 1 }).format(value / 1000)} km`
  return `${Math.round(value)} m`
}

/** A moment of the server as value of `datetime-local` in `zone`, and back. */
export function toLocal(moment: string | null | undefined, zone = desk.zone): string {
  return moment ? `${dayKey(moment, zone)}T${clock(moment, zone).replace('.', ':')}` : ''
}

export function fromLocal(value: string, zone = desk.zone): string | null {
  if (!value) return null
  const guess = Date.parse(`${value}:00Z`)
  const shown = Date.parse(`${toLocal(new Date(guess).toISOString(), zone)}:00Z`)
  return new Date(guess - (shown - guess)).toISOString()
}
