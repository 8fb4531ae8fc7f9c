/** Whether a slip's number was typed as printed: its last digit checks it (ISO/IEC 7064, MOD 11,10; server/findings/rules/slips.py). */
export function slipNumberOk(typed: string): boolean {
  const digits = typed.replace(/[-. ]/g, '')
  if (!/^\d{2,9}$/.test(digits) || !Number(digits.slice(0, -1))) return false
  return slipWords(Number(digits.slice(0, -1))).at(-1) === digits.at(-1)
}

/** The number of a slip as it is printed, with its check digit: 0042-3. */
function slipWords(number: number): string {
  const digits = String(number).padStart(4, '0')
  let rest = 10
  for (const digit of digits) rest = (((rest + Number(digit)) % 10 || 10) * 2) % 11
  return `${digits}-${(11 - rest) % 10}`
}

const LAST = 'sidak.slip'

/** Remember the slip that was handed out last, so that the next of the pile is one tap away. */
export function keepSlip(typed: string | null | undefined): void {
  if (!typed || !slipNumberOk(typed)) return
  try {
    localStorage.setItem(LAST, typed.replace(/\D/g, '').slice(0, -1))
  } catch {
    // Storage denied: the number is typed.
  }
}

/** The slip that lies on top of the pile now, as far as this phone knows; null before the first. */
export function nextSlip(): string | null {
  try {
    const last = Number(localStorage.getItem(LAST))
    return last ? slipWords(last + 1) : null
  } catch {
    return null
  }
}
