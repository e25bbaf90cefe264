import { describe, expect, it } from 'vitest'
import { COLUMNS, columnOf } from '../alphabet.ts'
import type { Emissions } from '../ctc.ts'
import type { Quad } from '../geometry.ts'
import { pictureOf } from '../picture.ts'
import { plateSyntax } from '../syntax.ts'
import { searchCrops } from './crop-search.ts'
import type { CropReader, PlateDetector, View } from './plate-networks.ts'

const picture = pictureOf(640, 360, new Uint8Array(640 * 360 * 3))
const at = (x: number, width: number, height: number): Quad => [
  [x, 100],
  [x + width, 100],
  [x + width, 100 + height],
  [x, 100 + height],
]
/** Spells a text, each character seen with `p` and the rest nothing. */
function spelling(text: string, p: number): Emissions {
  const cells = new Float32Array((2 * text.length - 1) * COLUMNS)
  for (const [i, char] of [...text].entries()) {
    cells[2 * i * COLUMNS + columnOf(char)] = p
    cells[2 * i * COLUMNS] = 1 - p
    if (i > 0) cells[(2 * i - 1) * COLUMNS] = 1
  }
  return { steps: 2 * text.length - 1, p: cells }
}

/** A reader that answers by the place it is shown, and keeps what it was asked. */
function readerOf(answer: (view: View) => Emissions, rowByRow = true): CropReader & { readonly asked: View[][] } {
  const asked: View[][] = []
  return {
    ...{ colour: false, rowByRow, asked },
    read: async (_, views) => {
      if (views.length > 0) asked.push([...views])
      return views.map(answer)
    },
    release: async () => {},
  }
}
const detectorOf = (...found: readonly (readonly [Quad, number])[]): PlateDetector => ({
  colour: false,
  detect: async () => found.map(([quad, p]) => ({ quad, p })),
  release: async () => {},
})
const search = (detector: PlateDetector, reader: CropReader) => searchCrops({ detector, reader }, picture, plateSyntax(), () => {})
const wide = at(100, 200, 50)

describe('[R23] crops of a plate', () => {
  it('are read until the text is sure: two at most of a clear plate', async () => {
    const reader = readerOf(() => spelling('KLT4748', 1))
    expect((await search(detectorOf([wide, 0.9]), reader))[0]?.text).toBe('KLT4748')
    expect(reader.asked.flat().length).toBeLessThanOrEqual(2)
  })

  it('are five of a doubtful one', async () => {
    const reader = readerOf(() => spelling('KLT4748', 0.7))
    expect((await search(detectorOf([wide, 0.9]), reader))[0]?.text).toBe('KLT4748')
    expect(reader.asked.map(({ length }) => length)).toEqual([1, 1, 1, 2])
    expect(new Set(reader.asked.flat().map(({ quad }) => JSON.stringify(quad))).size).toBe(5)
  })

  it('show two rows only where one is unsure, and only of squarish plates', async () => {
    const rows = (views: readonly View[][]) => views.flat().filter((view) => view.rows === 2).length
    const [clear, doubtful, long] = [1, 0.5, 0.5].map((p) => readerOf(() => spelling('KLT4748', p)))
    await search(detectorOf([at(100, 100, 60), 0.9]), clear!)
    await search(detectorOf([at(100, 100, 60), 0.9]), doubtful!)
    await search(detectorOf([wide, 0.9]), long!)
    expect([rows(clear!.asked), rows(long!.asked)]).toEqual([0, 0])
    expect(rows(doubtful!.asked)).toBeGreaterThan(0)
  })

  it('show two rows only of spots hardly less sure than the surest', async () => {
    const reader = readerOf(() => spelling('KLT4748', 0.5))
    await search(detectorOf([wide, 0.9], [at(350, 100, 60), 0.6]), reader)
    expect(reader.asked.flat().filter((view) => view.rows === 2)).toEqual([])
    await search(detectorOf([wide, 0.9], [at(350, 100, 60), 0.7]), reader)
    expect(reader.asked.flat().filter((view) => view.rows === 2)).not.toEqual([])
  })

  it('are not read of spots that are much less sure than the surest', async () => {
    const reader = readerOf(() => spelling('KLT4748', 1))
    const reads = await search(detectorOf([wide, 0.9], [at(350, 200, 50), 0.6], [at(0, 90, 50), 0.5]), reader)
    expect(reader.asked[0]).toHaveLength(2)
    expect(reads).toHaveLength(2)
  })
})

it('[R12] gives the nearer of two clear plates first, though the detector is surer of the other', async () => {
  const reader = readerOf(({ quad }) => spelling(quad[0][0] < 340 ? 'KLT4748' : 'ABC1234', 1))
  const reads = await search(detectorOf([at(350, 60, 15), 0.95], [wide, 0.8]), reader)
  expect(reads.map(({ text }) => text)).toEqual(['KLT4748', 'ABC1234'])
})
