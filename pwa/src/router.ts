import { createSubscriber } from 'svelte/reactivity'

/** The address bar as state: `route.path` in a component follows every navigation. */
let changed: () => void = () => {}
const subscribe = createSubscriber((update) => {
  changed = update
  addEventListener('popstate', update)
  return () => removeEventListener('popstate', update)
})

export const route = {
  get path(): string {
    subscribe()
    return location.pathname
  },
  get query(): URLSearchParams {
    subscribe()
    return new URLSearchParams(location.search)
  },
}

/** Go to a path of this app; `replace` leaves no step to come back to. */
export function navigate(path: string, options: { replace?: boolean } = {}): void {
  if (path === location.pathname + location.search) return
  history[options.replace ? 'replaceState' : 'pushState']({ inside: true }, '', path)
  scrollTo(0, 0)
  changed()
  waiting.forEach((look) => look())
}

const waiting = new Set<() => void>()

/** Act now, or as soon as the path is outside of `pattern`. */
export function onceOutside(pattern: RegExp, act: () => void): void {
  const look = () => {
    if (pattern.test(location.pathname)) return
    waiting.delete(look)
    removeEventListener('popstate', look)
    act()
  }
  waiting.add(look)
  addEventListener('popstate', look)
  look()
}

/** One step back inside the app, or to `fallback` when the app was opened at this address. */
export function goBack(fallback = '/'): void {
  if ((history.state as { inside?: boolean } | null)?.inside) history.back()
  else navigate(fallback, { replace: true })
}

/** Values of `{name}` in a pattern, or null: `match('/temuan/{id}', path)?.id`. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const names: string[] = []
  const source = pattern.replace(/\{(\w+)\}/g, (_, name: string) => (names.push(name), '([^/]+)'))
  const found = new RegExp(`^${source}/?$`).exec(path)
  if (!found) return null
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]))
}

/** Let ordinary links to pages of this app move without loading the document again. */
export function startRouter(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null
    if (!link || event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return
    if (/^\/(api|periksa|lapor|jawab|hasil)(\/|$)/.test(link.pathname)) return
    event.preventDefault()
    navigate(link.pathname + link.search)
  })
}
