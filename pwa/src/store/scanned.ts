import { cleanNip, nipTrouble } from './nip'

/**
 * What a scanned code says. It is text from a stranger: it is shown, searched for a NIP and kept with
 * the finding, and never opened. A picture of a code proves nothing (domain.md §3).
 */
export type Scanned =
  | { kind: 'nip'; text: string; nip: string; host: string | null }
  | { kind: 'link'; text: string; host: string }
  | { kind: 'text'; text: string }
  /** Nothing that a person could read or type. */
  | { kind: 'unreadable'; why: 'long' | 'strange'; length: number }

/** No card and no letter says more; the server takes 4,000 characters. */
export const LONGEST = 2_000

/** Control characters, what no decoder could read, and halves of characters: bytes that are no writing. */
const STRANGE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]/u

export function meaningOf(raw: string): Scanned {
  const text = raw.trim()
  if (text.length > LONGEST) return { kind: 'unreadable', why: 'long', length: text.length }
  if (!text || STRANGE.test(text)) return { kind: 'unreadable', why: 'strange', length: text.length }
  const host = hostOf(text)
  const nip = nipIn(text)
  if (nip) return { kind: 'nip', text, nip, host }
  return host ? { kind: 'link', text, host } : { kind: 'text', text }
}

/** The host of a web address as the browser would reach it, without user part and in ASCII; else null. */
export function hostOf(text: string): string | null {
  if (/\s/.test(text)) return null
  try {
    const url = new URL(text)
    return /^https?:$/.test(url.protocol) && url.hostname ? url.host : null
  } catch {
    return null
  }
}

/** Whether a host belongs to the domain of Indonesian authorities. */
export function isOfficial(host: string): boolean {
  return /(^|\.)go\.id$/.test(host.replace(/:\d+$/, ''))
}

/** The first possible NIP in a text, in one piece or in its printed groups. */
export function nipIn(text: string): string | null {
  for (const [, , digits] of text.normalize('NFKC').matchAll(/(^|\D)(\d{8}[ .]?\d{6}[ .]?\d[ .]?\d{3})(?!\d)/g)) {
    const nip = cleanNip(digits ?? '')
    if (nipTrouble(nip) === null) return nip
  }
  return null
}
