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
