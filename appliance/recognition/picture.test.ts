import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Colour } from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodePicture, PIXEL_LIMIT, PictureError } from './picture.ts'

const flat = (width: number, height: number, background: Colour = '#c04020') =>
  sharp({ create: { width, height, channels: 3, background } })
/** Average colour of a picture, as bytes. */
const mean = (rgb: Uint8Array) =>
  [0, 1, 2].map((c) => Math.round(rgb.filter((_, i) => i % 3 === c).reduce((sum, v) => sum + v, 0) / (rgb.length / 3)))

/** A PNG that claims a size and holds next to nothing; a header alone, or with the beginning of some pixels. */
function pngClaiming(width: number, height: number, pixels = true): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, pngChunk('IHDR', header), ...(pixels ? [pngChunk('IDAT', deflateSync(Buffer.alloc(64)))] : [])])
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(content.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

describe('decoding pictures', () => {
  it('gives RGB bytes of the picture as taken', async () => {
    const picture = await decodePicture(await flat(64, 48).jpeg().toBuffer())
    expect(picture).toMatchObject({ width: 64, height: 48, scale: 1 })
    expect(picture.rgb).toHaveLength(64 * 48 * 3)
    expect(mean(picture.rgb)[0]).toBeGreaterThan(170)
  })

  it('[R28] gives the same luma without its colours, and says so when they are asked for', async () => {
    const scene = await sharp({
      create: { width: 90, height: 60, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 50 } },
    })
      .jpeg()
      .toBuffer()
    const [full, grey] = [await decodePicture(scene), await decodePicture(scene, { colour: false })]
    expect(grey.grey).toEqual(full.grey)
    expect([grey.width, grey.height, grey.scale]).toEqual([90, 60, 1])
    expect(() => grey.rgb).toThrow('without its colours')
    grey.release()
    expect(grey.grey).toHaveLength(0)
  })

  it.each<[string, () => Promise<Uint8Array>]>([
    ['CMYK', () => flat(64, 48).toColourspace('cmyk').jpeg().toBuffer()],
    ['16 bits a channel', () => flat(64, 48).toColourspace('rgb16').png().toBuffer()],
    ['grey', () => flat(64, 48).greyscale().jpeg().toBuffer()],
    ['grey of 16 bits', () => flat(64, 48).toColourspace('grey16').png().toBuffer()],
    ['transparency', () => flat(64, 48).ensureAlpha(0.5).png().toBuffer()],
    ['a palette', () => flat(64, 48).png({ palette: true }).toBuffer()],
    ['WebP', () => flat(64, 48).webp().toBuffer()],
    ['TIFF', () => flat(64, 48).tiff().toBuffer()],
    ['AVIF', () => flat(64, 48).avif().toBuffer()],
  ])('understands %s', async (_, bytes) => {
    const picture = await decodePicture(await bytes())
    expect(picture).toMatchObject({ width: 64, height: 48 })
    expect(picture.rgb).toHaveLength(64 * 48 * 3)
  })

  it('takes the first picture of an animation', async () => {
    const frames = await Promise.all(['#ff0000', '#0000ff'].map((colour) => flat(32, 32, colour).png().toBuffer()))
    const animated = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const picture = await decodePicture(animated)
    expect(picture).toMatchObject({ width: 32, height: 32 })
    expect(mean(picture.rgb)).toEqual([255, 0, 0])
  })

  it('[R6] turns the picture as its EXIF orientation says', async () => {
    const turned = await flat(64, 48).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    expect(await decodePicture(turned)).toMatchObject({ width: 48, height: 64, scale: 1 })
  })

  it('takes a picture of just the longest side as it is', async () => {
    expect(await decodePicture(await flat(2_048, 40).jpeg().toBuffer())).toMatchObject({ width: 2_048, height: 40, scale: 1 })
  })

  it('reduces large pictures and says by how much', async () => {
    const picture = await decodePicture(await flat(4_096, 3_072).jpeg().toBuffer())
    expect(picture).toMatchObject({ width: 2_048, height: 1_536, scale: 0.5 })
  })

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, RegExp]>([
    ['nothing', () => new Uint8Array(0), /empty/],
    ['text', () => Buffer.from('not a picture, but a sentence'), /not a photograph/],
    [
      'an SVG, which could name other files',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /not a photograph/,
    ],
    ['a PDF', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj<<>>endobj'), /not a photograph/],
    ['a claim of 100 million pixels', () => pngClaiming(10_000, 10_000), new RegExp(`more than ${PIXEL_LIMIT / 1e6} million pixels`)],
    ['a claim of 4 thousand million pixels', () => pngClaiming(65_535, 65_535), /million pixels/],
    ['a header alone', () => pngClaiming(100, 100, false), /damaged or cut short/],
    ['half a JPEG', async () => (await noisy()).subarray(0, 9_000), /damaged or cut short/],
    ['a JPEG without its beginning', async () => (await noisy()).subarray(700), /not a photograph|damaged/],
    [
      'random bytes behind a JPEG marker',
      () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 500 }, (_, i) => (i * 7919) % 251)]),
      /damaged|not a photograph/,
    ],
  ])('refuses %s, in words for people', async (_, bytes, message) => {
    const error = await decodePicture(await bytes()).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(PictureError)
    expect((error as Error).message).toMatch(message)
  })
})

const noisy = () =>
  sharp({ create: { width: 256, height: 256, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    .jpeg()
    .toBuffer()
