/**
 * The shapes on the wire as architecture.md §6 fixes them (snake_case, UTC ISO 8601, [lon, lat]).
 * Hand-written until `openapi.json` exists; then these become aliases of the generated types.
 */
export type Uuid = string
export type Iso = string

export type Role = 'officer' | 'coordinator' | 'sekda' | 'bkpsdm' | 'opd' | 'inspektorat' | 'admin'

export interface User {
  id: Uuid
  username: string
  name: string
  roles: Role[]
  demo?: boolean
  opd_id?: Uuid | null
}

export interface SessionOut {
  user: User
  demo?: boolean
}

export interface TeamRef {
  id: Uuid
  number: number
  members: { name: string; role: 'officer' | 'coordinator' }[]
}

export interface OperationRef {
  id: Uuid
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
  id: Uuid[]
  nip: string[]
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
  deleted: unknown
}

export type EmployeeKind =
  | 'pns'
  | 'cpns'
  | 'pppk'
  | 'pppk_part_time'
  | 'non_asn'
  | 'other_agency'
  | 'outsourced'
  | 'village'
  | 'military_police'
  | 'not_employee'
  | 'unknown'

export type Observed = 'matches' | 'mismatch' | 'promised' | 'none' | 'refused'
export type PhotoKind = 'person' | 'scene' | 'letter' | 'signature'
export type Answer = boolean | null

export interface PositionWire {
  lon: number
  lat: number
  accuracy_m: number
  fixed_at: Iso
}

export interface PhotoWire {
  id: Uuid
  kind: PhotoKind
  sha256: string
  size: number
  mime: 'image/jpeg'
  taken_at: Iso
}

export interface FindingIn {
  operation_id: Uuid
  team_id: Uuid
  author_id: Uuid
  device_id: Uuid | null
  sequence: number | null
  previous_sha256: string | null
  app_version: string
  source: 'phone' | 'paper'
  captured_at: Iso
  clock: { device_at: Iso; gps_at: Iso | null; monotonic_ms: number; server_offset_ms: number | null }
  position: PositionWire | null
  position_missing: null | 'denied' | 'no_fix' | 'unsupported'
  place: string
  identity: {
    basis: 'known' | 'claimed' | 'unknown'
    shown: 'id_card' | 'name_tag' | 'ktp' | 'none' | null
    employee_id: Uuid | null
    nip: string | null
    name: string | null
    opd_id: Uuid | null
    opd_text: string | null
    job: string | null
    kind: EmployeeKind
  }
  conduct: 'cooperative' | 'refused' | 'left'
  activity: string | null
  statement: string | null
  note: string | null
  document: {
    observed: Observed
    kind: string | null
    number: string | null
    dated: string | null
    signer: string | null
    valid_from: Iso | null
    valid_to: Iso | null
    place: string | null
    purpose: string | null
    permit_id: Uuid | null
    qr_text: string | null
    answers: { name: Answer; date: Answer; time: Answer; place: Answer; purpose: Answer }
  }
  signature: { state: 'signed' | 'refused' | 'not_asked'; photo_id: Uuid | null; witness: string | null }
  photos: PhotoWire[]
  photos_skipped: string | null
}

export interface Receipt {
  finding_id: Uuid
  sha256: string
  photos: { id: Uuid; sha256: string; state: 'stored' | 'missing' }[]
  received_at: Iso
  epoch: string
  log_index: number
  key_id: string
  signature: string
}

export interface VisitIn {
  id: Uuid
  team_id: Uuid
  place: string
  at: Iso
  nil: boolean
  position: PositionWire | null
  note: string
}

/** Every list of the server. */
export interface Page<T> {
  items: T[]
  next: string | null
}
