import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { problems } from '../src/i18n/problems'

const source = new URL('../src/', import.meta.url)
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|svelte)$/.test(name))

/** Words of domain.md §8 that shame people; `bolos` inside another word is another word. */
const BANNED = /\b(pelanggar|oknum|bolos|terciduk|terjaring|kabur|honorer)\b/i

it('no screen uses a word that shames', () => {
  const found = files.filter((name) => BANNED.test(readFileSync(new URL(name, source), 'utf8')))
  expect(found).toEqual([])
})

it('every problem of the server has its sentence', () => {
  const server = readFileSync(new URL('../../server/core/problems.py', import.meta.url), 'utf8')
  const codes = [...server.matchAll(/^ {4}[A-Z_]+ = "([a-z-]+)"(?:  # noqa: .*)?$/gm)].map((line) => line[1])
  expect(codes.length).toBeGreaterThan(40)
  const local = ['no-network', 'not-the-server', 'receipt-invalid']
  expect(Object.keys(problems).filter((code) => !local.includes(code)).sort()).toEqual(codes.sort())
})
