import { cornersOf, scaled } from '../geometry.ts'
import { openNetwork } from '../network.ts'
import { textDetector } from '../ppocr/detector.ts'
import { textLines } from '../text-map.ts'
import type { PlateDetector } from './plate-networks.ts'

const MOST_SPOTS = 8

/** PP-OCR's detector as a finder of plates: every line of writing of a plate's shape; what it says has to tell which one is a plate. */
export async function openLineDetector(file: string, threads: number, side: number): Promise<PlateDetector> {
  const network = await openNetwork(file, threads, true)
  const detect = textDetector(network, side)
  return {
    colour: true,
    async detect(picture) {
      const map = await detect(picture)
      return textLines(map)
        .map(({ rect, score }) => ({ rect: scaled(rect, picture.width / map.width, picture.height / map.height), p: score }))
        .filter(({ rect }) => rect.height >= 8 && rect.width > rect.height && rect.width < 9 * rect.height)
        .sort((a, b) => b.p * Math.sqrt(b.rect.height) - a.p * Math.sqrt(a.rect.height))
        .slice(0, MOST_SPOTS)
        .map(({ rect, p }) => ({ quad: cornersOf(rect), p }))
    },
    release: () => network.release(),
  }
}
