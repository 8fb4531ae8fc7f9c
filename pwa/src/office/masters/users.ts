import type { Uuid } from '../../api/wire'

/** A one-time link; the token is shown this once and stands behind the #, which no server sees. */
export interface Link {
  user_id: Uuid
  username: string
  name: string
  token: string
}

export const addressOf = (link: Link): string => `${location.origin}/sandi#${link.token}`

/** One row of a pasted list, with what stands against it; `line` counts as the person sees it. */
export interface PastedUser {
  line: number
  name: string
  username: string
  title: string
  wrong: string | null
}

export const MOST_USERS = 300
const USERNAME = /^[\w.\-@]{3,60}$/
const HEADING = /^(no\.?|nama|nama lengkap|nama pegawai|name)$/i
/** Marks of text read in another encoding: the replacement sign, and UTF-8 read as Windows-1252. */
const BROKEN = /\uFFFD|Ã[\u0080-\u00BF]|â€|Â[\u0080-\u00BF]/

/** A username from a full name: letters and digits of what stands before the first title. */
export function suggested(full: string): string {
  const plain = (full.split(',')[0] ?? '').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  return plain.replace(/[^a-z0-9]+/g, '.').replace(/^\.+|\.+$/g, '').slice(0, 40)
}

/**
 * Read a list pasted from a sheet: name, username, title, apart by tabs or semicolons. A heading and a
 * running number are left out; every row says what is wrong with it, and nothing is guessed silently.
 * `taken` are usernames of accounts that are there.
 */
export function readUsers(text: string, taken: ReadonlySet<string> = new Set()): PastedUser[] {
  const rows: PastedUser[] = []
  const seen = new Map<string, number>()
  text.split(/\r\n?|\n/).forEach((raw, index) => {
    const cells = raw.split(/[\t;]/).map((cell) => cell.replace(/^"|"$/g, '').trim())
    if (cells.every((cell) => !cell)) return
    const numbered = cells.length > 1 && (/^\d{1,4}\.?$/.test(cells[0]!) || /^no\.?$/i.test(cells[0]!))
    const [name = '', short = '', title = ''] = numbered ? cells.slice(1) : cells
    if (!rows.length && HEADING.test(name)) return
    const username = short || suggested(name)
    const line = index + 1
    rows.push({ line, name, username, title, wrong: fault(name, username, title, seen.get(username.toLowerCase())) ?? known(username, taken) })
    if (!seen.has(username.toLowerCase())) seen.set(username.toLowerCase(), line)
  })
  return rows
}

/** Rows of a file as a list to be pasted; each stands on the line of its row, so that numbers agree. */
export function asPasted(rows: readonly { row: number; name: string; username: string; title: string }[]): string {
  const lines: string[] = []
  for (const { row, name, username, title } of rows) lines[row - 1] = [name, username, title].map((cell) => cell.replace(/[\t;]/g, ',')).join('\t')
  return Array.from(lines, (line) => line ?? '').join('\n')
}

function known(username: string, taken: ReadonlySet<string>): string | null {
  return taken.has(username.toLowerCase()) ? `nama pengguna “${username}” sudah dipakai akun lain.` : null
}

function fault(name: string, username: string, title: string, twin: number | undefined): string | null {
  if (BROKEN.test(`${name}${username}${title}`)) return 'ada huruf rusak (pengodean salah). Salin lagi langsung dari Excel.'
  if (!name) return 'nama kosong; mungkin bagian dari sel yang digabung.'
  if (/^[\d\s.'-]{8,}$/.test(name)) return 'di tempat nama ada angka. Urutannya: nama, nama pengguna, jabatan.'
  if (name.length < 3) return 'nama terlalu pendek.'
  if (name.length > 200 || title.length > 200) return 'nama atau jabatan lebih dari 200 huruf; mungkin dua baris menyatu.'
  if (!USERNAME.test(username)) return `nama pengguna “${username}” hanya boleh huruf, angka, titik, garis dan @, 3 sampai 60.`
  if (twin) return `nama pengguna “${username}” sudah ada di baris ${twin}.`
  return null
}
