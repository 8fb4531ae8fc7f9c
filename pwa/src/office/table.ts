/** How many rows of a long list are drawn at first and with each “lagi”; and how many on paper. */
export const STEP = 50
export const PAPER = 1000

/** A column of a table; with `by` its heading sorts, by numbers or by words as Indonesian orders them. */
export interface Column<Row> {
  name: string
  by?: (row: Row) => string | number | null | undefined
  right?: boolean
  /** Read aloud, not shown: a column of buttons. */
  unseen?: boolean
}

const words = new Intl.Collator('id', { numeric: true, sensitivity: 'base' })

/** Order two values; what is missing comes last, whichever way the rest goes. */
export function compare(one: string | number | null | undefined, other: string | number | null | undefined, down: boolean): number {
  const missing = Number(one === null || one === undefined || one === '') - Number(other === null || other === undefined || other === '')
  if (missing) return missing
  const order = typeof one === 'number' && typeof other === 'number' ? one - other : words.compare(String(one ?? ''), String(other ?? ''))
  return down ? -order : order
}

/** Whether every word that was typed stands somewhere in the text. */
export function fits(text: string, typed: string): boolean {
  const folded = text.toLowerCase()
  return typed.toLowerCase().split(/\s+/).every((word) => folded.includes(word))
}

/** Arrows go from row to row of a table, to the same button or link of the next; fields keep their own. */
export function stepRows(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const control = event.target as HTMLElement
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(control.tagName)) return
  const row = control.closest('tr')
  const reachable = (from: Element | null | undefined) => [...(from?.querySelectorAll<HTMLElement>('a, button') ?? [])]
  const there = reachable(event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling)
  const target = there[Math.min(there.length - 1, reachable(row).indexOf(control))]
  if (!target) return
  target.focus()
  event.preventDefault()
}
