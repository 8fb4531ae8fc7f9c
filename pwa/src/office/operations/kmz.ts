/** The KML inside a KMZ: a ZIP archive (APPNOTE 6.3.10) whose first .kml is the map (OGC 12-007r2, 6.2). */
export class KmzError extends Error {}

/** Where a directory of contents is looked for: its last record may have a comment of 64 KB behind it. */
const TAIL = 65_557
const END = 0x06054b50
const ENTRY = 0x02014b50
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1
/** A map of some thousand corners has one megabyte; whoever packs more may mean harm. */
export const MOST_UNPACKED = 20_000_000

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

/** Give the bytes of the first KML of an archive; a `KmzError` says in a sentence why there is none. */
export async function kmlOf(archive: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  try {
    return await unpacked(archive)
  } catch (error) {
    if (error instanceof KmzError) throw error
    throw new KmzError('Berkas KMZ ini rusak atau terpotong. Unduh atau ekspor lagi.')
  }
}

async function unpacked(archive: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const number = (at: number) => view.getUint32(at, true)
  const short = (at: number) => view.getUint16(at, true)
  let end = archive.length - 22
  while (number(end) !== END) if (--end < archive.length - TAIL) throw new KmzError('Berkas ini bukan KMZ yang utuh. Ekspor ulang dari Google Earth.')
  let at = number(end + 16)
  for (let left = short(end + 10); left > 0 && number(at) === ENTRY; left--) {
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + short(at + 28)))
    if (/\.kml$/i.test(name)) {
      if (short(at + 8) & ENCRYPTED) throw new KmzError('Berkas KMZ ini bersandi. Ekspor ulang tanpa sandi.')
      const local = number(at + 42)
      const start = local + 30 + short(local + 26) + short(local + 28)
      const packed = archive.subarray(start, start + number(at + 20))
      if (short(at + 10) === STORED) return packed
      if (short(at + 10) === DEFLATED) return inflated(packed)
      throw new KmzError('Berkas KMZ ini dimampatkan dengan cara yang tidak dikenal. Ekspor ulang sebagai KML.')
    }
    at += 46 + short(at + 28) + short(at + 30) + short(at + 32)
  }
  throw new KmzError('Tidak ada peta KML di dalam berkas ini.')
}

/** Unpack piece by piece, so that a bomb is noticed before it fills the memory. */
async function inflated(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > MOST_UNPACKED) {
      await reader.cancel()
      throw new KmzError('Isi KMZ ini terlalu besar setelah dibuka. Sederhanakan batasnya, lalu ekspor lagi.')
    }
    pieces.push(value)
  }
  const whole = new Uint8Array(size)
  let from = 0
  for (const piece of pieces) {
    whole.set(piece, from)
    from += piece.length
  }
  return whole
}
