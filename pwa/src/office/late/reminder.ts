import type { Owed } from '../wire'

/**
 * A reminder without names, for messengers: how many letters are waited for until when, and for how many that
 * moment has gone. Nobody is asked for something until yesterday.
 */
export function reminder(opd: string, operation: string, owing: Pick<Owed, 'due_at'>[], moment: (iso: string) => string, now = Date.now()): string {
  const late = owing.filter((item) => item.due_at && Date.parse(item.due_at) <= now)
  const ahead = owing.length - late.length
  const due = owing.map((item) => item.due_at ?? '').filter((one) => Date.parse(one) > now).sort()[0]
  const gone = late.map((item) => item.due_at ?? '').sort().pop() ?? ''
  const parts = [
    ahead ? `${ahead} orang pegawai masih ditunggu surat susulannya${due ? ` sampai ${moment(due)}` : ''}` : '',
    late.length ? `batas surat susulan ${late.length} orang pegawai sudah lewat (${moment(gone)}) dan suratnya belum diterima` : '',
  ].filter(Boolean)
  const please = late.length
    ? 'Surat yang memang ada mohon segera dikirim melalui akun OPD di Sidak atau ke BKPSDM; diterima tidaknya surat yang terlambat dinilai BKPSDM.'
    : 'Mohon dikirim melalui akun OPD di Sidak atau ke BKPSDM.'
  return `Yth. pengelola kepegawaian ${opd}. Untuk ${operation}, ${parts.join('; ')}. ${please} Terima kasih.`
}
