import { describe, expect, it } from 'vitest'
import { asPasted, readUsers, suggested } from '../src/office/masters/users'

describe('a list of users pasted from a sheet', () => {
  it('is read row by row, without its heading, running numbers and empty rows', () => {
    const rows = readUsers('No\tNama\tNama pengguna\r\n1\tBUDI SANTOSO, S.H.\t\tKepala Bidang\r\n\r\n2\tSITI AMINAH\tsiti.a\t')
    expect(rows).toEqual([
      { line: 2, name: 'BUDI SANTOSO, S.H.', username: 'budi.santoso', title: 'Kepala Bidang', wrong: null },
      { line: 4, name: 'SITI AMINAH', username: 'siti.a', title: '', wrong: null },
    ])
  })

  it('says of each bad row what is wrong with it, by its number', () => {
    const wrong = (text: string) => readUsers(text).map((row) => row.wrong && `${row.line} ${row.wrong}`)
    expect(wrong('JOS\uFFFD')[0]).toMatch(/^1 ada huruf rusak/)
    expect(wrong('RENÃ‰E'.replace('‰', '\u0089'))[0]).toMatch(/^1 ada huruf rusak/)
    expect(wrong(';budi;Staf')[0]).toMatch(/^1 nama kosong/)
    expect(wrong('198703122010011004;budi')[0]).toMatch(/^1 di tempat nama ada angka/)
    expect(wrong('BUDI;budi santoso')[0]).toMatch(/hanya boleh huruf/)
    expect(wrong('BUDI;budi\nBUDIMAN;Budi')).toEqual([null, '2 nama pengguna “Budi” sudah ada di baris 1.'])
    expect(wrong(`${'A'.repeat(201)};abc`)[0]).toMatch(/lebih dari 200/)
  })

  it('takes rows of a file on their own lines, and says whose username is taken', () => {
    const text = asPasted([{ row: 3, name: 'BUDI; S.H.', username: '', title: 'Staf' }, { row: 5, name: 'SITI', username: 'siti', title: '' }])
    const rows = readUsers(text, new Set(['siti']))
    expect(rows.map((row) => [row.line, row.name, row.title, row.wrong])).toEqual([
      [3, 'BUDI, S.H.', 'Staf', null],
      [5, 'SITI', '', 'nama pengguna “siti” sudah dipakai akun lain.'],
    ])
  })

  it('makes a username of plain letters', () => {
    expect(suggested("dr. H. Ma'ruf Abdé, Sp.A.")).toBe('dr.h.ma.ruf.abde')
  })
})
