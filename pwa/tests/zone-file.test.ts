import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { kmlOf, MOST_UNPACKED } from '../src/office/operations/kmz'
import { areaOfOutlines, cornersText, crosses, looksSwapped, outlinesOf, readCorners, turned } from '../src/office/map/outline'
import { readZoneFile, swapped, ZoneFileError } from '../src/office/operations/zoneFile'

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
    const drawn = { name: 'Pasar', area: areaOfOutlines([[[113.2, -7.7], [113.21, -7.7], [113.21, -7.69]]])! }
    expect(swapped(drawn).area.coordinates).toEqual([[[-7.7, 113.2], [-7.7, 113.21], [-7.69, 113.21], [-7.7, 113.2]]])
  })
})

describe('zones that are drawn or typed', () => {
  const square: [number, number][] = [[113.2, -7.7], [113.21, -7.7], [113.21, -7.69], [113.2, -7.69]]
  const bow: [number, number][] = [square[0]!, square[2]!, square[1]!, square[3]!]

  it('see an outline that crosses itself, and none where corners only meet', () => {
    expect(crosses(bow)).toBe(true)
    expect(crosses(square)).toBe(false)
    expect(crosses(square.slice(0, 3))).toBe(false)
  })

  it('come and go as outlines without their closing corner; holes cannot be drawn', () => {
    const area = areaOfOutlines([square])!
    expect(outlinesOf(area)).toEqual([square])
    expect(outlinesOf({ type: 'MultiPolygon', coordinates: [[ring], [ring]] })).toHaveLength(2)
    expect(outlinesOf({ type: 'Polygon', coordinates: [ring, ring] })).toBeNull()
    expect(areaOfOutlines([square.slice(0, 2)])).toBeNull()
    expect(areaOfOutlines([square, square])?.type).toBe('MultiPolygon')
  })

  it('are typed corner by corner as maps copy them, an empty line between two areas', () => {
    expect(readCorners(cornersText([square]))).toEqual({ outlines: [square] })
    expect(readCorners('-7.7 113.2\n\n\n-7.6; 113.3')).toEqual({ outlines: [[[113.2, -7.7]], [[113.3, -7.6]]] })
    expect(readCorners('-7.7, 113.2\nPasar Baru')).toEqual({ wrong: 2 })
    expect(readCorners('7700000, 700000')).toEqual({ wrong: 1 })
  })

  it('offer to change longitude and latitude over only where that brings them home', () => {
    expect(looksSwapped(turned([square]))).toBe(true)
    expect(looksSwapped([square])).toBe(false)
    expect(looksSwapped([[[2.3, 48.8]]])).toBe(false)
    expect(looksSwapped([])).toBe(false)
  })
})

/** A ZIP archive of one file, as Google Earth writes a KMZ. */
function archive(name: string, content: Uint8Array, method = 8): Uint8Array<ArrayBuffer> {
  const packed = method === 8 ? deflateRawSync(content) : content
  const title = new TextEncoder().encode(name)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(title.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(method, 10)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt16LE(title.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(30 + title.length + packed.length, 16)
  return new Uint8Array(Buffer.concat([local, title, packed, entry, title, end]))
}

describe('a KMZ', () => {
  const kml = new TextEncoder().encode('<kml><Document/></kml>')

  it('gives the map inside, packed or stored', async () => {
    for (const method of [8, 0]) expect(new TextDecoder().decode(await kmlOf(archive('doc.kml', kml, method)))).toBe('<kml><Document/></kml>')
  })

  it('without a map, torn, of an unknown kind or far too large is told in a sentence', async () => {
    await expect(kmlOf(archive('foto.png', kml))).rejects.toThrow('Tidak ada peta KML')
    await expect(kmlOf(archive('doc.kml', kml).subarray(0, 40))).rejects.toThrow('rusak atau terpotong')
    await expect(kmlOf(archive('doc.kml', kml, 12))).rejects.toThrow('tidak dikenal')
    await expect(kmlOf(archive('doc.kml', new Uint8Array(MOST_UNPACKED + 1)))).rejects.toThrow('terlalu besar')
    await expect(readZoneFile(new File([archive('foto.png', kml)], 'batas.kml'))).rejects.toBeInstanceOf(ZoneFileError)
  })
})

describe('a file of another habit', () => {
  it('in UTF-16 is read, in a torn encoding told', async () => {
    const text = JSON.stringify(feature({ type: 'Polygon', coordinates: [ring] }, { nama: 'Ketapang' }))
    const wide = new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')])
    expect((await readZoneFile(new File([wide], 'batas.geojson')))[0]?.name).toBe('Ketapang')
    await expect(readZoneFile(new File([new Uint8Array([0x7b, 0xff, 0x22])], 'batas.json'))).rejects.toThrow('UTF-8')
  })

  it('with metres of a projection is told to come back in degrees', async () => {
    const metres = ring.map(([lon, lat]) => [lon! * 111_320, lat! * 110_570])
    await expect(readZoneFile(file(feature({ type: 'Polygon', coordinates: [metres] })))).rejects.toThrow('EPSG:4326')
    const swap = ring.map(([lon, lat]) => [lat, lon])
    expect(await readZoneFile(file(feature({ type: 'Polygon', coordinates: [swap] })))).toHaveLength(1)
  })
})
