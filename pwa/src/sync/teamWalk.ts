import { ApiProblem, get } from '../api/client'
import type { Page, Schemas } from '../api/wire'
import { reference } from '../store/reference.svelte'
import { keepTeamWalk } from '../store/teamWalk.svelte'
import { vault } from '../store/vault.svelte'

/** Ask where the own team was in the operation of the day; without an answer what was known stays. */
export async function askTeamWalk(user: string): Promise<void> {
  const operation = reference.operation
  if (!operation?.team_id || operation.status === 'planned') return
  try {
    const path = `/api/operations/${operation.id}/teams/${operation.team_id}/walked`
    const { items } = await get<Page<Schemas['WalkedOut']>>(path)
    const spots = items.map(({ position, ...one }) => ({
      ...one,
      position: position ? { lon: position[0]!, lat: position[1]! } : null,
    }))
    if (!vault.isOpenFor(user)) return
    await keepTeamWalk(user, { operation: operation.id, at: new Date().toISOString(), items: spots })
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
  }
}
