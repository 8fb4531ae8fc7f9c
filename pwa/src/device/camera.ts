/** The camera inside the page, and the pictures it makes: JPEG, at most 1600 px, no EXIF. */
const LONG_SIDE = 1600
const QUALITY = 0.82

export type CameraTrouble = 'denied' | 'absent' | 'unsupported'

export class NoCamera extends Error {
  readonly why: CameraTrouble

  constructor(why: CameraTrouble) {
    super(why)
    this.why = why
  }
}

/** Start the camera (the back one unless asked); rejects with `NoCamera`. */
export async function openCamera(facing: 'environment' | 'user' = 'environment'): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new NoCamera('unsupported')
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 1920 }, height: { ideal: 1440 } },
    })
  } catch (error) {
    throw new NoCamera((error as DOMException).name === 'NotAllowedError' ? 'denied' : 'absent')
  }
}

export function closeCamera(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop())
}

/** The picture the preview shows now. */
export async function shoot(video: HTMLVideoElement): Promise<ArrayBuffer> {
  return toJpeg(video, video.videoWidth, video.videoHeight)
}

/** Why a file does not become a photo. */
export type FileTrouble = 'empty' | 'heic' | 'large' | 'unreadable'

export class NoPicture extends Error {
  readonly why: FileTrouble

  constructor(why: FileTrouble) {
    super(why)
    this.why = why
  }
}

/** What no phone's camera writes: above it, memory is the likelier reason than the format. */
const LARGE_BYTES = 20 * 1024 * 1024

/** A file of the phone's own camera app, turned upright and made small; rejects with `NoPicture`. */
export async function fromFile(file: Blob): Promise<ArrayBuffer> {
  if (!file.size) throw new NoPicture('empty')
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
    try {
      return await toJpeg(bitmap, bitmap.width, bitmap.height)
    } finally {
      bitmap.close()
    }
  } catch {
    throw new NoPicture((await isHeic(file)) ? 'heic' : file.size > LARGE_BYTES ? 'large' : 'unreadable')
  }
}

/** Whether a file is a HEIC or HEIF picture, by its first box (ISO 14496-12): Chromium reads none. */
async function isHeic(file: Blob): Promise<boolean> {
  const head = new TextDecoder('latin1').decode(await file.slice(4, 12).arrayBuffer())
  return /^ftyp(he[ivm][cxsm]|mif1|msf1)/.test(head)
}

async function toJpeg(source: CanvasImageSource, width: number, height: number): Promise<ArrayBuffer> {
  if (!width || !height) throw new Error('the camera has no picture yet')
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return jpegOf(canvas)
}

/** What was drawn, as JPEG bytes. */
export async function jpegOf(canvas: HTMLCanvasElement): Promise<ArrayBuffer> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  if (!blob) throw new Error('the picture could not be written')
  return blob.arrayBuffer()
}
