import type { Quad } from '../geometry.ts'
import { expectInput, openNetwork } from '../network.ts'
import { letterbox } from './letterbox.ts'
import type { PlateDetector } from './plate-networks.ts'

/** Columns of an end-to-end answer: picture number, x1, y1, x2, y2, class, score. */
const COLUMNS = 7
const MOST_SPOTS = 8
const LEAST = 0.1

/**
 * YOLO detectors with the suppression of doubles inside (open-image-models and the like): RGB 0…1 of one fixed size, the picture in
 * its middle; answers one row of seven numbers for each plate.
 */
export async function openYoloDetector(file: string, threads: number): Promise<PlateDetector> {
  const network = await openNetwork(file, threads, true)
  const [height, width] = [network.inputShape[2], network.inputShape[3]]
  expectInput(network, 'float32', [1, 3, null, null])
  if (typeof height !== 'number' || typeof width !== 'number' || height < 32 || width < 32)
    throw new Error(`the model file ${file} has no fixed input size: it is not of the family yolo-end2end`)
  const input = new Float32Array(3 * width * height)
  return {
    colour: true,
    async detect(picture) {
      const { pixels, scale, left, top } = await letterbox(picture, width, height)
      const plane = width * height
      for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) input[c * plane + i] = (pixels[i * 3 + c] as number) / 255
      const rows = await network.run(input, [1, 3, height, width], ({ values, dims }) => {
        if (dims.length !== 2 || dims[1] !== COLUMNS)
          throw new Error(`the detector ${file} answered ${dims.join('×')}: it is not of the family yolo-end2end (rows of ${COLUMNS})`)
        return Array.from({ length: dims[0] ?? 0 }, (_, i) => values.slice(i * COLUMNS, (i + 1) * COLUMNS))
      })
      return rows
        .map((row) => {
          const x = (k: number) => ((row[k] as number) - left) / scale
          const y = (k: number) => ((row[k] as number) - top) / scale
          const quad: Quad = [
            [x(1), y(2)],
            [x(3), y(2)],
            [x(3), y(4)],
            [x(1), y(4)],
          ]
          return { quad, p: row[6] as number }
        })
        .filter(({ p, quad }) => p >= LEAST && quad[2][0] > quad[0][0] && quad[2][1] > quad[0][1])
        .sort((a, b) => b.p - a.p)
        .slice(0, MOST_SPOTS)
    },
    release: () => network.release(),
  }
}
