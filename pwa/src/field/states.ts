import { sentence } from '../i18n/problems'
import { clock } from '../i18n/time'
import type { OutboxFinding, OutboxPhoto, OutboxVisit } from '../store/db'

/** A state as shape, short word and full sentence. */
export interface StateWords {
  mark: 'wait' | 'ok' | 'trouble'
  short: string
  long: string
}

/** The state of a finding with its photos, in the words of screens.md. */
export function findingState(finding: OutboxFinding, photos: readonly OutboxPhoto[], zone: string): StateWords {
  const refusedPhoto = photos.find((photo) => photo.state === 'refused')
  if (finding.state === 'refused' || (finding.state === 'text_sent' && refusedPhoto)) {
    const code = finding.state === 'refused' ? finding.trouble?.code : refusedPhoto?.trouble?.code
    return {
      mark: 'trouble',
      short: 'perlu dilihat',
      long: `Perlu dilihat petugas: ${troubleSentence(code)} (Temuan tetap tersimpan)`,
    }
  }
  if (finding.state === 'done') {
    const at = clock(finding.receipt?.received_at ?? finding.done_at ?? finding.sealed_at, zone)
    return { mark: 'ok', short: 'terkirim', long: `Terkirim dan diterima server ${at}` }
  }
  if (finding.state === 'text_sent') {
    const stored = photos.filter((photo) => photo.state === 'stored').length
    return {
      mark: 'wait',
      short: `foto ${stored} dari ${photos.length}`,
      long: `Data terkirim, foto ${stored} dari ${photos.length}`,
    }
  }
  return { mark: 'wait', short: 'tersimpan di HP', long: 'Tersimpan di HP, menunggu sinyal' }
}

export function photoState(photo: OutboxPhoto): StateWords {
  switch (photo.state) {
    case 'stored':
      return { mark: 'ok', short: 'diterima', long: 'Diterima server' }
    case 'refused':
      return { mark: 'trouble', short: 'perlu dilihat', long: troubleSentence(photo.trouble?.code) }
    case 'uploaded':
      return { mark: 'wait', short: 'menunggu tanda terima', long: 'Sudah dikirim, menunggu tanda terima' }
    default:
      return { mark: 'wait', short: 'di HP', long: 'Tersimpan di HP, menunggu sinyal' }
  }
}

export function visitState(visit: OutboxVisit, zone: string): StateWords {
  if (visit.state === 'done') {
    const at = visit.receipt ? ` ${clock(visit.receipt.received_at, zone)}` : ''
    return { mark: 'ok', short: 'terkirim', long: `Terkirim dan diterima server${at}` }
  }
  if (visit.state === 'refused') {
    return { mark: 'trouble', short: 'perlu dilihat', long: `Perlu dilihat petugas: ${troubleSentence(visit.trouble?.code)}` }
  }
  return { mark: 'wait', short: 'tersimpan di HP', long: 'Tersimpan di HP, menunggu sinyal' }
}

function troubleSentence(code: string | undefined): string {
  if (code === 'photo-lost') return 'Foto ini tidak ada lagi di HP.'
  return sentence(code)
}
