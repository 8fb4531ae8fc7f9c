/**
 * Folding of Indonesian names so that spellings of one sound meet: RACHMAN and RAHMAN, SOEKARNO and
 * SUKARNO, DJOKO and JOKO, M. and MUHAMMAD. For searching only; the name itself is never changed.
 */
const FRONT_TITLES = /^(?:(?:drs?a?|ir|hj?|prof|kh|rr|r)\.\s*)+/i

const SOUNDS: readonly [RegExp, string][] = [
  [/\b(?:muhammad|mohammad|mohamad|muhamad|muhamed|mochamad|mochammad|moch|muh|moh|mhd|m)\b/g, 'muhamad'],
  [/\b(?:achmad|akhmad|achmat|ahmat)\b/g, 'ahmad'],
  [/\b(?:noor|nor)\b/g, 'nur'],
  [/\babd\b/g, 'abdul'],
  [/\bst\b/g, 'siti'],
  [/oe/g, 'u'],
  [/dj/g, 'j'],
  [/tj/g, 'c'],
  [/sy|sj/g, 's'],
  [/ch(?=r)|q/g, 'k'],
  [/ch|kh/g, 'h'],
  [/ph|v|p(?=[iu]t)/g, 'f'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/([dtbg])h/g, '$1'],
  [/y/g, 'i'],
  [/ae/g, 'ai'],
  [/([aiueo])h(?= |$)/g, '$1'],
  [/([a-z])\1+/g, '$1'],
]

/** The words of a name as they are written: titles cut, lower case, letters only. */
export function plainWords(name: string): string[] {
  return name
    .toLowerCase()
    .replace(FRONT_TITLES, '')
    .replace(/,.*$/, '')
    .replace(/['’`]/g, '')
    .split(/[^a-z]+/)
    .filter(Boolean)
}

/** One spelling per sound, of a plain word. */
export function foldWord(word: string): string {
  return SOUNDS.reduce((text, [sound, letter]) => text.replace(sound, letter), word)
}

/** The key of a name: its plain words, one spelling per sound, apart by one space. */
export function foldName(name: string): string {
  return plainWords(name).map(foldWord).join(' ')
}

/** Folded words of any text (an OPD with its aliases). */
export function foldWords(text: string): string[] {
  return foldName(text.replace(/,/g, ' ')).split(' ').filter(Boolean)
}

const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)]

/**
 * Damerau-Levenshtein distance (neighbours may be swapped) up to `max`; 99 beyond it.
 * With `prefix` the rest of `b` is free: a word still being typed.
 */
export function editDistance(a: string, b: string, max: number, prefix: boolean): number {
  const length = Math.min(b.length, prefix ? a.length + max : b.length, 62)
  if (a.length > 62 || Math.abs(length - a.length) > max) return 99
  if (differentStart(a, b)) return 99
  let [before, previous, current] = rows as [Uint8Array, Uint8Array, Uint8Array]
  for (let j = 0; j <= length; j++) previous[j] = j
  for (let i = 1; i <= a.length; i++) {
    current[0] = i
    let lowest = i
    for (let j = 1; j <= length; j++) {
      const same = a[i - 1] === b[j - 1]
      let value = same ? previous[j - 1]! : 1 + Math.min(previous[j - 1]!, previous[j]!, current[j - 1]!)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, before[j - 2]! + 1)
      }
      current[j] = value
      if (value < lowest) lowest = value
    }
    if (lowest > max) return 99
    ;[before, previous, current] = [previous, current, before]
  }
  if (!prefix) return previous[length]!
  let least = 99
  for (let j = Math.max(0, a.length - max); j <= length; j++) least = Math.min(least, previous[j]!)
  return least
}

/** Almost every typo leaves the first letter, or swaps the first two: the rest is not worth comparing. */
function differentStart(a: string, b: string): boolean {
  return a[0] !== b[0] && a[1] !== b[1] && a[0] !== b[1]
}
