import type { StorageState } from '../device/persistence'

/** What the browser promised about this phone's storage. */
export const phone = $state<{ storage: StorageState | null }>({ storage: null })
