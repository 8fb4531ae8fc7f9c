import './ui/trusted'
import { mount } from 'svelte'
import App from './App.svelte'
import { startRouter } from './router'
import { registerWorker } from './sw-bridge'
import { sync } from './sync/triggers'
import './ui/base.css'

startRouter()
mount(App, { target: document.getElementById('app') as HTMLElement })
// Whoever only checks a letter or reports something gets no app on the phone.
if (!/^\/(periksa|lapor)(\/|$)/.test(location.pathname)) void registerWorker(() => void sync())
