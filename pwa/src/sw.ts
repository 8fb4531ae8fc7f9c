/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

/*
 * The shell only: GET of our own files. Never /api (a POST issued again by a worker arrives empty
 * on iOS, and an answer from a cache is not the server's), never a queue.
 */
cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(api|periksa|lapor|jawab|hasil)(\/|$)/] }),
)

// The reader of codes is large and only some phones need it (device/scan fetches it ahead): kept once fetched.
registerRoute(
  ({ url }) => url.origin === self.location.origin && url.pathname.startsWith('/assets/') && url.pathname.endsWith('.wasm'),
  async ({ request }) => {
    const cache = await caches.open('sidak-reader-v1')
    const held = await cache.match(request)
    if (held) return held
    const answer = await fetch(request)
    if (answer.ok) {
      for (const old of await cache.keys()) await cache.delete(old)
      await cache.put(request, answer.clone())
    }
    return answer
  },
)

// Take the pages of the first visit, so that the second start needs no network. An update of a
// running worker waits until the user takes it (`message` below).
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'take-update') void self.skipWaiting()
})

// Background Sync (Chromium): wake the open pages; they hold the one sender. With no page open
// the work waits for the next start, which is why the counter says so.
self.addEventListener('sync', (event) => {
  const sync = event as ExtendableEvent & { tag: string }
  if (sync.tag !== 'send-findings') return
  sync.waitUntil(
    self.clients
      .matchAll({ type: 'window' })
      .then((pages) => pages.forEach((page) => page.postMessage({ type: 'send-findings' }))),
  )
})
