/** Bring the place in use into sight, where places stand in one row that scrolls. */
export function showCurrent(strip: HTMLElement | undefined): void {
  strip?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
}
