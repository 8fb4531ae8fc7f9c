import { describe, expect, it } from 'vitest'
import { hostOf, isOfficial, LONGEST, meaningOf, nipIn } from '../src/store/scanned'

const NIP = '198703122010011004'

describe('a scanned code', () => {
  it('gives the NIP inside, in one piece or in its groups, whatever stands around it', () => {
    for (const text of [NIP, `NIP. 19870312 201001 1 004`, `BUDI;${NIP};DISHUB`, `https://asn.contoh.go.id/kartu?nip=${NIP}`]) {
      expect(meaningOf(text)).toMatchObject({ kind: 'nip', nip: NIP })
    }
  })
  it('takes no other number for a NIP', () => {
    for (const text of ['6371015203870003', `1${NIP}`, `${NIP}9`, '198713122010011004', '131110468', '198703122010011000']) {
      expect(nipIn(text)).toBe(null)
    }
  })
  it('shows the host as the browser would reach it, not as the text pretends', () => {
    expect(hostOf('https://tte.contoh.go.id/verifikasi/abc')).toBe('tte.contoh.go.id')
    expect(hostOf('https://bkn.go.id@penipu.example/x')).toBe('penipu.example')
    expect(hostOf('https://gо.id/')).toMatch(/^xn--/)
    expect(hostOf('javascript:alert(1)')).toBe(null)
    expect(hostOf('Surat 12/ST dari https://x.go.id')).toBe(null)
    expect(['x.go.id', 'go.id', 'x.go.id:8443'].map(isOfficial)).toEqual([true, true, true])
    expect(['xgo.id', 'go.id.example', 'go.id.co'].map(isOfficial)).toEqual([false, false, false])
  })
  it('of 4 KB of garbage says so, and of bytes that are no writing too', () => {
    const garbage = Array.from({ length: 4096 }, (_, at) => String.fromCharCode(33 + ((at * 7919) % 90))).join('')
    expect(meaningOf(garbage)).toMatchObject({ kind: 'unreadable', why: 'long', length: 4096 })
    expect(meaningOf(`${'7'.repeat(LONGEST)} ${NIP}`)).toMatchObject({ kind: 'unreadable', why: 'long' })
    for (const text of ['', '   ', 'a\u0000b', '\ufffd\ufffd', '\u0001\u0002', '\ud800']) {
      expect(meaningOf(text)).toMatchObject({ kind: 'unreadable', why: 'strange' })
    }
    expect(meaningOf('Surat Tugas 12/ST 😀\nDishub')).toMatchObject({ kind: 'text' })
  })
})
