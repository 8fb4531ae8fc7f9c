import { noShell } from './device/offline.svelte'
import { onceOutside } from './router'
import { toast } from './ui/toasts.svelte'
import { t } from './i18n/id'

/** Where an officer writes: no update is offered there, nor taken. */
const FORM = /^\/(catat|nihil)(\/|$)/

/** Register the worker; an update is offered, never forced under an open form. */
export async function registerWorker(onWake: () => void): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  navigator.serviceWorker.addEventListener('message', (event) => {
    if ((event.data as { type?: string } | null)?.type === 'send-findings') onWake()
  })
  try {
    const registration = await navigator.serviceWorker.register('/sw.js')
    if (registration.waiting) offer(registration)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(registration)
      })
    })
  } catch {
    // Private mode or a broken certificate: the app still works while the network does.
    noShell()
  }
}

function offer(registration: ServiceWorkerRegistration): void {
  const run = () => {
    if (FORM.test(location.pathname)) toast(t.update.later)
    onceOutside(FORM, () => take(registration))
  }
  onceOutside(FORM, () => toast(t.update.ready, { seconds: 60, action: { word: t.update.action, run } }))
}

function take(registration: ServiceWorkerRegistration): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  registration.waiting?.postMessage({ type: 'take-update' })
}
