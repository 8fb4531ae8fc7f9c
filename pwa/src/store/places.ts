import type { PositionWire, ZoneRef } from '../api/wire'
import { METRES_PER_DEGREE } from '../ui/plane'

/** Where a position lies towards the zones, as a hint on the phone; the server judges. */
export interface ZoneHint {
  zone: ZoneRef
  /** 0 inside; otherwise metres to the border. */
  metres: number
}

/** The nearest zone, or null without zones. Plane geometry: good to a metre over a city. */
export function nearestZone(position: Pick<PositionWire, 'lon' | 'lat'>, zones: readonly ZoneRef[]): ZoneHint | null {
  let best: ZoneHint | null = null
  for (const zone of zones) {
    const metres = Math.min(...zone.area.coordinates.map((polygon) => distanceToPolygon(position, polygon)))
    if (!best || metres < best.metres) best = { zone, metres }
  }
  return best
}

function distanceToPolygon(position: Pick<PositionWire, 'lon' | 'lat'>, rings: readonly (readonly [number, number][])[]): number {
  const widthScale = METRES_PER_DEGREE * Math.cos((position.lat * Math.PI) / 180)
  let inside = false
  let least = Infinity
  for (const ring of rings) {
    const points = ring.map(([lon, lat]) => ({
      x: (lon - position.lon) * widthScale,
      y: (lat - position.lat) * METRES_PER_DEGREE,
    }))
    for (let at = 0, before = points.length - 1; at < points.length; before = at++) {
      const a = points[before]!
      const b = points[at]!
      least = Math.min(least, distanceToLine(a, b))
      if (a.y > 0 !== b.y > 0 && 0 < ((b.x - a.x) * -a.y) / (b.y - a.y) + a.x) inside = !inside
    }
  }
  return inside ? 0 : least
}

/** Distance from the origin to the segment a-b. */
function distanceToLine(a: { x: number; y: number }, b: { x: number; y: number }): number {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = dx * dx + dy * dy
  const share = length ? Math.max(0, Math.min(1, -(a.x * dx + a.y * dy) / length)) : 0
  return Math.hypot(a.x + share * dx, a.y + share * dy)
}
