import type { Feature } from '../wire'
import { boxOf, circle, point } from './geometry'
import { corners, teamColour, teamShape } from './marks'
import type { MapLibreMap } from './maplibre'

/** The colours of the page for the canvas, which knows no CSS variables. */
export interface Ground {
  ground: string
  surface: string
  ink: string
}

export function groundOf(element: Element): Ground {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return { ground: read('--ground'), surface: read('--surface'), ink: read('--ink') }
}

type Collection = { type: 'FeatureCollection'; features: { type: 'Feature'; geometry: unknown; properties: Record<string, unknown> }[] }

const collection = (features: Collection['features']): Collection => ({ type: 'FeatureCollection', features })

/** The four sources of the map: zones, accuracy circles, visits, findings. */
export function sources(features: Feature[]): Record<'zones' | 'accuracy' | 'visits' | 'findings', Collection> {
  const plain = (feature: Feature) => ({
    type: 'Feature' as const,
    geometry: feature.geometry,
    properties: {
      ...feature.properties,
      colour: teamColour(feature.properties.team_number),
      mark: `team-${feature.properties.team_number ?? 0}`,
    },
  })
  const of = (kind: string) => features.filter((feature) => feature.properties.kind === kind)
  return {
    zones: collection(of('zone').map(plain)),
    visits: collection(of('visit').map(plain)),
    findings: collection(of('finding').map(plain)),
    accuracy: collection(
      of('finding').flatMap((feature) => {
        const at = point(feature)
        const metres = feature.properties.accuracy_m
        if (!at || !metres) return []
        return [{ ...plain(feature), geometry: { type: 'Polygon', coordinates: [circle(at, metres)] } }]
      }),
    ),
  }
}

/** Draw the mark of a team (shape, colour, number) once as an image of the map. */
export function addMark(map: MapLibreMap, team: number, ground: Ground): void {
  const name = `team-${team}`
  if (map.hasImage(name)) return
  const ratio = 2
  const size = 26 * ratio
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const pen = canvas.getContext('2d')
  if (!pen) return
  const shape = corners(teamShape(team))
  pen.beginPath()
  shape.forEach(([x, y], index) => {
    const px = size / 2 + x * size * 0.4
    const py = size / 2 + y * size * 0.4
    if (index) pen.lineTo(px, py)
    else pen.moveTo(px, py)
  })
  pen.closePath()
  pen.fillStyle = teamColour(team)
  pen.fill()
  pen.lineWidth = 2 * ratio
  pen.strokeStyle = ground.ground
  pen.stroke()
  pen.fillStyle = '#fff'
  pen.strokeStyle = 'rgb(15 22 28 / 75%)'
  pen.lineWidth = 2.5 * ratio
  pen.lineJoin = 'round'
  pen.font = `700 ${11 * ratio}px system-ui, sans-serif`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.strokeText(String(team), size / 2, size / 2 + ratio)
  pen.fillText(String(team), size / 2, size / 2 + ratio)
  map.addImage(name, pen.getImageData(0, 0, size, size), { pixelRatio: ratio })
}

/** Sources and layers, from the ground up. */
export function addLayers(map: MapLibreMap, features: Feature[]): void {
  for (const [name, data] of Object.entries(sources(features))) {
    map.addSource(name, { type: 'geojson', data: data as never })
  }
  map.addLayer({ id: 'zones', type: 'fill', source: 'zones', paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.12 } })
  map.addLayer({ id: 'zone-lines', type: 'line', source: 'zones', paint: { 'line-color': ['get', 'colour'], 'line-width': 2 } })
  map.addLayer({ id: 'accuracy', type: 'fill', source: 'accuracy', paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.14 } })
  map.addLayer({
    id: 'visits',
    type: 'circle',
    source: 'visits',
    paint: { 'circle-radius': 5, 'circle-color': 'rgba(255,255,255,0.85)', 'circle-stroke-color': ['get', 'colour'], 'circle-stroke-width': 2 },
  })
  map.addLayer({
    id: 'findings',
    type: 'symbol',
    source: 'findings',
    layout: { 'icon-image': ['get', 'mark'], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
  })
}

/** Names of the zones with the place where each stands: above the outline, clear of the marks. */
export function zoneLabels(features: Feature[]): { name: string; at: [number, number] }[] {
  return features.flatMap((feature) => {
    const { kind, name, team_number } = feature.properties
    const box = kind === 'zone' ? boxOf([feature]) : null
    if (!box || !name) return []
    return [{ name: team_number ? `Tim ${team_number} · ${name}` : name, at: [(box[0] + box[2]) / 2, box[3]] as [number, number] }]
  })
}
