import { expect, test } from 'vitest'
import type { FindingIn } from '../src/api/wire'
import { c, changeLines } from '../src/field/correctWords'
import { letterRows, namelessWords, w } from '../src/field/words'
import { clockOfDay } from '../src/i18n/time'

const none = { name: null, date: null, time: null, place: null, purpose: null }
const letter: FindingIn['document'] = {
  observed: 'matches', kind: 'surat_tugas', number: '800/12/ST', dated: '2026-11-20', signer: 'Sekda', place: 'Kantor Pajak',
  purpose: null, permit_id: null, qr_text: null, valid_from: '2026-11-23T01:00:00Z', valid_to: '2026-11-23T05:00:00Z',
  answers: { ...none, name: true, date: false },
}

test('all that was written of a letter is shown, and each answer has a row of its own', () => {
  expect(letterRows(letter, 'Asia/Jakarta').filter(([, value]) => value)).toEqual([
    ['Jenis surat', 'Surat tugas'],
    ['Nomor surat', '800/12/ST'],
    ['Tanggal surat', 'Jumat, 20 November 2026'],
    ['Penanda tangan', 'Sekda'],
    ['Berlaku', '23 Nov 08.00 – 23 Nov 12.00'],
    ['Tempat tujuan', 'Kantor Pajak'],
    ['Namanya tercantum?', 'Ya'],
    ['Tanggalnya mencakup hari ini?', 'Tidak'],
  ])
  const empty = { ...letter, kind: null, number: null, dated: null, signer: null, place: null, valid_from: null, valid_to: null, answers: none }
  expect(letterRows(empty, 'Asia/Jakarta').every(([, value]) => value === null)).toBe(true)
})

test('a clock of another day says which', () => {
  const now = Date.parse('2026-11-23T02:00:00Z')
  expect(clockOfDay('2026-11-23T01:12:00Z', 'Asia/Jakarta', now)).toBe('08.12')
  expect(clockOfDay('2026-11-22T16:59:00Z', 'Asia/Jakarta', now)).toBe('22 Nov 23.59')
  expect(clockOfDay('2026-11-22T17:00:00Z', 'Asia/Jakarta', now)).toBe('00.00')
})

test('a moment that is now already is not told as a clock', () => {
  expect(w.nextTry(10_000, '08.52')).toBe('Dicoba lagi sendiri dalam 10 detik.')
  expect(w.nextTry(-400, '08.52')).toBe('Dicoba lagi sendiri sekarang.')
  expect(w.nextTry(200_000, '08.55')).toBe('Dicoba lagi sendiri pukul 08.55.')
})

test('who left is named as on Beranda', () => {
  expect(namelessWords(true)).toBe('Tidak dikenal, meninggalkan lokasi')
  expect(namelessWords(false)).toBe('Tidak menyebut nama')
})

test('the end of a NIP does not break away from its dots', () => {
  const identity = { name: 'BUDI', nip: '198703122010011004' } as FindingIn['identity']
  expect(changeLines({ identity })).toEqual([[c.who, 'BUDI · …\u20601004']])
})
