import type { RollCode } from '../i18n/rolls'
import type { EmployeeKind, FindingIn, Iso, Observed, PhotoKind, Uuid } from '../api/wire'

/**
 * What the desk and the board read from the server; fields may be added, never renamed.
 *
 * Long because it is one list of types without a line of code: `contract.ts` holds each of them against the generated
 * contract, and screens share most of them.
 */
export type FindingStatus = 'received' | 'confirmed' | 'dismissed' | 'merged' | 'referred' | 'reopened'
export type AssessmentState = 'unassessed' | 'pending' | 'accepted' | 'mismatch' | 'expired' | 'accepted_late'
export type Conduct = 'cooperative' | 'refused' | 'left'

export interface Person {
  employee_id: Uuid | null
  nip: string | null
  name: string | null
  basis: 'known' | 'claimed' | 'unknown'
  kind: EmployeeKind
  opd_id: Uuid | null
  opd_name: string | null
  opd_text: string | null
  unit: string | null
  job: string | null
  rank: string | null
}

export interface Assessment {
  state: AssessmentState
  due_at: Iso | null
}

export interface FindingSummary {
  id: Uuid
  operation_id: Uuid
  team_id: Uuid
  team_number: number
  author_name: string
  status: FindingStatus
  revision: number
  seen_at: Iso
  received_at: Iso
  place: string
  person: Person
  conduct: Conduct
  observed: Observed
  assessment: Assessment
  flags: string[]
  slip: string | null
  photo_count?: { stored: number; announced: number }
}

export interface FindingPhoto {
  id: Uuid
  kind: PhotoKind
  state: 'stored' | 'missing' | 'quarantined'
  taken_at: Iso
  url: string | null
  thumb_url: string | null
}

export interface Amendment {
  revision: number
  verb: string
  at: Iso
  actor_name: string
  reason: string
  changes: Record<string, unknown>
}

/** A registered permit with the server's answer whether it covers the finding. */
export interface PermitNear {
  id: Uuid
  kind: string
  number: string | null
  dated: string | null
  signer?: string | null
  valid_from: Iso
  valid_to: Iso
  place: string | null
  purpose: string | null
  registered_at: Iso
  covers?: Record<string, boolean | null> | null
  /** Registered or dated after the finding. */
  late?: boolean
  /** Taken back since it was seen here. */
  withdrawn?: boolean
}

export interface RosterRow {
  id?: Uuid
  nip: string | null
  name: string
  kind: EmployeeKind
  rank: string | null
  job: string | null
  opd_id: Uuid | null
  opd_name?: string | null
  unit: string | null
  superior_name?: string | null
}

export interface Finding extends FindingSummary {
  said: FindingIn
  sha256?: string
  log_index?: number
  verdicts: {
    work_time?: { state?: string; reason?: string; [key: string]: unknown } | null
    zone?: { state?: string; distance_m?: number | null; zone_id?: Uuid | null; zone_name?: string | null } | null
    office_distance_m?: number | null
    position?: { hints?: string[]; speed_kmh?: number | null } | null
  }
  photos: FindingPhoto[]
  amendments: Amendment[]
  roster: RosterRow | null
  permits: PermitNear[]
  attendance: { kind: string; words: string; day: string } | null
  late_letters: LateLetter[]
  merged_into?: Uuid | null
  set_aside?: number
}

/** A paper that came after the finding, with the server's doubts about it. */
export interface LateLetter {
  id: Uuid
  finding_id: Uuid
  source: string
  kind: string
  number: string
  dated: string | null
  signed_at: Iso | null
  signer: string
  note: string
  received_at: Iso
  received_by_name: string | null
  has_file: boolean
  /** The number that the person was given, for an answer by slip. */
  receipt: string | null
  unread: boolean
  flags: string[]
}

/** A finding whose letter was promised: until when, and what has come. */
export interface Owed {
  finding_id: Uuid
  revision: number
  name: string | null
  nip: string | null
  opd_id: Uuid | null
  opd_name: string | null
  place: string
  seen_at: Iso
  state: string
  due_at: Iso | null
  letters: LateLetter[]
}

