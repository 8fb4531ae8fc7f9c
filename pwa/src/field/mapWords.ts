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
  recorded: ({ findings, nihil }: { findings: number; nihil: number }) =>
    [findings ? `${findings} temuan` : '', nihil ? 'nihil' : ''].filter(Boolean).join(', ') || 'belum ada catatan',
} as const
