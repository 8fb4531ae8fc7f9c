import type { Iso, Uuid } from '../../api/wire'

/** What can be brought as a file, and which differences its dry run tells. */
export const importKinds = {
  roster: ['join', 'return', 'move', 'change', 'leave'],
  attendance: ['new', 'change'],
  permits: ['new'],
  opds: ['new', 'return', 'change', 'end'],
} as const

export type ImportKind = keyof typeof importKinds

export function isImportKind(name: string | null): name is ImportKind {
  return name !== null && name in importKinds
}

/** An import with the figures of its dry run; `offices` are names of OPDs that nobody knows. */
export interface FileImport {
  id: Uuid
  status: 'ready' | 'applied' | 'undone' | 'discarded'
  effective_on: string
  columns: Record<string, string>
  dropped: string[]
  decisions: Record<string, { do: Treatment; opd_id: Uuid | null }>
  offices: Record<string, { rows: number; suggested: Uuid | null }>
  figures: Record<string, number>
  brought_at: Iso
  applied_at: Iso | null
  undone_at: Iso | null
  revision: number
}

/** The first and the last day that the rows of a file are about, where they say so; else the day it holds from. */
export function daysOf(one: Pick<FileImport, 'figures' | 'effective_on'>): [string, string] {
  const day = (number: number | undefined) => (number === undefined ? one.effective_on : new Date(number * 86_400_000).toISOString().slice(0, 10))
  return [day(one.figures.first_day), day(one.figures.last_day)]
}

export type Treatment = 'alias' | 'create' | 'skip'

/** A difference (`kind`, `before`, `after`) or a remark (`text`, `said`) about a row of the file. */
export interface ReportRow {
  row: number | null
  kind?: string
  nip?: string
  name?: string
  before?: Record<string, string | null>
  after?: Record<string, string | null>
  text?: string
  said?: string
  rejected?: boolean
}
