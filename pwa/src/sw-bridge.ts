import { noShell } from './device/offline.svelte'
import { toast } from './ui/toasts.svelte'
import { t } from './i18n/id'

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
  toast(t.update.ready, {
    seconds: 60,
    action: {
      word: t.update.action,
      run: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
        registration.waiting?.postMessage({ type: 'take-update' })
      },
    },
  })
}