export interface OwedList {
  items: Owed[]
  promised_until: Iso | null
  revision: number
}

export interface Team {
  id: Uuid
  number: number
  closed_at?: Iso | null
  close_reason?: string | null
  places?: string[]
  members?: { user_id: Uuid; name: string; title?: string | null; role: string }[]
}

export interface Operation {
  id: Uuid
  name: string
  /** outside: who is found; office: who is missing. */
  kind?: string
  time_zone: string
  status: 'planned' | 'open' | 'closed'
  revision?: number
  day?: string
  starts_at?: Iso
  ends_at?: Iso
  order_number?: string
  order_date?: string | null
  promised_until?: Iso | null
  simulation?: boolean
  opened_at?: Iso | null
  closed_at?: Iso | null
  close_reason?: string | null
}

/** An OPD with everything that the master keeps. */
export interface Office {
  id: Uuid
  name: string
  short_name: string
  parent_id: Uuid | null
  aliases: string[]
  address: string
  head_title: string
  head_form: string
  head_id: Uuid | null
  personnel_officer_id: Uuid | null
  valid_from: string
  valid_to: string | null
  schedule_id: Uuid | null
  office: number[] | null
  revision: number
}

/** A letter or leave as registered, with whose it is. */
export interface RegisteredPermit {
  id: Uuid
  employee_name: string
  kind: string
  number: string
  valid_from: Iso
  valid_to: Iso
  place: string
  registered_at: Iso
  registered_by: Uuid | null
}

/** Somebody who signs in, as admins and planners see it. */
export interface Account {
  id: Uuid
  username: string
  name: string
  title?: string | null
  roles: string[]
  opd_id?: Uuid | null
  active: boolean
  invited: boolean
}

export interface PlannedZone {
  id: Uuid
  name: string
  team_id: Uuid | null
  area: { type: string; coordinates: unknown }
}

export interface Employee {
  id: Uuid
  nip: string | null
  name: string
  kind: EmployeeKind
  rank: string | null
  job: string | null
  opd_id: Uuid | null
  unit: string | null
  superior_id?: Uuid | null
  revision?: number
}

export interface Opd {
  id: Uuid
  name: string
  short_name?: string | null
  parent_id?: Uuid | null
  office?: number[] | null
}

export type Bucket =
  | 'dismissed'
  | 'unconfirmed'
  | 'unidentified'
  | 'not_employee'
  | 'other_agency'
  | 'outsourced'
  | 'off_hours'
  | 'pending_document'
  | 'document_accepted'
  | 'excluded'
  | 'cleared'

export interface LineLetter {
  id: Uuid
  kind: string
  status: string
  number: string | null
  call: number | null
  /** None for a letter that calls nobody. */
  hearing_at: Iso | null
}

export interface ListLine {
  line_id: Uuid
  employee_id: Uuid | null
  name: string
  nip: string | null
  kind: EmployeeKind
  job: string | null
  rank: string | null
  finding_ids: Uuid[]
  document: string
  status: string
  marks: string[]
  revision: number
  hearing_at: Iso | null
  /** Steps that this state allows, whoever asks. */
  verbs: string[]
  /** The letter that follows when the person stays away; null where it is decided on the evidence. */
  next_call: { kind: string; call: number | null } | null
  letter: LineLetter | null
  /** Those that count, newest first. */
  letters: LineLetter[]
  seen: { finding_id: Uuid; observed: string }[]
  /** Where the BAP stands; possible: the person came to a letter B. */
  examination: 'possible' | 'draft' | 'closed' | null
}

/** Somebody who was found and is not on a list. */
export interface PersonApart {
  line_id: Uuid
  name: string | null
  nip: string | null
  opd_name: string | null
  finding_ids: Uuid[]
  status: string
  revision: number
  needs_correction: boolean
  verbs: string[]
}

