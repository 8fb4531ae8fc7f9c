import type { Iso, Uuid } from '../api/wire'
import { referenceDb } from './db'
import { hideJson, revealJson } from './vault.svelte'
import type { Walked } from './walked'

/** Where the whole team was, as the server told last: on the disk only under the shift's key. */
export interface TeamWalk {
  operation: Uuid
  at: Iso
  items: Walked[]
}

interface HiddenWalk {
  owner: Uuid
  hidden: ArrayBuffer
}

const KEY = 'walked'
let told = $state.raw<TeamWalk | null>(null)

/** What is known of the team in an operation; null where the server never told. */
export function teamWalk(operation: Uuid): TeamWalk | null {
  return told?.operation === operation ? told : null
}

/** Take over what the server told, and keep it for the next start without a network. */
export async function keepTeamWalk(owner: Uuid, walk: TeamWalk): Promise<void> {
  const record: HiddenWalk = { owner, hidden: await hideJson(walk) }
  await (await referenceDb()).put('records', record, KEY)
  told = walk
}

/** Read it again, once the PIN was given. */
export async function loadTeamWalk(owner: Uuid): Promise<void> {
  const record = (await (await referenceDb()).get('records', KEY)) as HiddenWalk | undefined
  if (record?.owner === owner) told = await revealJson<TeamWalk>(record.hidden).catch(() => null)
}

/** Forget what is in memory: the phone was locked. */
export function closeTeamWalk(): void {
  told = null
}
