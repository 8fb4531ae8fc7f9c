import { describe, expect, it } from 'vitest'
import { sentWords } from '../src/office/board/sent'
import { reminder } from '../src/office/late/reminder'

describe('the reminder of an OPD', () => {
  const now = Date.parse('2026-11-23T02:00:00Z')
  const say = (...due: (string | null)[]) => reminder('Dinas Sosial', 'Sidak pasar', due.map((one) => ({ due_at: one })), (iso) => iso.slice(8, 10), now)
  it('asks until a moment to come', () => {
    expect(say('2026-11-25T03:00:00Z', '2026-11-24T03:00:00Z')).toContain('2 orang pegawai masih ditunggu surat susulannya sampai 24. Mohon dikirim')
    expect(say(null)).toContain('1 orang pegawai masih ditunggu surat susulannya. Mohon')
  })
  it('never asks until a moment that has gone', () => {
    const text = say('2026-11-20T03:00:00Z')
    expect(text).toContain('batas surat susulan 1 orang pegawai sudah lewat (20)')
    expect(text).not.toContain('sampai')
    expect(say('2026-11-20T03:00:00Z', '2026-11-24T03:00:00Z')).toContain('1 orang pegawai masih ditunggu surat susulannya sampai 24; batas surat susulan 1 orang')
  })
})

it('nobody knows that all is sent from a phone that nobody heard of', () => {
  const team = { unsent_findings: 0, unsent_photos: 0, unsent_visits: 0, missing_findings: 0, last_contact_at: null as string | null }
  expect(sentWords(team)).toEqual({ words: 'belum ada kabar dari HP', state: 'unknown' })
  expect(sentWords({ ...team, last_contact_at: '2026-11-23T02:00:00Z' }).state).toBe('all')
  expect(sentWords({ ...team, unsent_photos: 2 })).toEqual({ words: '2 foto belum terkirim', state: 'waits' })
})
