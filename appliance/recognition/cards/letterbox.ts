import sharp from 'sharp'
import type { Picture } from '../picture.ts'

/** A picture inside a frame of the network's size, and how to get back: picture = (network − left or top) / scale. */
export interface Letterbox {
  readonly pixels: Uint8Array
  readonly scale: number
  readonly left: number
  readonly top: number
}

/** Grey of the border, as these networks were trained with. */
const BORDER = 114

/** The picture in RGB, as large as fits into the middle of `width` × `height`, its proportions kept; the rest is grey. */
export async function letterbox(picture: Picture, width: number, height: number): Promise<Letterbox> {
  const scale = Math.min(width / picture.width, height / picture.height)
  const [w, h] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))]
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const
  const small = await sharp(picture.rgb, { raw }).resize(w, h, { fit: 'fill', kernel: 'linear' }).raw().toBuffer()
  const [left, top] = [Math.floor((width - w) / 2), Math.floor((height - h) / 2)]
  if (w === width && h === height) return { pixels: small, scale, left, top }
  const pixels = new Uint8Array(width * height * 3).fill(BORDER)
  for (let y = 0; y < h; y++) pixels.set(small.subarray(y * w * 3, (y + 1) * w * 3), ((y + top) * width + left) * 3)
  return { pixels, scale, left, top }
}
