/** What the browser promises about the storage of this phone. */
export interface StorageState {
  persisted: boolean | null
  /** Bytes the browser still gives us, as far as it says. */
  free: number | null
}

const LOW_BYTES = 50 * 1024 * 1024

/** Ask the browser never to clear our storage, and tell what it answered. */
export async function askPersistence(): Promise<StorageState> {
  if (!navigator.storage) return { persisted: null, free: null }
  const already = await navigator.storage.persisted?.().catch(() => false)
  const persisted = already || ((await navigator.storage.persist?.().catch(() => false)) ?? false)
  const estimate = await navigator.storage.estimate?.().catch(() => null)
  const free = estimate?.quota !== undefined ? estimate.quota - (estimate.usage ?? 0) : null
  return { persisted, free }
}

export function almostFull(state: StorageState): boolean {
  return state.free !== null && state.free < LOW_BYTES
}
