import { teamsOf } from '../desk.svelte'
import { allPages, explain } from '../load.svelte'
import type { Feature } from '../wire'

/** Zone outlines per operation, read once per page load. */
const known = new Map<string, { list: Feature[] }>()

interface Zone {
  name: string
  team_id: string | null
  area: Feature['geometry']
}

/** The zones of an operation; the list fills itself when the answer arrives. */
export function zonesOf(operation: string): { readonly list: Feature[] } {
  const held = known.get(operation)
  if (held) return held
  const zones = $state<{ list: Feature[] }>({ list: [] })
  known.set(operation, zones)
  void fill(operation, zones)
  return zones
}

/** Read the zones of an operation again, after its plan changed. */
export async function rereadZones(operation: string): Promise<void> {
  const zones = known.get(operation)
  if (zones) await fill(operation, zones)
}

async function fill(operation: string, zones: { list: Feature[] }): Promise<void> {
  try {
    const [rows, teams] = await Promise.all([
      allPages<Zone>(`/api/operations/${operation}/zones`),
      teamsOf(operation),
    ])
    const numbers = new Map(teams.map((team) => [team.id, team.number]))
    zones.list = rows.map((zone) => ({
      type: 'Feature' as const,
      geometry: zone.area,
      properties: { kind: 'zone' as const, name: zone.name, team_number: numbers.get(zone.team_id ?? '') ?? null },
    }))
  } catch (error) {
    known.delete(operation)
    explain(error)
  }
}
