import sharp from 'sharp'
import type { Network } from '../network.ts'
import type { Picture } from '../picture.ts'
import type { TextMap } from '../text-map.ts'

const MULTIPLE = 32
/** ImageNet's mean and deviation, in the BGR order the network was trained with */
const MEAN = [0.485, 0.456, 0.406]
const DEVIATION = [0.229, 0.224, 0.225]

/**
 * Size the detector sees: the long side at most `maxSide`, hardly more pixels than a 16:9 picture of that side (time and memory
 * follow the pixels), both sides multiples of 32, never enlarged by more than that rounding.
 */
export function detectorSize(width: number, height: number, maxSide: number): { width: number; height: number } {
  const pixels = (maxSide * maxSide * 9) / 16
  const scale = Math.min(1, maxSide / Math.max(width, height), Math.sqrt(pixels / (width * height)))
  const nearest = (length: number) => Math.max(MULTIPLE, Math.round((length * scale) / MULTIPLE) * MULTIPLE)
  const [w, h] = [nearest(width), nearest(height)]
  if (w * h <= pixels * ROUNDING) return { width: w, height: h }
  return w >= h ? { width: w - MULTIPLE, height: h } : { width: w, height: h - MULTIPLE }
}
/** Both sides may round up together by this much; 960 × 544 for 960 × 540 must pass. */
const ROUNDING = 1.02

/**
 * The detector over one network. Its input buffer is kept between frames of one size. (Two overlapping halves, one after the other,
 * were tried to save 30 MB: the network pools over the whole picture, and the halves lost six points on small plates.)
 */
export function textDetector(network: Network, maxSide: number): (picture: Picture) => Promise<TextMap> {
  let input = new Float32Array(0)
  return async (picture) => {
    const { width, height } = detectorSize(picture.width, picture.height, maxSide)
    const raw = { width: picture.width, height: picture.height, channels: 3 } as const
    const rgb = await sharp(picture.rgb, { raw }).resize(width, height, { fit: 'fill', kernel: 'linear' }).raw().toBuffer()
    if (input.length !== 3 * width * height) input = new Float32Array(3 * width * height)
    normalise(rgb, input)
    return network.run(input, [1, 3, height, width], ({ values, dims }) => {
      if (dims[2] !== height || dims[3] !== width) throw new Error(`the detector answered ${dims.join('×')} for ${width}×${height}`)
      return { width, height, probability: values.slice() }
    })
  }
}

/** RGB bytes, pixel by pixel → BGR planes of normalised floats. */
function normalise(rgb: Uint8Array, into: Float32Array): void {
  const plane = into.length / 3
  for (let c = 0; c < 3; c++) {
    const gain = 1 / (255 * (DEVIATION[c] as number))
    const offset = (MEAN[c] as number) / (DEVIATION[c] as number)
    for (let i = 0, at = 2 - c, to = c * plane; i < plane; i++, at += 3, to++) into[to] = (rgb[at] as number) * gain - offset
  }
}
