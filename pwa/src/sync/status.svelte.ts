import { onContact } from '../api/client'
import type { AnyCode } from '../api/problem-codes'

/** How the exchange with the server stands; the counter and its sheet show it. */
export const status = $state<{
  /** What the browser believes; a captive portal may make it wrong. */
  online: boolean
  sending: boolean
  /** The masters are on their way; the first time a phone has none yet. */
  pulling: boolean
  /** Word for what is being sent now. */
  now: { finding: string; photo: string | null; share: number } | null
  /** Why the last pass stopped, if it did. */
  stopped: AnyCode | null
  /** When the server last took something new of this phone (ms). */
  sentAt: number | null
  /** When sending starts again by itself (ms). */
  nextTryAt: number | null
  lastContact: number | null
  /** The server no longer makes screens for an app this old; what waits is still received. */
  outdated: boolean
  /** Server clock minus phone clock in ms. */
  serverOffset: number | null
}>({
  online: navigator.onLine,
  sending: false,
  pulling: false,
  now: null,
  stopped: null,
  sentAt: null,
  nextTryAt: null,
  lastContact: null,
  outdated: false,
  serverOffset: null,
})

addEventListener('online', () => (status.online = true))
addEventListener('offline', () => (status.online = false))
onContact((date) => {
  status.lastContact = Date.now()
  // The header counts whole seconds; half of one is the best guess.
  if (date) status.serverOffset = date + 500 - Date.now()
})
