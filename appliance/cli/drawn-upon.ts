import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import sharp from 'sharp'

/** What is drawn upon: a picture for people, `scale` of the size it was taken at. Pixels. */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly scale: number
}

/** Wider pictures are reduced: the drawing is for people. */
const WIDEST = 1_600

/** Writes the picture as a JPEG into `path`, its folders made where they are missing, with the SVG elements of `draw` on top. */
export async function writeDrawnUpon(jpeg: Uint8Array, path: string, draw: (canvas: Canvas) => string): Promise<Canvas> {
  const picture = sharp(jpeg, { failOn: 'none' }).autoOrient()
  const taken = (await picture.metadata()).autoOrient
  const scale = Math.min(1, WIDEST / taken.width)
  const canvas = { width: Math.round(taken.width * scale), height: Math.round(taken.height * scale), scale }
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas.width}" height="${canvas.height}">${draw(canvas)}</svg>`
  await mkdir(dirname(path), { recursive: true })
  const drawnUpon = picture
    .flatten({ background: '#808080' })
    .resize(canvas.width, canvas.height)
    .composite([{ input: Buffer.from(drawing) }])
  await writeFile(path, await drawnUpon.jpeg({ quality: 88 }).toBuffer())
  return canvas
}
