import './ui/trusted'
import { mount } from 'svelte'
import App from './App.svelte'
import { startRouter } from './router'
import { registerWorker } from './sw-bridge'
import './ui/base.css'

startRouter()
// Reading the code and drawing with it are two tasks: a slow phone takes a tap between them.
setTimeout(() => mount(App, { target: document.getElementById('app') as HTMLElement }))

/** The worker fetches the whole app: on a slow network it waits until the first screen stands. */
function keepOffline() {
  const register = () => void registerWorker(() => void import('./sync/triggers').then(({ sync }) => sync()))
  if ('requestIdleCallback' in window) requestIdleCallback(register, { timeout: 3_000 })
  else setTimeout(register, 1_000)
}

// Whoever only checks a letter, reports, answers or reads what came out gets no app on the phone.
if (!/^\/(periksa|lapor|jawab|hasil)(\/|$)/.test(location.pathname)) {
  if (document.readyState === 'complete') keepOffline()
  else addEventListener('load', keepOffline, { once: true })
}
