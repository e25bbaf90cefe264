import sharp from 'sharp'
import { bell, between, type Random } from './random.ts'

/** How one frame differs from the photograph it is made of. Pure numbers, so that a seed gives the same burst everywhere. */
export interface Take {
  /** share of the picture kept, and where it sits (0..1 of what is cut away) */
  readonly keep: number
  readonly left: number
  readonly top: number
  readonly light: number
  readonly contrast: number
  readonly saturation: number
  /** Gaussian sigma in pixels of the finished frame; 0 = sharp */
  readonly blur: number
  /** deviation of the sensor's noise, 0..255 */
  readonly noise: number
  /** where in the noise table this frame begins */
  readonly noiseAt: readonly [number, number]
  readonly quality: number
  /** warm (> 0) or cold light */
  readonly warmth: number
}

/** The camera of one visit: an exit looks from a little elsewhere, in other light, than the entry did. */
export interface Look {
  readonly light: number
  readonly warmth: number
  readonly left: number
  readonly top: number
  readonly zoom: number
}

export const lookOf = (direction: 'entry' | 'exit', random: Random): Look =>
  direction === 'entry'
    ? { light: between(random, 0.95, 1.06), warmth: between(random, -0.02, 0.02), left: between(random, 0.35, 0.65), top: 0.5, zoom: 1 }
    : {
        light: between(random, 0.8, 1.14),
        warmth: between(random, -0.06, 0.08),
        left: random() < 0.5 ? between(random, 0, 0.25) : between(random, 0.75, 1),
        top: between(random, 0.3, 0.7),
        zoom: between(random, 1.02, 1.06),
      }

const within = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x))

/** Frame `index` of `count`: the car rolls the last bit towards the line, so it grows, and comes to rest. */
export function takeOf(look: Look, index: number, count: number, random: Random): Take {
  const near = 1 - (1 - Math.min(1, (index + 1) / Math.max(1, count * 0.6))) ** 2
  return {
    keep: within(1 / (look.zoom * (1 + 0.035 * near) * between(random, 0.998, 1.004)), 0.86, 1),
    left: within(look.left + bell(random) * 0.04, 0, 1),
    top: within(look.top + bell(random) * 0.04, 0, 1),
    light: look.light * between(random, 0.96, 1.04),
    contrast: between(random, 0.95, 1.05),
    saturation: between(random, 0.9, 1.08),
    blur: index < count * 0.4 ? between(random, 0, 1.1) : between(random, 0, 0.5),
    noise: between(random, 1.5, 5),
    noiseAt: [Math.floor(random() * 64), Math.floor(random() * 64)],
    quality: Math.round(between(random, 70, 88)),
    warmth: look.warmth,
  }
}

export interface Negative {
  readonly width: number
  readonly height: number
  readonly pixels: Buffer
}

/** A photograph decoded once, upright by its EXIF, no wider than 1280 pixels. Rejects with a sentence when it cannot be read. */
export async function negativeOf(jpeg: Uint8Array, name: string): Promise<Negative> {
  try {
    const { data: pixels, info: size } = await sharp(jpeg)
      .rotate()
      .resize({ width: 1280, height: 1280, fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { width: size.width, height: size.height, pixels }
  } catch (cause) {
    throw new Error(`${name} is not a picture this machine can read (${(cause as Error).message}).`)
  }
}

/** Sensor noise to draw from: deviations around 0, 16 to one unit of `Take.noise`; long enough that no frame repeats another's. */
export function noiseTable(random: Random): Int8Array {
  const table = new Int8Array(1 << 16)
  for (let i = 0; i < table.length; i++) table[i] = Math.max(-127, Math.min(127, Math.round(bell(random) * 16)))
  return table
}

/** Mud over the plate: of a known box, or of the middle low part of an unknown photograph. */
function mud(size: Negative, box: readonly [number, number, number, number] | null, random: Random): Buffer {
  const scale = size.width / 1280
  const [x, y, w, h] = box ? box.map((n) => n * scale) : [size.width * 0.3, size.height * 0.45, size.width * 0.4, size.height * 0.3]
  let spots = ''
  for (let i = 0; i < 26; i++)
    spots += `<ellipse cx="${((x ?? 0) + random() * (w ?? 0)).toFixed(1)}" cy="${((y ?? 0) + (0.2 + random()) * (h ?? 0)).toFixed(1)}" rx="${((w ?? 0) * between(random, 0.02, 0.1)).toFixed(1)}" ry="${((h ?? 0) * between(random, 0.06, 0.22)).toFixed(1)}" fill="#4f4130" opacity="${between(random, 0.35, 0.9).toFixed(2)}"/>`
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${spots}</svg>`)
}

export async function muddied(
  negative: Negative,
  box: readonly [number, number, number, number] | null,
  random: Random,
): Promise<Negative> {
  const { width, height, pixels } = negative
  const dirty = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .composite([{ input: mud(negative, box, random) }])
    .removeAlpha()
    .raw()
    .toBuffer()
  return { width, height, pixels: dirty }
}

/** Light and contrast of one colour channel as a table of 256 values. */
function curve(take: Take, channel: 0 | 1 | 2): Float32Array {
  const warm = channel === 0 ? 1 + take.warmth : channel === 2 ? 1 - take.warmth : 1
  return Float32Array.from({ length: 256 }, (_, byte) => ((byte - 128) * take.contrast + 128) * take.light * warm)
}

/** Light, colour and noise in one pass over the pixels, in place. */
function expose(frame: Buffer, take: Take, noise: Int8Array): void {
  const pixels = new Uint8ClampedArray(frame.buffer, frame.byteOffset, frame.length)
  const [red, green, blue] = [curve(take, 0), curve(take, 1), curve(take, 2)]
  const grain = take.noise / 16
  const { saturation } = take
  let at = (take.noiseAt[0] * 1_021 + take.noiseAt[1]) & 0xffff
  for (let i = 0; i < pixels.length; i += 3) {
    const r = red[pixels[i] as number] as number
    const g = green[pixels[i + 1] as number] as number
    const b = blue[pixels[i + 2] as number] as number
    const grey = 0.3 * r + 0.59 * g + 0.11 * b + (noise[at] as number) * grain
    const rest = (0.3 * r + 0.59 * g + 0.11 * b) * saturation
    at = (at + 1 + ((pixels[i] as number) & 3)) & 0xffff
    pixels[i] = grey + r * saturation - rest
    pixels[i + 1] = grey + g * saturation - rest
    pixels[i + 2] = grey + b * saturation - rest
  }
}

/** The frame as JPEG. */
export async function develop(negative: Negative, take: Take, noise: Int8Array): Promise<Uint8Array> {
  const { width, height, pixels } = negative
  const w = Math.max(16, Math.round(width * take.keep))
  const h = Math.max(16, Math.round(height * take.keep))
  const image = sharp(pixels, { raw: { width, height, channels: 3 } })
    .extract({ left: Math.round((width - w) * take.left), top: Math.round((height - h) * take.top), width: w, height: h })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
  if (take.blur > 0.3) image.blur(take.blur)
  const framed = await image.raw().toBuffer()
  expose(framed, take, noise)
  return await sharp(framed, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: take.quality })
    .toBuffer()
}
