import type { RollCode } from '../../i18n/rolls'
import { SvelteMap } from 'svelte/reactivity'
import type { OnRoll } from './wire'

/** What is tapped and not saved yet, by person; nothing here has left the screen. */
export class Pending {
  readonly codes = new SvelteMap<string, { code: RollCode; note: string }>()

  shown(one: OnRoll): RollCode | null {
    return this.codes.get(one.id)?.code ?? one.code
  }

  note(one: OnRoll): string {
    return this.codes.get(one.id)?.note ?? one.note
  }

  /** The same code again takes the tap back. */
  tap(one: OnRoll, code: RollCode): void {
    if (this.codes.get(one.id)?.code === code || one.code === code) this.codes.delete(one.id)
    else this.codes.set(one.id, { code, note: this.note(one) })
  }

  write(one: OnRoll, note: string): void {
    const code = this.shown(one)
    if (code) this.codes.set(one.id, { code, note })
  }

  /** Fill in for those who have nothing yet: what letters propose, or one code for the rest. */
  fill(people: readonly OnRoll[], code: RollCode | null): number {
    let filled = 0
    for (const one of people) {
      const wanted = code ?? one.proposed
      if (!wanted || this.shown(one)) continue
      this.codes.set(one.id, { code: wanted, note: '' })
      filled += 1
    }
    return filled
  }

  /** What is sent, and whether some of it replaces a code that stands. */
  marks(people: readonly OnRoll[]): { person_id: string; code: RollCode; note: string; number: number }[] {
    return people.flatMap((one) => {
      const found = this.codes.get(one.id)
      return found ? [{ person_id: one.id, code: found.code, note: found.note.trim(), number: one.number }] : []
    })
  }
}
