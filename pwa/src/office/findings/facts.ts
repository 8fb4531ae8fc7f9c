import {
  assessmentWords,
  basisWords,
  kindWords,
  letterSeen,
  permitWords,
  positionHintWords,
  positionMissingWords,
  shownWords,
  word,
  workTimeWords,
  zoneWords,
} from '../../i18n/desk'
import { hostOf, isOfficial } from '../../store/scanned'
import { at, day, desk, metres, nip } from '../desk.svelte'
import type { Finding, PermitNear } from '../wire'

/** One line of the comparison: what the team said, what server and desk hold, what the masters say. */
export interface Fact {
  label: string
  said: string
  judged: string
  master: string
  /** Columns that differ from what the team said, and those that say the same. */
  differs: ('judged' | 'master')[]
  same: ('judged' | 'master')[]
}

export interface FactGroup {
  title: string
  rows: Fact[]
}

const NONE = '–'

/** The comparison of one finding; rows that say nothing anywhere are left out. */
export function factGroups(finding: Finding): FactGroup[] {
  return [
    { title: 'Orang', rows: personRows(finding) },
    { title: 'Waktu dan tempat', rows: momentRows(finding) },
    { title: 'Surat', rows: letterRows(finding) },
  ].map((group) => ({
    ...group,
    rows: group.rows.filter((row) => [row.said, row.judged, row.master].some((cell) => cell !== NONE)),
  }))
}

/** A row whose cells mean the same thing, so that a difference counts. */
function compared(label: string, said: string | null, judged: string | null, master: string | null): Fact {
  const differs: Fact['differs'] = []
  const same: Fact['same'] = []
  if (said && judged) (plain(said) === plain(judged) ? same : differs).push('judged')
  const base = said ?? judged
  if (base && master) (plain(base) === plain(master) ? same : differs).push('master')
  return { label, said: said ?? NONE, judged: judged ?? NONE, master: master ?? NONE, differs, same }
}

