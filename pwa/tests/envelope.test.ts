import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { deviceOf, fromHex, join, OVERHEAD, reopen, sealBytes, type Purpose } from '../src/store/envelope'
import { openEnvelope } from './world'

/** The same file is opened by tests/test_envelope.py. */
const vectors = JSON.parse(readFileSync('../tests/vectors/sealed.json', 'utf8'))
const bytes = (text: string) => new TextEncoder().encode(text)
const base64 = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))
const ecdh = { name: 'ECDH', namedCurve: 'P-256' } as const
const server = {
  kid: vectors.server_key.kid as string,
  point: join(Uint8Array.of(4), base64(vectors.server_key.x), base64(vectors.server_key.y)),
}

async function openAsServer(envelope: Uint8Array<ArrayBuffer>, purpose: Purpose, id: string) {
  const pem = (vectors.server_private_pem as string).replace(/-----[^-]+-----|\s/g, '')
  const privateKey = await crypto.subtle.importKey('pkcs8', base64(pem), ecdh, false, ['deriveBits'])
  const publicKey = await crypto.subtle.importKey('raw', server.point, ecdh, true, [])
  return openEnvelope(envelope, purpose, id, { privateKey, publicKey })
}

async function signed(jwk: JsonWebKey, purpose: Purpose, opened: { signature: Uint8Array<ArrayBuffer>; content: Uint8Array<ArrayBuffer> }) {
  const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', opened.content))
  const said = join(bytes('sidak-signed-1'), bytes(purpose), fromHex(vectors.thing_id), fromHex(vectors.device_id), digest)
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, opened.signature, said)
}

async function device() {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  return { id: vectors.device_id as string, keys }
}

describe('the envelope', () => {
  it.each(['server', 'phone'])('made by the %s and committed opens, and its signature holds', async (maker) => {
    const made = vectors[maker]
    const opened = await openAsServer(base64(made.envelope), made.purpose, vectors.thing_id)
    expect(Buffer.from(opened.content).toString()).toBe(vectors.content)
    expect(await signed(made.device_key, made.purpose, opened)).toBe(true)
  })

  it('opens again with its own key, on this phone and on the server', async () => {
    for (const size of [0, 1, 15, 16, 17, 70_000]) {
      const content = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)))
      const sealed = await sealBytes('P', vectors.thing_id, content, await device(), server)
      expect(sealed.envelope.byteLength).toBe(content.length + OVERHEAD)
      expect(Buffer.compare(await reopen(sealed.envelope, sealed.opener), content)).toBe(0)
      expect(deviceOf(sealed.envelope)).toBe(vectors.device_id)
      const opened = await openAsServer(new Uint8Array(sealed.envelope), 'P', vectors.thing_id)
      expect(Buffer.compare(opened.content, content)).toBe(0)
    }
  })

  it('never seals twice alike, and opens only for its own id and purpose', async () => {
    const own = await device()
    const [one, other] = [await sealBytes('F', vectors.thing_id, bytes('a'), own, server), await sealBytes('F', vectors.thing_id, bytes('a'), own, server)]
    expect(new Uint8Array(one.envelope)).not.toEqual(new Uint8Array(other.envelope))
    await expect(reopen(one.envelope, other.opener)).rejects.toThrow()
    await expect(openAsServer(new Uint8Array(one.envelope), 'P', vectors.thing_id)).rejects.toThrow()
    await expect(openAsServer(new Uint8Array(one.envelope), 'F', vectors.device_id)).rejects.toThrow()
  })

  it('notices every touched byte', async () => {
    const sealed = await sealBytes('F', vectors.thing_id, bytes('catatan'), await device(), server)
    for (let at = 0; at < sealed.envelope.byteLength; at += 11) {
      const touched = new Uint8Array(sealed.envelope.slice(0))
      touched[at]! ^= 1
      await expect(reopen(touched.buffer, sealed.opener)).rejects.toThrow()
    }
  })
})
