import sharp from 'sharp'

/** What the lens, the weather and the sensor add to a traced picture. */
export interface Finish {
  readonly exposure: number
  readonly rain: number
  readonly grain: number
  readonly random: () => number
}

/** Filmic curve (Narkowicz's ACES fit), then sRGB. */
const tone = (x: number): number => {
  const y = Math.min(1, Math.max(0, (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)))
  return 255 * y ** (1 / 2.2)
}

function develop(pixels: Float32Array, exposure: number): Buffer {
  const bytes = Buffer.alloc(pixels.length)
  for (let i = 0; i < pixels.length; i++) bytes[i] = Math.round(tone((pixels[i] as number) * exposure * 0.82))
  return bytes
}

/** Light that spills around bright lamps. */
async function bloom(pixels: Float32Array, width: number, height: number, exposure: number): Promise<Buffer> {
  const bright = Buffer.alloc(pixels.length)
  for (let i = 0; i < pixels.length; i++) bright[i] = Math.min(255, Math.max(0, (pixels[i] as number) * exposure - 1.3) * 62)
  return await sharp(bright, { raw: { width, height, channels: 3 } })
    .blur(width / 55)
    .linear(1.15, 0)
    .raw()
    .toBuffer()
}

const streaks = (width: number, height: number, amount: number, random: () => number): string => {
  let lines = ''
  for (let i = 0; i < 260 * amount; i++) {
    const x = random() * width
    const y = random() * height
    const l = 14 + random() * 46
    lines += `<path d="M${x.toFixed(0)} ${y.toFixed(0)}l${(l * 0.09).toFixed(1)} ${l.toFixed(1)}" stroke="rgba(225,235,245,${(0.1 + random() * 0.22).toFixed(2)})" stroke-width="${(0.7 + random() * 1.1).toFixed(1)}"/>`
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${lines}</svg>`
}

const vignette = (width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><radialGradient id="v" cx=".5" cy=".52" r=".75"><stop offset=".55" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".38"/></radialGradient></defs><rect width="100%" height="100%" fill="url(#v)"/></svg>`

const gauss = (random: () => number): number => random() + random() + random() + random() - 2

function addGrain(bytes: Buffer, amount: number, random: () => number): void {
  for (let i = 0; i < bytes.length; i += 3) {
    const g = gauss(random) * amount * 1.7
    for (let k = 0; k < 3; k++) bytes[i + k] = Math.min(255, Math.max(0, Math.round((bytes[i + k] as number) + g)))
  }
}

/** 1280 × 720 JPEG of at most `limit` bytes. */
export async function finishPhoto(pixels: Float32Array, width: number, height: number, finish: Finish, limit = 60_000): Promise<Buffer> {
  const glow = await bloom(pixels, width, height, finish.exposure)
  const lit = await sharp(develop(pixels, finish.exposure), { raw: { width, height, channels: 3 } })
    .composite([{ input: glow, raw: { width, height, channels: 3 }, blend: 'screen' }])
    .removeAlpha()
    .raw()
    .toBuffer()
  const small = await sharp(lit, { raw: { width, height, channels: 3 } })
    .resize(1280, 720, { kernel: 'lanczos3' })
    .removeAlpha()
    .raw()
    .toBuffer()
  const layers = [{ input: Buffer.from(vignette(1280, 720)) }]
  if (finish.rain > 0) layers.push({ input: Buffer.from(streaks(1280, 720, finish.rain, finish.random)) })
  const weathered = await sharp(small, { raw: { width: 1280, height: 720, channels: 3 } })
    .composite(layers)
    .removeAlpha()
    .raw()
    .toBuffer()
  addGrain(weathered, finish.grain, finish.random)
  for (let quality = 84; quality >= 40; quality -= 4) {
    const jpeg = await sharp(weathered, { raw: { width: 1280, height: 720, channels: 3 } })
      .jpeg({ quality, mozjpeg: true })
      .toBuffer()
    if (jpeg.length <= limit || quality === 40) return jpeg
  }
  throw new Error('unreachable: the loop above returns at its last quality')
}
