import type { Uuid } from '../api/wire'
import { outboxDb, readMeta, STRICT } from './db'
import { hideJson, revealJson } from './vault.svelte'

/** A nihil that was begun and neither saved nor sent. */
export interface NilDraft {
  place: string
  /** Whether somebody typed or chose the place. */
  edited: boolean
  note: string
  at: string
}

const keyOf = (author: Uuid, operation: Uuid) => `nil:${author}:${operation}`

let saving: Promise<void> = Promise.resolve()

/** Keep what is typed, under the shift's key; null forgets it. Changes follow each other, the last one wins. */
export function keepNil(author: Uuid, operation: Uuid, draft: NilDraft | null): Promise<void> {
  const write = async () => {
    const hidden = draft && (await hideJson(draft))
    const tx = (await outboxDb()).transaction('meta', 'readwrite', STRICT)
    if (hidden) void tx.store.put(hidden, keyOf(author, operation))
    else void tx.store.delete(keyOf(author, operation))
    await tx.done
  }
  return (saving = saving.then(write, write))
}

/** What was begun; null when there is nothing, or another PIN hid it. */
export async function readNil(author: Uuid, operation: Uuid): Promise<NilDraft | null> {
  await saving.catch(() => {})
  const hidden = await readMeta<ArrayBuffer>(keyOf(author, operation))
  return hidden ? revealJson<NilDraft>(hidden).catch(() => null) : null
}
