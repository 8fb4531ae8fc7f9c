import { editDistance } from './fold'

/** Cost of a word that is exactly the query's, that starts with it, or that is misspelt. */
const EXACT = 0
const PREFIX_LAST = 1
const PREFIX = 1.5
const TYPO = 2

/** Where two words differ at most: by their beginning, by a slip in a long word, or by one in any word. */
export type Tolerance = 'prefix' | 'long' | 'any'

/** All words of one kind once, sorted, each with the set of its letters. */
export class Vocabulary {
  private readonly letters: Int32Array

  constructor(readonly words: readonly string[]) {
    this.letters = Int32Array.from(words, lettersOf)
  }

  /** Whether the word is one of these or, with `prefix`, the beginning of one. */
  knows(word: string, prefix: boolean): boolean {
    const at = this.words[this.from(word)]
    return at !== undefined && (prefix ? at.startsWith(word) : at === word)
  }

  /** Indexes of the words that one query word meets, with their cost: by prefix, else within one or two edits. */
  match(word: string, last: boolean, tolerance: Tolerance): [number, number][] {
    const { words } = this
    const found: [number, number][] = []
    const low = this.from(word)
    let end = low
    for (; end < words.length && words[end]!.startsWith(word); end++) {
      found.push([end, words[end] === word ? EXACT : last ? PREFIX_LAST : PREFIX])
    }
    const short = word.length <= 3
    if (tolerance === 'prefix' || (short && (tolerance === 'long' || word.length < 2))) return found
    const allowed = word.length > 6 ? 2 : 1
    // A short word is compared as a whole: with an edit it begins too many others.
    const open = last && !short
    const own = lettersOf(word)
    for (let index = 0; index < words.length; index++) {
      if (index === low) index = end
      if (index === words.length) break
      const other = this.letters[index]!
      // Every letter that is missing costs an edit of its own: most words are out before they are compared.
      if (bits(own & ~other) > allowed || (!open && bits(other & ~own) > allowed)) continue
      const distance = editDistance(word, words[index]!, allowed, open)
      if (distance <= allowed) found.push([index, TYPO + distance + (short ? 1 : 0)])
    }
    return found
  }

  /** Index of the first word that does not come before this one. */
  private from(word: string): number {
    let low = 0
    let high = this.words.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.words[middle]! < word) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Which letters a word has, one bit each; whatever is no letter shares one. */
function lettersOf(word: string): number {
  let set = 0
  for (let at = 0; at < word.length; at++) {
    const letter = word.charCodeAt(at) - 97
    set |= 1 << (letter >= 0 && letter < 26 ? letter : 26)
  }
  return set
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest; rest &= rest - 1) count++
  return count
}

/**
 * The words with one space put elsewhere: two run together, one typed a letter early or late, one
 * too many. `known` says which pieces are words at all (the last one may still be typed).
 */
export function respaced(words: readonly string[], known: (word: string, last: boolean) => boolean): string[][] {
  const found: string[][] = []
  words.forEach((word, at) => {
    const before = words.slice(0, at)
    const after = words.slice(at + 1)
    const offer = (parts: string[], rest: readonly string[]) => {
      if (parts.every((part, index) => part.length > 1 && known(part, !rest.length && index === parts.length - 1))) {
        found.push([...before, ...parts, ...rest])
      }
    }
    for (let cut = 2; cut < word.length - 1; cut++) offer([word.slice(0, cut), word.slice(cut)], after)
    const next = after[0]
    if (next === undefined) return
    const rest = after.slice(1)
    offer([word + next], rest)
    offer([word + next[0]!, next.slice(1)], rest)
    offer([word.slice(0, -1), word.at(-1)! + next], rest)
  })
  return found
}
