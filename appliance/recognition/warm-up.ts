import sharp from 'sharp'
import type { Engine } from './engine.ts'
import { decodePicture } from './picture.ts'
import type { PlateSyntax } from './syntax.ts'

const WIDTH = 640
const HEIGHT = 384
/** Left and top, width and height, grey: a plate's rim, its face, and upright and level strokes that pass for characters. */
type Bar = readonly [x: number, y: number, w: number, h: number, grey: number]
const PLATE: readonly Bar[] = [
  [220, 160, 200, 48, 20],
  [224, 164, 192, 40, 235],
  ...Array.from({ length: 7 }, (_, i) => 236 + i * 25).flatMap((x, i): Bar[] => [
    [x, 170, 4, 28, 25],
    [x, i % 2 === 0 ? 170 : 194, 14, 4, 25],
  ]),
]

/** A picture that takes an engine through every stage: there is something like a plate in it, and something like writing on that. */
export function practicePicture(): Promise<Uint8Array> {
  const grey = new Uint8Array(WIDTH * HEIGHT).fill(110)
  for (const [x, y, w, h, shade] of PLATE) for (let row = y; row < y + h; row++) grey.fill(shade, row * WIDTH + x, row * WIDTH + x + w)
  return sharp(grey, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .jpeg()
    .toBuffer()
}

const ROUNDS = 2

/**
 * Reads a picture for practice: a process that has just started compiles its code and fetches the networks' memory with the first picture,
 * and the first car should not wait for that. Nor for the practice: it ends where a real picture is `wanted`. An engine that cannot do it
 * says so when a real picture comes.
 */
export async function warmUp(engine: Engine, syntax: PlateSyntax, wanted: () => boolean = () => false): Promise<void> {
  try {
    const jpeg = await practicePicture()
    for (let round = 0; round < ROUNDS && !wanted(); round++) {
      const picture = await decodePicture(jpeg, engine)
      await engine.search(picture, syntax, () => {})
      picture.release()
    }
  } catch {
    // nothing is lost: the picture was nobody's
  }
}
