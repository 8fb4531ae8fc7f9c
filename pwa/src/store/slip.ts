/** Whether a slip's number was typed as printed: its last digit checks it (ISO/IEC 7064, MOD 11,10; server/findings/rules/slips.py). */
export function slipNumberOk(typed: string): boolean {
  const digits = typed.replace(/[-. ]/g, '')
  if (!/^\d{2,9}$/.test(digits) || !Number(digits.slice(0, -1))) return false
  let rest = 10
  for (const digit of String(Number(digits.slice(0, -1))).padStart(4, '0')) rest = (((rest + Number(digit)) % 10 || 10) * 2) % 11
  return (11 - rest) % 10 === Number(digits.at(-1))
}
