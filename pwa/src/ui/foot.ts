/** For `use:`: a bar at the foot of the screen. Toasts stand above it, however many rows it has. */
export function foot(bar: HTMLElement): { destroy: () => void } {
  const style = document.documentElement.style
  const watching = new ResizeObserver(() => style.setProperty('--foot', `${bar.offsetHeight}px`))
  watching.observe(bar)
  return {
    destroy() {
      watching.disconnect()
      style.removeProperty('--foot')
    },
  }
}
