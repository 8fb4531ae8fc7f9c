/** The zone map of a team and the list under it. */
export const mapWords = {
  title: (visited: number, zones: number) => `Peta zona tim: ${visited} dari ${zones} tempat sudah ada catatan`,
  finding: 'temuan',
  nil: 'nihil',
  visited: 'sudah ada catatan',
  open: 'belum ada catatan',
  own: 'Posisi saya',
  north: 'U ↑',
  searching: 'mencari posisi…',
  noPosition: 'posisi belum didapat',
  here: (metres: number) => `posisi Anda ±${metres} m`,
  team: (clock: string) => `Catatan seluruh tim per ${clock}, ditambah yang masih di HP ini.`,
  teamLine: ({ findings, nihil }: { findings: number; nihil: number }, clock: string) =>
    `Seluruh tim: ${findings} temuan${nihil ? `, ${nihil} lokasi nihil` : ''} (per ${clock})`,
  ownOnly: 'Catatan dari HP ini saja. Catatan seluruh tim datang begitu ada jaringan.',
  recorded: ({ findings, nihil, visits }: { findings: number; nihil: number; visits: number }) =>
    [findings ? `${findings} temuan` : '', nihil ? 'nihil' : '', visits ? 'dikunjungi' : ''].filter(Boolean).join(', ') || 'belum ada catatan',
} as const
