/** Whether the browser holds every screen of this phone: a worker is active only once it has them all. */
export type ShellState = 'fetching' | 'here' | 'impossible'

let shell = $state<ShellState>('fetching')

/** Look from the start; where the browser keeps no worker (private mode), that is said too. */
export function watchShell(): void {
  if (!('serviceWorker' in navigator)) shell = 'impossible'
  else void navigator.serviceWorker.ready.then(() => (shell = 'here'))
}

/** The worker was refused: this phone opens with a network only. */
export function noShell(): void {
  if (shell === 'fetching') shell = 'impossible'
}

export const offline = {
  get shell() {
    return shell
  },
}
