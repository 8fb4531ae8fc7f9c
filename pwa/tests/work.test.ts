import { webcrypto } from 'node:crypto'
import { expect, test } from 'vitest'
import { solve } from '../src/device/work'

async function zeros(text: string): Promise<number> {
  const digest = new Uint8Array(await webcrypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.indexOf('1')
}

// a real challenge has 82 characters; the others put the number and the padding at the edges of a block
test.each([82, 1, 46, 54, 55, 56, 62, 63, 64, 118, 127])('the first number that does it is found (%i characters)', async (length) => {
  const challenge = 'v1.1790000000.18.'.padEnd(length, 'ab12').slice(0, length)
  const bits = 9
  const found = solve(challenge, bits)
  expect(await zeros(`${challenge}:${found}`)).toBeGreaterThanOrEqual(bits)
  for (let number = 0; number < found; number++) expect(await zeros(`${challenge}:${number}`)).toBeLessThan(bits)
})
