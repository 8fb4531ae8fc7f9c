import { SvelteMap } from 'svelte/reactivity'
import { toLocal } from '../desk.svelte'
import type { Letter } from '../wire'

/** What may be typed into a letter. */
export interface Typed {
  number: string
  dated: string
  hearing: string
  place: string
  addressee: string
}

/** Typed and not yet saved, by letter, with what the letter said before: another one may be looked at meanwhile. */
export const unsaved = new SvelteMap<string, { before: Typed; now: Typed }>()

export function factsOf(letter: Letter): Typed {
  return {
    number: letter.number ?? '',
    dated: letter.dated ?? '',
    hearing: toLocal(letter.hearing_at),
    place: letter.hearing_place,
    addressee: letter.addressee.join(' '),
  }
}

/** The letter changed underneath: a field keeps what was typed into it, every other takes the new word. */
export function merged(before: Typed, now: Typed, fresh: Typed): Typed {
  const names = Object.keys(now) as (keyof Typed)[]
  return Object.fromEntries(names.map((name) => [name, now[name] === before[name] ? fresh[name] : now[name]])) as unknown as Typed
}
