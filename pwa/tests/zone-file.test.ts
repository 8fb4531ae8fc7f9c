import { describe, expect, it } from 'vitest'
import { areaOf, readZoneFile, swapped, ZoneFileError } from '../src/office/operations/zoneFile'

const ring = [[113.2000001, -7.7], [113.21, -7.7], [113.21, -7.69], [113.2000001, -7.7]]
const file = (content: unknown) => new File([typeof content === 'string' ? content : JSON.stringify(content)], 'batas.geojson')
const feature = (geometry: unknown, properties: unknown = {}) => ({ type: 'Feature', geometry, properties })

describe('zones from a file', () => {
  it('reads areas with their names and leaves points and lines out', async () => {
    const found = await readZoneFile(
      file({
        type: 'FeatureCollection',
        features: [
          feature({ type: 'Polygon', coordinates: [ring] }, { nama: 'Ketapang' }),
          feature({ type: 'Point', coordinates: [113, -7] }, { nama: 'Tugu' }),
          feature({ type: 'MultiPolygon', coordinates: [[ring]] }),
        ],
      }),
    )
    expect(found.map((zone) => zone.name)).toEqual(['Ketapang', 'Zona 3'])
    expect(found[0]?.area.coordinates).toEqual([[[113.2, -7.7], [113.21, -7.7], [113.21, -7.69], [113.2, -7.7]]])
  })

  it('says in a sentence why a file holds no zone', async () => {
    await expect(readZoneFile(file('bukan berkas peta'))).rejects.toBeInstanceOf(ZoneFileError)
    await expect(readZoneFile(file({ type: 'Point', coordinates: [1, 2] }))).rejects.toThrow('Tidak ada area')
  })

  it('changes longitude and latitude over, and closes what was drawn', () => {
    const drawn = { name: 'Pasar', area: areaOf([[113.2, -7.7], [113.21, -7.7], [113.21, -7.69]]) }
    expect(swapped(drawn).area.coordinates).toEqual([[[-7.7, 113.2], [-7.7, 113.21], [-7.69, 113.21], [-7.7, 113.2]]])
  })
})
