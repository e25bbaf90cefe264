import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createJpegSplitter } from './jpeg-splitter.ts'

const picture = (seed: number, options: { progressive?: boolean; thumbnail?: Uint8Array } = {}) =>
  sharp({
    create: {
      width: 40 + seed,
      height: 30,
      channels: 3,
      background: { r: seed * 9, g: 120, b: 60 },
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg({ quality: 80, progressive: options.progressive ?? false })
    .toBuffer()

/** Puts a whole JPEG into an APP1 segment, as cameras do with thumbnails. */
const withThumbnail = (jpeg: Uint8Array, thumbnail: Uint8Array) => {
  const size = thumbnail.length + 2
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1, size >> 8, size & 0xff]), thumbnail, jpeg.subarray(2)])
}

const cut = (stream: Uint8Array, cuts: readonly number[]) => {
  const points = [...new Set(cuts.map((c) => c % stream.length))].sort((a, b) => a - b)
  return [...points, stream.length].map((end, i) => stream.subarray(i === 0 ? 0 : points[i - 1], end))
}

describe('MJPEG splitting', async () => {
  const small = await picture(1)
  const pictures = [await picture(2), await picture(3, { progressive: true }), withThumbnail(await picture(4), small)]
  const stream = Buffer.concat(pictures)

  it('returns every picture whole, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (cuts) => {
        const splitter = createJpegSplitter()
        const out = cut(stream, cuts).flatMap((chunk) => splitter.push(chunk))
        expect(out.map((o) => Buffer.from(o).equals(pictures[out.indexOf(o)] as Buffer))).toEqual([true, true, true])
        expect(splitter.skipped).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('is not fooled by the end marker of an EXIF thumbnail', () => {
    expect(createJpegSplitter().push(pictures[2] as Buffer)).toHaveLength(1)
  })

  it('finds the next picture after garbage and after a truncated one', () => {
    const splitter = createJpegSplitter()
    const truncated = (pictures[0] as Buffer).subarray(0, 400)
    const out = splitter.push(Buffer.concat([Buffer.from('not a picture'), truncated, pictures[1] as Buffer]))
    expect(out.map((o) => Buffer.from(o).equals(pictures[1] as Buffer))).toEqual([true])
    expect(splitter.skipped).toBe(13 + 400)
  })

  it('never throws and never keeps more than its limit on hostile bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 30 }), (chunks) => {
        const splitter = createJpegSplitter({ maxBytes: 1000 })
        for (const chunk of chunks) for (const out of splitter.push(chunk)) expect(out.length).toBeLessThanOrEqual(1300)
      }),
    )
  })
})
