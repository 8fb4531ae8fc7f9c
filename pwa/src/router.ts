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
  if (!options.replace) here += 1
  history[options.replace ? 'replaceState' : 'pushState']({ inside: true, at: here }, '', path)
  scrollTo(0, 0)
  changed()
  waiting.forEach((look) => look())
}

const waiting = new Set<() => void>()

/** How far this address is from where the app was opened: the way back from a step that is held. */
const placeOf = (state: unknown): number => (state as { at?: number } | null)?.at ?? 0
let here = placeOf(history.state)
let returning = false
const holds = new Set<() => void>()

/** Ask instead of taking a step in the history, until the function that is returned is called. */
export function holdSteps(ask: () => void): () => void {
  holds.add(ask)
  return () => holds.delete(ask)
}

/** A step has been taken already when it is heard of: where something is unsaved it is taken back. */
function stepped(event: PopStateEvent): void {
  const step = placeOf(event.state) - here
  if (returning || (holds.size && step)) event.stopImmediatePropagation()
  else here += step
  if (returning) returning = false
  else if (holds.size && step) {
    returning = true
    history.go(-step)
    holds.forEach((ask) => ask())
  }
}

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
  // first of all listeners: nobody else may hear of a step that is taken back
  addEventListener('popstate', stepped)
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
