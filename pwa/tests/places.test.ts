import { expect, it } from 'vitest'
import type { ZoneRef } from '../src/api/wire'
import { nearestZone } from '../src/store/places'
import { recordedIn, type Walked } from '../src/store/walked'
import { boxAround, frame } from '../src/ui/plane'

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

it('a zone knows what was recorded there: under its name, or inside it under a name of its own', () => {
  const record = (kind: Walked['kind'], place: string, lon?: number): Walked => ({
    id: `${kind} ${place} ${lon}`, kind, place, position: lon === undefined ? null : { lon, lat: -7.7545 },
  })
  const records = [
    record('finding', 'Pasar', 113.2185), // the team's word for the place goes before a poor position
    record('finding', 'Warung Bu Tin', 113.2155),
    record('nihil', 'Alun-alun'),
    record('nihil', 'Terminal', 113.3),
    record('finding', 'Kios'),
  ]
  expect(zones.map((one) => recordedIn(one, zones, records))).toEqual([
    { findings: 2, nihil: 0, visits: 0 },
    { findings: 0, nihil: 1, visits: 0 },
  ])
})

it('a drawn map keeps north up, shapes true and everything inside its frame', () => {
  const box = boxAround(zones.flatMap((one) => one.area.coordinates.flat(2)))
  const plan = frame(box!, 328, 220, 22)
  const [west, south, east, north] = box!
  expect([plan.x(west), plan.x(east)].map(Math.round)).toEqual([22, 306])
  expect(plan.y(north)).toBeLessThan(plan.y(south))
  expect((plan.y(south) - plan.y(north)) / (plan.x(west + 0.001) - plan.x(west))).toBeCloseTo(1 / Math.cos((-7.7545 * Math.PI) / 180), 2)
  expect(boxAround([])).toBeNull()
})
