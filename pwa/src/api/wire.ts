/**
 * The shapes on the wire (snake_case, UTC ISO 8601, [lon, lat]). What the phone sends is the contract
 * itself, generated into `schema.d.ts` by `npm run types`; what it reads names only the parts it uses,
 * and `contract.ts` refuses to compile when the server no longer sends one of them.
 */
import type { components } from './schema'

export type Schemas = components['schemas']
export type Uuid = string
export type Iso = string

export type Role = 'officer' | 'coordinator' | 'sekda' | 'bkpsdm' | 'opd' | 'inspektorat' | 'admin'

export interface User {
  id: Uuid
  username: string
  name: string
  roles: Role[]
  opd_id?: Uuid | null
}

export interface SessionOut {
  user: User
  demo?: boolean
  /** `required`: this session can only turn it on. */
  second_factor?: 'off' | 'on' | 'required'
}

export interface TeamRef {
  id: Uuid
  number: number
  members: { name: string; role: 'officer' | 'coordinator' }[]
}

export interface OperationRef {
  id: Uuid
  /** office: a sidak kantor; what a phone kept from before has none. */
  kind?: string
  name: string
  time_zone: string
  status: 'planned' | 'open' | 'closed'
  /** The team and role of the user who asks. */
  team_id: Uuid | null
  role: 'officer' | 'coordinator' | null
  teams: TeamRef[]
  day: string
  order_number: string
  simulation: boolean
  starts_at: Iso
  ends_at: Iso
  promised_until: Iso | null
}

export interface RosterColumns {
  columns: string[]
  /** Null for everybody who has a NIP: that is who they are on a phone. */
  id: (Uuid | null)[]
  nip: (string | null)[]
  name: string[]
  opd_id: (Uuid | null)[]
  job: (string | null)[]
  kind: (EmployeeKind | null)[]
  rank: (string | null)[]
  unit: (string | null)[]
}

export interface OpdRef {
  id: Uuid
  name: string
  short_name: string | null
  parent_id: Uuid | null
  aliases: string[]
}

export interface ZoneRef {
  id: Uuid
  operation_id: Uuid
  team_id: Uuid | null
  name: string
  kind: string
  area: { type: 'MultiPolygon'; coordinates: [number, number][][][] }
}

export interface PermitRef {
  id: Uuid
  employee_id: Uuid
  nip: string | null
  kind: string
  number: string | null
  dated: string | null
  signer: string | null
  valid_from: Iso
  valid_to: Iso
  place: string | null
  purpose: string | null
  registered_at: Iso
}

export interface ReferenceOut {
  cursor: string | null
  server_time: Iso
  epoch: string
  operations: OperationRef[]
  roster: RosterColumns
  opds: OpdRef[]
  zones: ZoneRef[]
  permits: PermitRef[]
  schedules: unknown[]
  holidays: unknown[]
  /** Whether `roster` is all of it; else it adds to what the phone has, and `deleted` (NIPs, or ids of those without) is forgotten. */
  full: boolean
  deleted: string[]
}

export type EmployeeKind = Schemas['IdentityIn']['kind']
export type Observed = Schemas['DocumentIn']['observed']
export type PhotoKind = Schemas['PhotoIn']['kind']
export type Answer = boolean | null

export type PositionWire = Schemas['PositionIn']
export type PhotoWire = Schemas['PhotoIn']
export type FindingIn = Schemas['FindingIn']
export type Signature = Schemas['SignatureIn']
export type Receipt = Schemas['ReceiptOut']
export type VisitIn = Schemas['VisitIn']
export type VisitText = Schemas['VisitTextIn']
export type VisitReceipt = Schemas['VisitReceiptOut']
export type CorrectionText = Schemas['CorrectionIn']
export type CorrectionReceipt = Schemas['CorrectionReceiptOut']
/** What an author may say anew of a sent finding. */
export type Changes = Schemas['ChangesIn']

/** Every list of the server. */
export interface Page<T> {
  items: T[]
  next: string | null
}
