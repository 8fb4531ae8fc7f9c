import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

/**
 * Reading QR and bar codes: the browser's own reader where it has one, else ZXing as WebAssembly
 * (zxing-wasm, MIT; ZXing-C++, Apache-2.0), loaded only then and from our own origin.
 */
export type Decode = (picture: ImageData) => Promise<string | null>

/** What browsers call BarcodeDetector; TypeScript does not know it yet. */
interface Detector {
  detect(source: ImageData): Promise<{ rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<string[]>
}

const OWN_FORMATS = ['qr_code', 'code_128', 'code_39', 'data_matrix', 'pdf417', 'itf', 'ean_13']
const LONG_SIDE = 1_400

let reading: Promise<Decode> | null = null

/** The reader of this phone; rejects when it must be fetched and there is no network. */
export function codeReader(): Promise<Decode> {
  reading ??= ownReader()
    .then((own) => own ?? wasmReader())
    .catch((error: unknown) => {
      reading = null
      throw error
    })
  return reading
}

/** Fetch the reader ahead where the browser has none of its own: a market has no signal. */
export async function fetchReaderAhead(): Promise<void> {
  if (!(await ownReader())) await Promise.all([import('zxing-wasm/reader'), fetch(wasmUrl)])
}

async function ownReader(): Promise<Decode | null> {
  const known = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  try {
    const formats = (await known?.getSupportedFormats())?.filter((one) => OWN_FORMATS.includes(one)) ?? []
    if (!known || !formats.includes('qr_code')) return null
    const detector = new known({ formats })
    return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null
  } catch {
    return null
  }
}

async function wasmReader(): Promise<Decode> {
  const zxing = await import('zxing-wasm/reader')
  await zxing.prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true })
  const options = { formats: ['QRCode', 'Code128', 'Code39', 'DataMatrix', 'PDF417', 'ITF', 'EAN13'], maxNumberOfSymbols: 1 } as const
  return async (picture) => {
    const [found] = await zxing.readBarcodes(picture, { ...options, formats: [...options.formats] })
    return found?.isValid ? found.text : null
  }
}

/** What a camera shows now, small enough to read quickly; null while it shows nothing. */
export function frameOf(video: HTMLVideoElement): ImageData | null {
  return video.videoWidth ? pixels(video, video.videoWidth, video.videoHeight) : null
}

/** The picture of a file; rejects when it is none. */
export async function pictureOf(file: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  try {
    return pixels(bitmap, bitmap.width, bitmap.height)
  } finally {
    bitmap.close()
  }
}

function pixels(source: CanvasImageSource, width: number, height: number): ImageData {
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) throw new Error('there is no canvas to read from')
  pen.drawImage(source, 0, 0, canvas.width, canvas.height)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}
