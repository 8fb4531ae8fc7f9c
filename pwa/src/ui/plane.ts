/** Maps drawn by ourselves: plane geometry, which is good to a metre over a town. */
export type Lonlat = [number, number]
/** West, south, east, north. */
export type Box = [number, number, number, number]

export const METRES_PER_DEGREE = 111_320

/** The box around points; null when there are none. */
export function boxAround(points: readonly Lonlat[]): Box | null {
  if (!points.length) return null
  const lons = points.map(([lon]) => lon)
  const lats = points.map(([, lat]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** A circle of `metres` around a point as a ring, for accuracy. */
export function circle([lon, lat]: Lonlat, metres: number, sides = 40): Lonlat[] {
  const high = metres / METRES_PER_DEGREE
  const wide = high / Math.cos((lat * Math.PI) / 180)
  return Array.from({ length: sides + 1 }, (_, index) => {
    const angle = (index / sides) * 2 * Math.PI
    return [lon + Math.cos(angle) * wide, lat + Math.sin(angle) * high] as Lonlat
  })
}

export interface Frame {
  x: (lon: number) => number
  y: (lat: number) => number
  /** Pixels per metre. */
  scale: number
}

/** A flat projection that fits `box` into `width` × `height` with a margin; right for a town. */
export function frame(box: Box, width: number, height: number, margin = 24): Frame {
  const [west, south, east, north] = box
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const wide = Math.max((east - west) * squeeze, 0.0008)
  const high = Math.max(north - south, 0.0008)
  const scale = Math.min((width - 2 * margin) / wide, (height - 2 * margin) / high)
  return {
    x: (lon) => width / 2 + (lon - (west + east) / 2) * squeeze * scale,
    y: (lat) => height / 2 - (lat - (south + north) / 2) * scale,
    scale: scale / METRES_PER_DEGREE,
  }
}
