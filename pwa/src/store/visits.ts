import { outboxDb, STRICT, type OutboxVisit } from './db'
import { changed } from './outbox.svelte'

/** Keep a visited place; it is sent after `hold_until`. */
export async function addVisit(visit: OutboxVisit): Promise<void> {
  const tx = (await outboxDb()).transaction('visits', 'readwrite', STRICT)
  void tx.store.put(visit)
  await tx.done
  await changed()
}

/** Take back a visit that has not been sent yet; false when it is too late. */
export async function undoVisit(id: string): Promise<boolean> {
  const tx = (await outboxDb()).transaction('visits', 'readwrite', STRICT)
  const visit = await tx.store.get(id)
  const early = visit?.state === 'waiting' && Date.now() < visit.hold_until
  if (early) void tx.store.delete(id)
  await tx.done
  await changed()
  return early
}

export async function markVisit(id: string, change: Pick<OutboxVisit, 'state' | 'trouble'>): Promise<void> {
  const tx = (await outboxDb()).transaction('visits', 'readwrite')
  const visit = await tx.store.get(id)
  if (visit) void tx.store.put({ ...visit, ...change })
  await tx.done
  await changed()
}
