import { expect, it } from 'vitest'
import type { ZoneRef } from '../src/api/wire'
import { nearestZone } from '../src/store/places'

const zone = (name: string, lon: number): ZoneRef => ({
  id: name,
  operation_id: 'op',
  team_id: 't',
  name,
  kind: 'market',
  area: {
    type: 'MultiPolygon',
    coordinates: [[[[lon, -7.755], [lon + 0.001, -7.755], [lon + 0.001, -7.754], [lon, -7.754], [lon, -7.755]]]],
  },
})
const at = (lon: number, lat: number) => ({ lon, lat, accuracy_m: 8, fixed_at: '2026-11-23T02:00:00Z' })
const zones = [zone('Pasar', 113.215), zone('Alun-alun', 113.218)]

it('a position inside a zone is inside it', () => {
  expect(nearestZone(at(113.2185, -7.7545), zones)).toMatchObject({ zone: { name: 'Alun-alun' }, metres: 0 })
})
it('a position outside knows the metres to the nearest border', () => {
  const hint = nearestZone(at(113.2165, -7.7545), zones)
  expect(hint?.zone.name).toBe('Pasar')
  expect(hint?.metres).toBeCloseTo(55.2, 0)
})
it('without zones there is no hint', () => expect(nearestZone(at(113, -7), [])).toBeNull())
