import type { ShellState } from '../device/offline.svelte'

/** What a phone can promise before it leaves the network: every screen and the roster of the day, or what is still missing. */
export function offlineWords(shell: ShellState, people: number): { state: 'ok' | 'wait'; text: string } {
  if (shell === 'impossible') return { state: 'wait', text: 'Peramban ini tidak menyimpan layar Sidak. Buka Sidak selagi ada jaringan, jangan ditutup.' }
  if (!people) return { state: 'wait', text: 'Data pegawai sedang diambil. Tunggu sebelum berangkat.' }
  if (shell === 'fetching') return { state: 'wait', text: 'Layar sedang disimpan di HP. Tunggu sebelum berangkat.' }
  return { state: 'ok', text: 'Siap dipakai tanpa sinyal' }
}
