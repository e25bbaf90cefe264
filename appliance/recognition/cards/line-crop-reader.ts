import type { Emissions } from '../ctc.ts'
import { type Quad, rectAlong } from '../geometry.ts'
import { openNetwork } from '../network.ts'
import { inSequence } from '../plate-search.ts'
import { readKeys } from '../ppocr/engine.ts'
import { readLine } from '../ppocr/line-reader.ts'
import { projected, projection } from '../quad.ts'
import type { CropReader } from './plate-networks.ts'

/** Where the characters stand between the upper and the lower edge of a plate; frames and slogans lie outside. */
const BAND: readonly [number, number] = [0.12, 0.92]
const ROWS: readonly (readonly [number, number])[] = [
  [0.04, 0.54],
  [0.46, 0.96],
]

/** PP-OCR's line reader on plates that another network found: it wants the line of characters, not the plate around it. */
export async function openLineCropReader(file: string, keyFile: string, threads: number): Promise<CropReader> {
  const keys = readKeys(keyFile)
  const network = await openNetwork(file, threads, false)
  return {
    colour: true,
    rowByRow: true,
    async read(picture, views) {
      const all: Emissions[] = []
      for (const { quad, rows } of views) {
        const lines: Emissions[] = []
        for (const [from, to] of rows === 2 ? ROWS : [BAND]) {
          const band = bandOf(quad, from, to)
          const rect = rectAlong(
            band,
            (band[1][0] + band[2][0] - band[0][0] - band[3][0]) / 2,
            (band[1][1] + band[2][1] - band[0][1] - band[3][1]) / 2,
          )
          if (rect) lines.push((await readLine(network, keys, picture, rect)).emissions)
        }
        all.push(inSequence(lines))
      }
      return all
    },
    release: () => network.release(),
  }
}

function bandOf(quad: Quad, from: number, to: number): Quad {
  const map = projection(quad)
  return [projected(map, 0, from), projected(map, 1, from), projected(map, 1, to), projected(map, 0, to)]
}
