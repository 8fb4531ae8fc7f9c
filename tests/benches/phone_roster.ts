/** For `./sidak bench phone`: the roster's index in a real browser, asked key by key. */
import type { OpdRef, RosterColumns } from '../../pwa/src/api/wire'
import { Roster } from '../../pwa/src/store/roster'

interface Asked {
  text: string
  nip: string
}

/** Build the index, type every query letter by letter, and say which of them found their person. */
function measure(columns: RosterColumns, opds: OpdRef[], asked: Asked[]) {
  const begun = performance.now()
  const roster = new Roster(columns, opds)
  const built = performance.now() - begun
  const strokes: number[] = []
  const found = asked.map(({ text, nip }) => {
    let last: { nip: string }[] = []
    for (let end = 2; end <= text.length; end++) {
      const start = performance.now()
      last = roster.search(text.slice(0, end), 10)
      strokes.push(performance.now() - start)
    }
    return last.some((person) => person.nip === nip)
  })
  return { built, strokes, found }
}

Object.assign(globalThis, { measure })
