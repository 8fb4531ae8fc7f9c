import type { Lonlat } from './geometry'

/** What a zone is made of while it is drawn: outlines without their closing corner, in [lon, lat] degrees. */
export interface Area {
  type: 'Polygon' | 'MultiPolygon'
  coordinates: unknown
}

const DECIMALS = 1e6
const round = ([lon, lat]: Lonlat): Lonlat => [Math.round(lon * DECIMALS) / DECIMALS, Math.round(lat * DECIMALS) / DECIMALS]
const same = (one: Lonlat, other: Lonlat) => one[0] === other[0] && one[1] === other[1]

/** The outlines of an area, or null where it has holes, which cannot be drawn by hand. */
export function outlinesOf(area: Area): Lonlat[][] | null {
  const polygons = (area.type === 'Polygon' ? [area.coordinates] : area.coordinates) as Lonlat[][][]
  if (polygons.some((rings) => rings.length > 1)) return null
  return polygons.map(([ring]) => opened(ring ?? []))
}

/** A ring without the corner that closes it. */
export function opened(ring: Lonlat[]): Lonlat[] {
  const corners = ring.map((corner) => round([corner[0], corner[1]]))
  const first = corners[0]
  const last = corners.at(-1)
  return first && last && corners.length > 1 && same(first, last) ? corners.slice(0, -1) : corners
}

/** Outlines as an area, null without any of three corners. */
export function areaOfOutlines(outlines: Lonlat[][]): Area | null {
  const rings = outlines.filter((corners) => corners.length > 2).map((corners) => [...corners.map(round), round(corners[0]!)])
  if (!rings.length) return null
  return rings.length === 1 ? { type: 'Polygon', coordinates: rings } : { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) }
}

/** Whether two sides of an outline cut each other: said while drawing, and refused by the server. */
export function crosses(corners: Lonlat[]): boolean {
  const sides = corners.map((corner, index) => [corner, corners[(index + 1) % corners.length]!] as const)
  return sides.some((one, index) =>
    sides.slice(index + 2).some((other, later) => !(index === 0 && index + 2 + later === sides.length - 1) && cut(one, other)),
  )
}

function cut([a, b]: readonly [Lonlat, Lonlat], [c, d]: readonly [Lonlat, Lonlat]): boolean {
  const side = (p: Lonlat, q: Lonlat, r: Lonlat) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/** Corners as they are typed or pasted from a map: "lintang, bujur" per line, as most maps copy them. */
export function cornersText(outlines: Lonlat[][]): string {
  return outlines.map((corners) => corners.map(([lon, lat]) => `${lat}, ${lon}`).join('\n')).join('\n\n')
}

/** Outlines of typed corners (an empty line begins another one), or the number of the line that is none. */
export function readCorners(text: string): { outlines: Lonlat[][] } | { wrong: number } {
  const outlines: Lonlat[][] = [[]]
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (!line) {
      if (outlines.at(-1)!.length) outlines.push([])
      continue
    }
    const found = /^(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)$/.exec(line)
    const lat = Number(found?.[1])
    const lon = Number(found?.[2])
    if (!found || Math.abs(lat) > 180 || Math.abs(lon) > 180) return { wrong: index + 1 }
    outlines.at(-1)!.push([lon, lat])
  }
  return { outlines: outlines.filter((corners) => corners.length) }
}

const INDONESIA = { west: 94, south: -11.5, east: 141.5, north: 6.5 }
const inside = ([lon, lat]: Lonlat) => lon >= INDONESIA.west && lon <= INDONESIA.east && lat >= INDONESIA.south && lat <= INDONESIA.north

/** Whether longitude and latitude were changed over: outside of Indonesia as they stand, inside turned. */
export function looksSwapped(outlines: Lonlat[][]): boolean {
  const all = outlines.flat()
  return all.length > 0 && !all.every(inside) && all.every(([lon, lat]) => inside([lat, lon]))
}

export const turned = (outlines: Lonlat[][]): Lonlat[][] => outlines.map((corners) => corners.map(([lon, lat]) => [lat, lon]))
