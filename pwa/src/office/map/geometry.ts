import { boxAround, type Box, type Lonlat } from '../../ui/plane'
import type { Feature } from '../wire'

export { circle, frame, type Box, type Lonlat } from '../../ui/plane'

/** All rings of a polygon or multi-polygon. */
export function rings(feature: Feature): Lonlat[][] {
  const { type, coordinates } = feature.geometry
  if (type === 'Polygon') return coordinates as Lonlat[][]
  if (type === 'MultiPolygon') return (coordinates as Lonlat[][][]).flat()
  return []
}

/** The point of a point feature. */
export function point(feature: Feature): Lonlat | null {
  return feature.geometry?.type === 'Point' ? (feature.geometry.coordinates as Lonlat) : null
}

/** West, south, east, north of everything drawn; null when there is nothing. */
export function boxOf(features: Feature[]): Box | null {
  const all = features.flatMap((feature) => {
    const at = point(feature)
    return at ? [at] : rings(feature).flat()
  })
  return boxAround(all)
}
