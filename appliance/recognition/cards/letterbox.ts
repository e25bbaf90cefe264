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

/** The picture as large as fits into `width` × `height`, its proportions kept; the rest is grey. `channels` 1 is grey, 3 RGB. */
export async function letterbox(
  picture: Picture,
  width: number,
  height: number,
  { channels, centred, scale = Math.min(width / picture.width, height / picture.height) }: LetterboxSettings,
): Promise<Letterbox> {
  const [w, h] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))]
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const
  const resized = sharp(picture.rgb, { raw }).resize(w, h, { fit: 'fill', kernel: 'linear' })
  const small = await (channels === 1 ? resized.greyscale() : resized).raw().toBuffer()
  const [left, top] = centred ? [Math.floor((width - w) / 2), Math.floor((height - h) / 2)] : [0, 0]
  if (w === width && h === height) return { pixels: small, scale, left, top }
  const pixels = new Uint8Array(width * height * channels).fill(BORDER)
  for (let y = 0; y < h; y++) pixels.set(small.subarray(y * w * channels, (y + 1) * w * channels), ((y + top) * width + left) * channels)
  return { pixels, scale, left, top }
}

export interface LetterboxSettings {
  readonly channels: 1 | 3
  /** in the middle of the frame, or at its top left */
  readonly centred: boolean
  readonly scale?: number
}
