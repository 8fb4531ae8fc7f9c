import { isZip, kmlOf, KmzError } from './kmz'

/** A zone found in a file, before it is sent: outline in [lon, lat] degrees. */
export interface FoundZone {
  name: string
  area: { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown }
}

export class ZoneFileError extends Error {}

const MOST_BYTES = 5_000_000
/** Six decimals are a tenth of a metre; more only makes files large. */
const DECIMALS = 1e6
const NAMES = ['nama', 'name', 'NAMOBJ', 'WADMKD', 'kelurahan', 'KELURAHAN', 'desa', 'DESA', 'title', 'Name']

/** Read the areas of a GeoJSON, KML or KMZ file, whatever its name; a sentence says why a file holds none. */
export async function readZoneFile(file: File): Promise<FoundZone[]> {
  if (file.size > MOST_BYTES) throw new ZoneFileError('Berkas lebih dari 5 MB. Sederhanakan batasnya, lalu coba lagi.')
  const text = await textOf(new Uint8Array(await file.arrayBuffer()))
  const found = text.trimStart().startsWith('<') ? fromKml(text) : fromGeoJson(text)
  if (!found.length) throw new ZoneFileError('Tidak ada area (Polygon) dalam berkas ini; titik dan garis tidak dapat menjadi zona.')
  if (found.some((zone) => !inDegrees(zone.area.coordinates))) {
    throw new ZoneFileError('Koordinat berkas ini bukan derajat bujur dan lintang. Ekspor ulang dengan sistem koordinat WGS 84 (EPSG:4326).')
  }
  return found
}

/** The text of a file: out of its archive, and by the mark of its encoding. */
async function textOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  let inside: Uint8Array = bytes
  try {
    if (isZip(bytes)) inside = await kmlOf(bytes)
  } catch (error) {
    throw error instanceof KmzError ? new ZoneFileError(error.message) : error
  }
  const mark = (inside[0] ?? 0) * 256 + (inside[1] ?? 0)
  try {
    return new TextDecoder(mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8', { fatal: true }).decode(inside)
  } catch {
    throw new ZoneFileError('Huruf dalam berkas ini tidak terbaca. Simpan ulang dengan pengodean UTF-8.')
  }
}

/** Metres of a projection are beyond any degree; swapped ones are still degrees and offered to be turned. */
function inDegrees(part: unknown): boolean {
  return Array.isArray(part) ? part.every(inDegrees) : typeof part !== 'number' || Math.abs(part) <= 180
}

type Json = { type?: string; features?: Json[]; geometry?: Json | null; geometries?: Json[]; properties?: Record<string, unknown> | null; coordinates?: unknown }

function fromGeoJson(text: string): FoundZone[] {
  let data: Json
  try {
    data = JSON.parse(text) as Json
  } catch {
    throw new ZoneFileError('Isi berkas bukan GeoJSON, KML, atau KMZ. Ekspor ulang dari QGIS atau Google Earth.')
  }
  const features = data.type === 'FeatureCollection' && Array.isArray(data.features) ? data.features : [data]
  return features.flatMap((feature, index) => {
    const geometry = feature.type === 'Feature' ? feature.geometry : feature
    if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') return []
    const own = feature.properties ?? {}
    const key = NAMES.find((name) => typeof own[name] === 'string' && own[name])
    return [{ name: key ? String(own[key]).slice(0, 200) : `Zona ${index + 1}`, area: rounded(geometry.type, geometry.coordinates) }]
  })
}

function fromKml(text: string): FoundZone[] {
  const page = new DOMParser().parseFromString(text, 'application/xml')
  if (page.querySelector('parsererror') || !page.getElementsByTagName('Placemark').length) {
    throw new ZoneFileError('Isi berkas bukan KML yang utuh. Ekspor ulang dari Google Earth.')
  }
  return [...page.getElementsByTagName('Placemark')].flatMap((place, index) => {
    const polygons = [...place.getElementsByTagName('Polygon')].map((polygon) =>
      [...polygon.getElementsByTagName('coordinates')].map((ring) =>
        (ring.textContent ?? '').trim().split(/\s+/).map((corner) => corner.split(',').slice(0, 2).map(Number)),
      ),
    )
    if (!polygons.length) return []
    const name = place.getElementsByTagName('name')[0]?.textContent?.trim() || `Zona ${index + 1}`
    return [{ name: name.slice(0, 200), area: rounded('MultiPolygon', polygons) }]
  })
}

/** The same area with longitude and latitude changed over. */
export function swapped(zone: FoundZone): FoundZone {
  const turn = (part: unknown): unknown =>
    Array.isArray(part) ? (typeof part[0] === 'number' ? [part[1], part[0]] : part.map(turn)) : part
  return { ...zone, area: { ...zone.area, coordinates: turn(zone.area.coordinates) } }
}

function rounded(type: 'Polygon' | 'MultiPolygon', coordinates: unknown): FoundZone['area'] {
  const round = (part: unknown): unknown =>
    Array.isArray(part) ? (typeof part[0] === 'number' ? part.slice(0, 2).map((n) => Math.round(Number(n) * DECIMALS) / DECIMALS) : part.map(round)) : part
  return { type, coordinates: round(coordinates) }
}
