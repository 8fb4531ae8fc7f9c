import type { Given } from '../api/client'

/** Let the browser save a file under its name. */
export function save({ blob, name }: Given): void {
  const url = URL.createObjectURL(blob)
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
