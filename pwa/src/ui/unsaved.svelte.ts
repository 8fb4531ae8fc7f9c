import { holdSteps } from '../router'

/**
 * Let the browser ask before this page is left or loaded anew while `unsaved()` holds; call it
 * where a component is set up. That question is the browser's own; a step back inside the app
 * is asked about by `ask`, where there is one.
 */
export function keepPage(unsaved: () => boolean, ask?: () => void): void {
  $effect(() => {
    if (!unsaved()) return
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', hold)
    const release = ask && holdSteps(ask)
    return () => {
      removeEventListener('beforeunload', hold)
      release?.()
    }
  })
}
