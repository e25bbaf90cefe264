import sharp from 'sharp'

/** A drawing as linear RGBA floats, sampled bilinearly by the renderer. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Float32Array
}

const linear = (byte: number): number => (byte / 255) ** 2.2

/** `raw` keeps the numbers as they are (0..1) instead of taking them for sRGB. */
export async function pictureOf(svg: string, width: number, raw = false): Promise<Picture> {
  const { data: bytes, info: size } = await sharp(Buffer.from(svg))
    .resize({ width })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const rgba = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) rgba[i] = raw || i % 4 === 3 ? (bytes[i] ?? 0) / 255 : linear(bytes[i] ?? 0)
  return { width: size.width, height: size.height, rgba }
}

/** u, v in 0..1 from the top left; outside: transparent (`edge` false) or the border's value. */
export function look(picture: Picture, u: number, v: number, out: Float64Array): void {
  const x = u * picture.width - 0.5
  const y = v * picture.height - 0.5
  if (x < 0 || y < 0 || x >= picture.width - 1 || y >= picture.height - 1) {
    out[0] = out[1] = out[2] = out[3] = 0
    return
  }
  const xi = x | 0
  const yi = y | 0
  const fx = x - xi
  const fy = y - yi
  const a = (yi * picture.width + xi) * 4
  const b = a + picture.width * 4
  const p = picture.rgba
  for (let k = 0; k < 4; k++) {
    const top = (p[a + k] as number) * (1 - fx) + (p[a + 4 + k] as number) * fx
    const foot = (p[b + k] as number) * (1 - fx) + (p[b + 4 + k] as number) * fx
    out[k] = top * (1 - fy) + foot * fy
  }
}
