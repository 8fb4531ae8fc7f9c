import { expect, test } from 'vitest'
import { figures, holds } from '../src/field/dayWords'

const phone = {
  user_id: 'u', user_name: 'Petugas 3', role: 'officer' as const, device_id: 'd', name: 'HP', last_contact_at: null,
  unsent_findings: 2, unsent_photos: 0, unsent_visits: 0, open_drafts: 0,
}

test('what a phone still holds is said in words, and a member without a phone is not "all sent"', () => {
  expect(holds(phone)).toEqual({ text: '2 temuan belum terkirim', waits: true, open: false })
  expect(holds({ ...phone, unsent_photos: 3 }).text).toBe('2 temuan dan 3 foto belum terkirim')
  expect(holds({ ...phone, unsent_findings: 0 })).toEqual({ text: 'semua terkirim', waits: false, open: false })
  // a form that was begun is no evidence yet, and worth a question before the team goes home
  expect(holds({ ...phone, unsent_findings: 0, open_drafts: 1 })).toEqual({ text: 'semua terkirim, 1 isian belum disimpan', waits: false, open: true })
  expect(holds({ ...phone, device_id: null }).text).toBe('belum ada HP terdaftar')
})

test('figures name nihil only where there is some', () => {
  expect(figures({ findings: 4, visits: 2, nil_visits: 0 })).toBe('4 temuan, 2 kunjungan')
  expect(figures({ findings: 0, visits: 1, nil_visits: 1 })).toBe('0 temuan, 1 kunjungan (1 nihil)')
})
