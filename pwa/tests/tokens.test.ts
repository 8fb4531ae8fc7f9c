import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../src/ui/tokens.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = css.split('prefers-color-scheme: dark')

function colour(block: string, token: string): number[] {
  const hex = new RegExp(`--${token}: #([0-9a-f]{6})`).exec(block)?.[1]
  if (!hex) throw new Error(`no --${token}`)
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
}

function luminance(rgb: number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(block: string, one: string, other: string): number {
  const [high = 0, low = 0] = [colour(block, one), colour(block, other)].map(luminance).sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

describe.each([
  ['light', light],
  ['dark', dark],
])('%s colours', (_, block) => {
  it.each(['brand', 'wait', 'ok', 'trouble', 'muted', 'ink'])('%s is readable on the page and on cards', (token) => {
    expect(contrast(block, token, 'ground')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(block, token, 'surface')).toBeGreaterThanOrEqual(4.5)
  })
  it.each(['ink', 'muted', 'brand'])('%s can be read in the sun', (token) => {
    expect(contrast(block, token, 'ground')).toBeGreaterThanOrEqual(7)
  })
  it('the strong button is readable', () => {
    expect(contrast(block, 'on-brand', 'brand')).toBeGreaterThanOrEqual(4.5)
  })
})
