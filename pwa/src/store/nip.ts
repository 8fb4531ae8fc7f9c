/** Hints while a NIP is typed; only the roster catches a typo, only the server judges (domain.md §2). */

/** The digits of a NIP as people write it: spaces, dots, dashes, full-width digits and "NIP." dropped. */
export function cleanNip(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^\s*ni(?:p|pppk| pppk)\.?/i, '')
    .replace(/[\s.\-'’]/g, '')
}

/** What is wrong with a NIP, as a word for the screen; null when it may be right. */
export function nipTrouble(text: string, today = new Date()): 'length' | 'date' | 'appointed' | 'sex' | 'sequence' | null {
  const nip = cleanNip(text)
  if (!/^\d{18}$/.test(nip)) return 'length'
  const [year, month, day] = [Number(nip.slice(0, 4)), Number(nip.slice(4, 6)), Number(nip.slice(6, 8))]
  const born = new Date(Date.UTC(year, month - 1, day))
  if (born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day) return 'date'
  const appointed = Number(nip.slice(8, 12))
  const code = Number(nip.slice(12, 14))
  const coded = (code >= 1 && code <= 12) || (code >= 21 && code <= 29)
  if (!coded || appointed - year < 17 || appointed > today.getFullYear()) return 'appointed'
  if (nip[14] !== '1' && nip[14] !== '2') return 'sex'
  return nip.endsWith('000') ? 'sequence' : null
}

/** A NIP in its printed groups, 8-6-1-3. */
export function printNip(nip: string): string {
  return nip.length === 18 ? `${nip.slice(0, 8)} ${nip.slice(8, 14)} ${nip[14]} ${nip.slice(15)}` : nip
}
