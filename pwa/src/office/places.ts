import { masterWords } from '../i18n/masters'
import { rollWords } from '../i18n/rolls'
import type { IconName } from '../ui/icons'
import { desk, holds, readsCases } from './desk.svelte'

/** A place of the desk: where it lies under /meja, what it is called, and its icon. */
export type Place = readonly [path: string, name: string, icon: IconName]

const CASES: readonly Place[] = [
  ['', 'Hari ini', 'home'],
  ['temuan', 'Temuan', 'flag'],
  ['menyusul', 'Surat menyusul', 'file-clock'],
  ['daftar', 'Daftar panggilan', 'list'],
  ['surat', 'Surat', 'mail'],
]

/** The places of the desk that are this user's, in the order of the rail. */
export function places(): readonly Place[] {
  return [
    ...(readsCases() ? CASES : []),
    ...(readsCases() && desk.operations.some((one) => one.kind === 'office') ? ([['absen', rollWords.name, 'tick-circle']] as const) : []),
    ['kop', 'Kop surat', 'stamp'],
    ...(holds('bkpsdm', 'bkpsdm_approver', 'inspektorat') ? ([['laporan', 'Laporan masyarakat', 'megaphone']] as const) : []),
    ['operasi', 'Operasi', 'map'],
    ['induk', 'Data induk', 'users'],
    ...(holds('admin', 'bkpsdm', 'bkpsdm_approver') ? ([['hp', 'HP petugas', 'phone'], ['kesiapan', 'Kesiapan', 'shield']] as const) : []),
    ...(holds('admin', 'inspektorat') ? ([['riwayat', 'Riwayat', 'history']] as const) : []),
  ]
}

/** The parts of the masters that are this user's: what follows /meja/induk/, and its name. */
export function masterParts(): readonly (readonly [path: string, name: string])[] {
  const clerk = holds('admin', 'bkpsdm', 'bkpsdm_approver')
  const parts: readonly (readonly [string, string, boolean])[] = [
    ['', masterWords.people, true],
    ['opd', masterWords.offices, true],
    ['izin', masterWords.permits, holds('bkpsdm', 'bkpsdm_approver', 'opd')],
    ['impor', masterWords.imports, clerk],
    ['pengguna', masterWords.users, clerk],
    ['jam-kerja', masterWords.hours, clerk],
    ['kalender', masterWords.calendar, clerk],
    ['masa-simpan', masterWords.retention, clerk || holds('inspektorat')],
  ]
  return parts.filter(([, , mine]) => mine).map(([path, name]) => [path, name] as const)
}
