import { ApiProblem, get } from '../api/client'
import type { Page, Schemas } from '../api/wire'
import { reference } from '../store/reference.svelte'
import { keepTeamWalk, teamWalk } from '../store/teamWalk.svelte'
import { vault } from '../store/vault.svelte'
import { status } from './status.svelte'

/** Ask where the own team was in the operation of the day; without an answer what was known stays. */
export async function askTeamWalk(user: string): Promise<void> {
  const operation = reference.operation
  if (!operation?.team_id || operation.status === 'planned') return
  const at = new Date().toISOString()
  try {
    const path = `/api/operations/${operation.id}/teams/${operation.team_id}/walked`
    const { items } = await get<Page<Schemas['WalkedOut']>>(path)
    const spots = items.map(({ position, ...one }) => ({
      ...one,
      position: position ? { lon: position[0]!, lat: position[1]! } : null,
    }))
    if (!vault.isOpenFor(user)) return
    await keepTeamWalk(user, { operation: operation.id, at, items: spots })
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
  }
}

/** Ask anew where this phone sent something since: the team's figure is never older than its own. */
export async function renewTeamWalk(user: string): Promise<void> {
  const told = reference.operation && teamWalk(reference.operation.id)
  const toldAt = told ? Date.parse(told.at) : 0
  if (vault.isOpenFor(user) && status.sentAt && toldAt <= status.sentAt) await askTeamWalk(user)
}
