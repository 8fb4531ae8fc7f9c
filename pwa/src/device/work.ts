/**
 * The work that a browser does before it may report: find a number so that SHA-256 of
 * `challenge:number` begins with enough zero bits. WebCrypto answers by promises, one per number,
 * which takes ten times as long as this loop; and the part of the challenge that never changes is
 * hashed once.
 */
const K = roundConstants()
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]
const BLOCK = 64

/** Return the first number that does it, counted from 0. */
export function solve(challenge: string, bits: number): number {
  const prefix = new TextEncoder().encode(`${challenge}:`)
  const whole = prefix.length - (prefix.length % BLOCK)
  const middle = Int32Array.from(START)
  for (let at = 0; at < whole; at += BLOCK) compress(middle, prefix.subarray(at, at + BLOCK))
  const rest = prefix.subarray(whole)
  for (let number = 0; ; number++) if (zeros(finish(middle, rest, number, prefix.length)) >= bits) return number
}

/** Hash what is left: the rest of the prefix, the number in digits, and the padding (FIPS 180-4). */
function finish(middle: Int32Array, rest: Uint8Array, number: number, length: number): Int32Array {
  const digits = String(number)
  const used = rest.length + digits.length
  const blocks = new Uint8Array(used + 9 > BLOCK ? 2 * BLOCK : BLOCK)
  blocks.set(rest)
  for (let at = 0; at < digits.length; at++) blocks[rest.length + at] = digits.charCodeAt(at)
  blocks[used] = 0x80
  new DataView(blocks.buffer).setUint32(blocks.length - 4, (length + digits.length) * 8)
  const state = middle.slice()
  for (let at = 0; at < blocks.length; at += BLOCK) compress(state, blocks.subarray(at, at + BLOCK))
  return state
}

/** How many bits in front are zero; more than 64 are never asked for. */
function zeros(state: Int32Array): number {
  const [first = 0, second = 0] = state
  return first === 0 ? 32 + Math.clz32(second) : Math.clz32(first)
}

const words = new Int32Array(64)

function compress(state: Int32Array, block: Uint8Array): void {
  const view = new DataView(block.buffer, block.byteOffset, BLOCK)
  for (let t = 0; t < 16; t++) words[t] = view.getInt32(t * 4)
  for (let t = 16; t < 64; t++) {
    const two = words[t - 2]!
    const fifteen = words[t - 15]!
    const low = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10)
    const high = turn(fifteen, 7) ^ turn(fifteen, 18) ^ (fifteen >>> 3)
    words[t] = (low + words[t - 7]! + high + words[t - 16]!) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t]! + words[t]!) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const after = [a, b, c, d, e, f, g, h]
  for (let at = 0; at < 8; at++) state[at] = (state[at]! + after[at]!) | 0
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
function roundConstants(): Int32Array {
  const found: number[] = []
  for (let n = 2; found.length < 64; n++) {
    let prime = true
    for (let by = 2; by * by <= n; by++) if (n % by === 0) prime = false
    if (prime) found.push(((Math.cbrt(n) % 1) * 2 ** 32) | 0)
  }
  return Int32Array.from(found)
}
