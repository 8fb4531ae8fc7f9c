/** Chromium's offer to install the app; other browsers make none. */
interface InstallOffer extends Event {
  prompt: () => Promise<unknown>
}

/** How this browser puts the app on the home screen; null where it is there already, or cannot. */
export type InstallWay = 'prompt' | 'ios' | null

let offer = $state.raw<InstallOffer | null>(null)
let done = $state(false)

/** Listen from the start: the offer is made once, before any screen asks for it. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as InstallOffer
  })
  addEventListener('appinstalled', () => (done = true))
}

/** Whether the app was opened from the home screen. */
function isInstalled(): boolean {
  const standalone = (navigator as { standalone?: boolean }).standalone
  return standalone === true || matchMedia('(display-mode: standalone)').matches
}

/** Whether this is an iPhone or iPad, which installs by hand only (an iPad calls itself a Mac). */
export function isIos(agent: string, touchPoints: number): boolean {
  return /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1)
}

export const install = {
  get way(): InstallWay {
    if (done || isInstalled()) return null
    if (offer) return 'prompt'
    return isIos(navigator.userAgent, navigator.maxTouchPoints) ? 'ios' : null
  },
  /** Show the browser's own question; it may be asked once. */
  async ask(): Promise<void> {
    const asked = offer
    offer = null
    await asked?.prompt()
  },
}
