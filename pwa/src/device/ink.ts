import { jpegOf } from './camera'

/** A signature as a picture: what was drawn or typed, above a line that says what it stands under. */

/** A point of a stroke, as shares (0 to 1) of the pad's width and height. */
export interface InkPoint {
  x: number
  y: number
}

export type Stroke = InkPoint[]

const WIDTH = 900
const PAD = 450
const LINE = 34

/** Draw strokes as round lines, smoothed through the middle between two points. */
export function drawStrokes(pen: CanvasRenderingContext2D, strokes: readonly Stroke[], width: number, height: number): void {
  pen.lineCap = pen.lineJoin = 'round'
  pen.lineWidth = Math.max(2, width / 160)
  pen.strokeStyle = '#14202b'
  for (const stroke of strokes) {
    const points = stroke.map(({ x, y }) => ({ x: x * width, y: y * height }))
    const first = points[0]
    if (!first) continue
    pen.beginPath()
    pen.moveTo(first.x, first.y)
    points.slice(1).forEach((point, at) => {
      const before = points[at] as InkPoint
      pen.quadraticCurveTo(before.x, before.y, (before.x + point.x) / 2, (before.y + point.y) / 2)
    })
    const last = points[points.length - 1] as InkPoint
    pen.lineTo(last.x, last.y)
    pen.stroke()
  }
}

/** The drawn signature with the words it was put under. */
export function drawnSignature(strokes: readonly Stroke[], words: string): Promise<ArrayBuffer> {
  return picture(words, (pen) => drawStrokes(pen, strokes, WIDTH, PAD))
}

/** The name typed by who cannot draw here, with the words it was put under. */
export function typedSignature(name: string, words: string): Promise<ArrayBuffer> {
  return picture(words, (pen) => {
    pen.fillStyle = '#14202b'
    pen.textAlign = 'center'
    pen.font = 'italic 64px Georgia, "Times New Roman", serif'
    pen.fillText(name, WIDTH / 2, PAD / 2, WIDTH - 80)
    pen.font = '26px system-ui, sans-serif'
    pen.fillText('(nama diketik oleh yang bersangkutan)', WIDTH / 2, PAD / 2 + 60)
    pen.textAlign = 'start'
  })
}

async function picture(words: string, draw: (pen: CanvasRenderingContext2D) => void): Promise<ArrayBuffer> {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('there is no canvas to draw on')
  const font = '26px system-ui, sans-serif'
  pen.font = font
  const lines = folded(words, (text) => pen.measureText(text).width <= WIDTH - 48)
  canvas.width = WIDTH
  canvas.height = PAD + lines.length * LINE + 40
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  draw(pen)
  pen.fillStyle = '#42515d'
  pen.fillRect(24, PAD, WIDTH - 48, 2)
  pen.font = font
  lines.forEach((line, at) => pen.fillText(line, 24, PAD + (at + 1) * LINE + 4))
  return jpegOf(canvas)
}

/** Break words into lines that fit. */
export function folded(words: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = []
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const line = lines.length ? `${lines[lines.length - 1]} ${word}` : word
    if (lines.length && fits(line)) lines[lines.length - 1] = line
    else lines.push(word)
  }
  return lines
}