/** A row whose cells complete each other. */
function beside(label: string, said: string | null, judged: string | null, master: string | null = null): Fact {
  return { label, said: said || NONE, judged: judged || NONE, master: master || NONE, differs: [], same: [] }
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[\s.,'’-]+/g, '')
}

function personRows(finding: Finding): Fact[] {
  const { person, roster } = finding
  const said = finding.said.identity
  const opd = desk.opds.find((item) => item.id === said.opd_id)?.name ?? said.opd_text
  const show = (value: string | null | undefined) => (value ? nip(value) : null)
  const kind = (value: string | null | undefined) => (value && value !== 'unknown' ? word(kindWords, value) : null)
  const shown = said.shown && said.shown !== 'none' ? `, ${word(shownWords, said.shown).toLowerCase()}` : ''
  return [
    compared('Nama', said.name, person.name, roster?.name ?? null),
    compared('NIP', show(said.nip), show(person.nip), show(roster?.nip)),
    compared('Status', kind(said.kind), kind(person.kind), kind(roster?.kind)),
    compared('OPD', opd ?? null, person.opd_name ?? person.opd_text, roster?.opd_name ?? null),
    compared('Unit kerja', null, person.unit, roster?.unit ?? null),
    compared('Jabatan', said.job, person.job, roster?.job ?? null),
    compared('Pangkat', null, person.rank, roster?.rank ?? null),
    beside('Dasar', `${word(basisWords, said.basis)}${shown}`, word(basisWords, person.basis)),
  ]
}

function momentRows(finding: Finding): Fact[] {
  const { said, verdicts } = finding
  const { zone, work_time: work } = verdicts
  const offset = Math.abs(Date.parse(finding.seen_at) - Date.parse(said.captured_at))
  const position = said.position
    ? `±${Math.round(said.position.accuracy_m)} m`
    : said.position_missing
      ? `Tidak ada: ${word(positionMissingWords, said.position_missing)}`
      : null
  const away = zone?.distance_m != null && zone.state !== 'inside' ? `, ${metres(zone.distance_m)} dari batas` : ''
  const office =
    verdicts.office_distance_m != null ? `${metres(verdicts.office_distance_m)} dari kantor OPD` : null
  const judgedZone = zone?.state ? `${word(zoneWords, zone.state)}${zone.zone_name ? ` ${zone.zone_name}` : ''}${away}` : null
  return [
    {
      ...beside('Waktu', at(said.captured_at), `${at(finding.seen_at)}`, work?.state ? word(workTimeWords, work.state) : null),
      differs: offset >= 60_000 ? ['judged'] : [],
    },
    beside('Diterima', null, at(finding.received_at)),
    beside('Tempat', said.place, finding.place !== said.place ? finding.place : judgedZone, office),
    { ...beside('Posisi', position, [finding.place !== said.place ? judgedZone : null, odd(finding)].filter(Boolean).join('; ')), differs: odd(finding) ? ['judged'] : [] },
  ]
}

/** What the server finds odd about the position, in words. */
function odd({ verdicts }: Finding): string | null {
  const { hints = [], speed_kmh = null } = verdicts.position ?? {}
  return hints.map((hint) => positionHintWords[hint]?.(speed_kmh) ?? hint).join('; ') || null
}

function letterRows(finding: Finding): Fact[] {
  const said = finding.said.document
  const { assessment, permits } = finding
  const permit = permits.find((item) => item.id === said.permit_id) ?? (said.number ? permits[0] : undefined)
  const due = assessment.due_at ? `, sampai ${at(assessment.due_at)}` : ''
  const registered = permits.length ? `${permits.length} surat terdaftar` : 'Tidak ada surat terdaftar'
  const rows = [
    beside('Surat', letterSeen(said.observed, finding.said.conduct), `${word(assessmentWords, assessment.state)}${due}`, registered),
  ]
  if (said.qr_text) rows.push(beside('Kode di surat', said.qr_text.slice(0, 300), hostWords(said.qr_text)))
  if (!said.number && !said.kind && !permit) return rows
  return [
    ...rows,
    compared('Jenis', said.kind ? word(permitWords, said.kind) : null, null, permit ? word(permitWords, permit.kind) : null),
    compared('Nomor', said.number, null, permit?.number ?? null),
    compared('Tanggal', said.dated ? day(said.dated) : null, null, permit?.dated ? day(permit.dated) : null),
    compared('Penanda tangan', said.signer, null, permit?.signer ?? null),
    compared('Berlaku', span(said.valid_from, said.valid_to), null, permit ? span(permit.valid_from, permit.valid_to) : null),
    compared('Tempat surat', said.place, null, permit?.place ?? null),
    compared('Keperluan', said.purpose, null, permit?.purpose ?? null),
  ]
}

/** Where the code on a letter leads; it is shown and never opened. */
function hostWords(text: string): string | null {
  const host = hostOf(text)
  return host && `${host}${isOfficial(host) ? ' (go.id)' : ', bukan go.id'}`
}

function span(from: string | null, to: string | null): string | null {
  return from && to ? `${at(from)} – ${at(to)}` : null
}

const QUESTIONS = [
  ['name', 'nama ada di surat'],
  ['date', 'tanggal tercakup'],
  ['time', 'jam tercakup'],
  ['place', 'tempat masuk akal'],
  ['purpose', 'keperluan masuk akal'],
] as const

/** The team's five answers, those that were given. */
export function answers(finding: Finding): { text: string; yes: boolean }[] {
  const given = finding.said.document.answers ?? {}
  return QUESTIONS.flatMap(([key, text]) => (given[key] == null ? [] : [{ text, yes: Boolean(given[key]) }]))
}

/** What the server says about a registered permit and this moment. */
export function covers(permit: PermitNear): { text: string; yes: boolean }[] {
  const answer = permit.covers
  if (answer == null) return []
    const names: Record<string, string> = { name: 'nama', date: 'tanggal', time: 'jam', place: 'tempat', purpose: 'keperluan' }
  return Object.entries(names).flatMap(([key, text]) => {
    const yes = answer[key]
    return yes == null ? [] : [{ text: yes ? text : `${text} tidak tercakup`, yes }]
  })
}