export interface SummonsList {
  opds: { opd_id: Uuid | null; name: string | null; lines: ListLine[] }[]
  not_listed: Record<Bucket, number>
  not_listed_people?: Partial<
    Record<Bucket, PersonApart[]>
  >
  totals: {
    findings: number
    repeat_findings: number
    people: number
    listed: number
    not_listed: number
    difference: number
  }
}

/** One thing that is due at the desk; one of the three ids says where the work is done. */
export interface Due {
  kind: string
  operation_id: Uuid
  operation_name: string
  due_at: Iso | null
  name: string
  opd_name: string | null
  finding_id: Uuid | null
  line_id: Uuid | null
  letter_id: Uuid | null
}

export type LetterStatus =
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'approved'
  | 'signed'
  | 'delivered'
  | 'withdrawn'
  | 'replaced'

export interface Letter {
  id: Uuid
  operation_id: Uuid
  kind: string
  status: LetterStatus
  number: string | null
  dated: string | null
  subject: string | null
  addressee: string[]
  /** None for a letter that calls nobody: referral, notice, correction. */
  hearing_at: Iso | null
  hearing_place: string
  hearing_checked?: boolean
  /** Why the default hearing is on its day; null where none is counted. */
  hearing_reason: string | null
  opd_id: Uuid | null
  opd_name: string | null
  people: { line_id: Uuid; name: string; nip: string | null; hearing_at: Iso | null }[]
  revision: number
  corrects: { id: Uuid; number: string | null } | null
  /** The OPD of the superior who signs a letter B: it finishes the letter. */
  signing_opd_name: string | null
  /** Where the QR of a signed letter leads. */
  check_address: string | null
  drafted_by_name?: string | null
  pdf_sha256: string | null
  delivered_at: Iso | null
  received_by: string
  /** The office's own register numbers it when its signature is recorded. */
  numbered_here: boolean
  /** Steps that this state allows, whoever asks. */
  verbs: string[]
}

/** A letter with its history, our seal, and the PDF that came back signed. */
export interface WholeLetter extends Letter {
  /** What holds its signature, and what is unusual about it and stops nothing. */
  holds: string[]
  notes: string[]
  steps: { verb: string; at: Iso; actor_name: string | null; reason: string | null; seal: string | null }[]
  copy: LetterCopy | null
}

export interface LetterCopy {
  added_at: Iso
  added_by_name: string | null
  /** It begins with the very bytes that were issued. */
  issued_bytes: boolean
  /** A page shows something besides, as the picture of a signature. */
  added: boolean
  /** `trusted` is null where no issuers are listed at the server. */
  signers: { name: string; issuer: string; serial: string; at: Iso | null; trusted: boolean | null }[]
}

/** Somebody who saw a letter, or the list with its persons, and how. */
export interface Reader {
  reader_name: string | null
  how: string
  first_at: Iso
  last_at: Iso
}

/** When and where a letter B would call a person, before it is drafted. */
export interface Slot {
  line_id: Uuid
  hearing_at: Iso | null
  place: string | null
  held: 'superior_unknown' | 'letter_kind' | 'under_way' | null
}

/** An own answer of an OPD, as it was received. */
export interface Reply {
  id: Uuid
  kind: string
  number: string
  dated: string | null
  note: string
  received_at: Iso
  has_file: boolean
}

/** A person of the own OPD, as an OPD account sees it. */
export interface OwnLine {
  operation_id: Uuid
  operation_name: string
  day: string
  time_zone: string
  line_id: Uuid
  name: string | null
  nip: string | null
  job: string | null
  unit: string | null
  status: string
  hearing_at: Iso | null
  seen: { seen_at: Iso; place: string }[]
  reply_until: Iso | null
  may_reply: boolean
  replies: Reply[]
}

/** Who may be meant by a finding; `suggested` only where two attributes agree and the lead is clear. */
export interface Candidates {
  items: { employee: Employee; score: number; reasons: string[] }[]
  suggested: Uuid | null
  /** The lead of the first over the second, of 1. */
  margin: number
  holds: string[]
}

