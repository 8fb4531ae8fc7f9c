import { icons } from './icons'

/**
 * Trusted Types: the server's policy (core/http.py) lets no string become markup or code unless it
 * passes here. What passes is ours and listed: outlines of icons.ts, the words of the map's scale
 * bar, the service worker and the workers of our own build. All else is refused by the browser.
 */
const outlines = new Set<string>(Object.values(icons))
/** "200&nbsp;m": MapLibre writes the length of its scale bar so. */
const SCALE = /^[\d.]+&nbsp;[a-z]{1,3}$/

export function markup(text: string): string | null {
  return outlines.has(text) || SCALE.test(text) ? text : null
}

export function script(address: string): string | null {
  const { origin, pathname, protocol } = new URL(address, location.href)
  if (origin !== location.origin) return null
  // MapLibre makes its worker of a text in its own bundle
  return protocol === 'blob:' || pathname === '/sw.js' || /^\/assets\/[\w.-]+\.js$/.test(pathname) ? address : null
}

interface Rules {
  createHTML(text: string): string | null
  createScriptURL(address: string): string | null
}

const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Rules): unknown } }).trustedTypes
types?.createPolicy('default', { createHTML: markup, createScriptURL: script })
