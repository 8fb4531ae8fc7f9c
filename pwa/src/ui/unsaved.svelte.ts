/**
 * Let the browser ask before this page is left or loaded anew while `unsaved()` holds; call it
 * where a component is set up. The question is the browser's own.
 */
export function keepPage(unsaved: () => boolean): void {
  $effect(() => {
    if (!unsaved()) return
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', hold)
    return () => removeEventListener('beforeunload', hold)
  })
}
