/**
 * After the build: every text file once more, packed as small as it gets, so that no server has to
 * pack at each request and a phone on slow 4G reads a third of the bytes (server/app.py sends them).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const SMALL = 1024 // one packet either way
const dist = new URL('./dist/', import.meta.url).pathname
const names = readdirSync(dist, { recursive: true }).filter((name) => /\.(js|css|html|svg|webmanifest|wasm)$/.test(name))
for (const name of names) {
  const bytes = readFileSync(join(dist, name))
  if (bytes.length < SMALL) continue
  // The best brotli takes seconds for a megabyte; maps and the reader of codes come after all else.
  const quality = bytes.length > 200_000 ? 9 : constants.BROTLI_MAX_QUALITY
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }))
  writeFileSync(join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }))
}