/** A letter B in the hands of the OPD whose superior signs it; void, it names nobody. */
export interface OwnLetter {
  id: Uuid
  operation_name: string
  time_zone: string
  call: number
  status: LetterStatus
  verbs: string[]
  person: { name: string; nip: string; job: string } | null
  signatory: { name: string; nip: string }
  number: string | null
  dated: string | null
  hearing_at: Iso
  hearing_place: string
  hearing_checked: boolean
  signed_at: Iso | null
  delivered_at: Iso | null
  received_by: string
  revision: number
}

export interface Letterhead {
  government: string
  agency: string
  address: string
  contact: string
  city: string
  emblem_svg: string | null
  classification: string
  unit_code: string
  hearing_place: string
  hearing_days_a: number
  hearing_days_b: number
  hearing_time: string
  hearing_minutes: number
  hearing_parallel: number
  paper: string
  copies_to: string[]
  regency_head: string
  signing_days: number
  own_register: boolean
  matters: Record<string, string>
  default_matters?: Record<string, string>
}

export interface Signatory {
  id: Uuid
  letter_kind: string
  form: string
  title: string
  on_behalf_of: string | null
  name: string
  rank: string | null
  nip: string | null
  active: boolean
}

export interface BoardTeam {
  id: Uuid
  number: number
  coordinator: string | null
  coordinator_title: string | null
  state: 'not_reported' | 'findings' | 'nihil' | 'closed'
  /** Offices of a sidak kantor whose attendance list it keeps. */
  rolls: number
  people: number
  asn: number
  non_asn: number
  other: number
  visits: number
  nil_visits: number
  zones: string[]
  unsent_findings: number
  unsent_photos: number
  unsent_visits: number
  /** Numbered by the team's phones, neither received nor declared unsent. */
  missing_findings: number
  last_contact_at: Iso | null
  closed_at: Iso | null
  /** Arrived after the team's newest berita acara. */
  later_findings: number
}

/** A berita acara of a team; an addendum counts only what came after the one before. */
export interface TeamReport {
  id: Uuid
  team_id: Uuid
  number: number
  addendum: boolean
  declared_by_name: string
  declared_at: Iso
  lon: number | null
  lat: number | null
  accuracy_m: number | null
  reason: string | null
  note: string
  findings: number
  visits: number
  nil_visits: number
  unsent_findings: number
  unsent_photos: number
  unsent_visits: number
}

export interface Feature {
  type: 'Feature'
  geometry: { type: string; coordinates: unknown }
  properties: {
    kind: 'zone' | 'finding' | 'visit'
    team_number?: number | null
    name?: string | null
    person_kind?: string | null
    status?: string | null
    accuracy_m?: number | null
    finding_id?: Uuid | null
    nil?: boolean
  }
}

/** `staff` = all counts together + `difference`; who is ill is counted as on leave. */
export interface BoardSums {
  staff: number
  counts: Record<RollCode, number>
  difference: number
}

export interface Board {
  state: 'provisional' | 'verified'
  totals: {
    people: number
    asn: number
    non_asn: number
    other_agency: number
    unknown: number
    left: number
    document_accepted: number
    outsourced?: number
    not_employee?: number
  }
  teams: BoardTeam[]
  opds: { opd_id: Uuid; name: string; people: number; employees: number }[]
  features: { type: 'FeatureCollection'; features: Feature[] }
  /** How the offices of a sidak kantor stand; null for another kind. */
  rolls: (BoardSums & { opds: (BoardSums & { roll_id: Uuid; name: string; team_number: number })[] }) | null
  cursor?: string | null
}

/** A phone of an officer, as `GET /api/devices` lists it. */
export interface EnrolledPhone {
  id: Uuid
  user_name: string
  name: string
  enrolled_at: Iso
  revoked_at: Iso | null
  last_contact_at: Iso | null
  unsent_findings: number
  unsent_photos: number
  unsent_visits: number
}
