import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labelledPictures } from './evaluation/labels.ts'
import { countOf, measure, peakRssBytes } from './evaluation/measure.ts'
import { createPlateReader } from './reader.ts'

const plates = join(process.env.GATEHOUSE_SHARED ?? resolve(import.meta.dirname, '../../../shared'), 'plates')

/** Exact reads in percent: the first answer equals the label, one frame, no hint, over the whole set. */
const FLOORS = {
  gatehouse: { us: 74, eu: 92, br: 92, in: 50, ro: 92 },
  ppocr: { us: 60, eu: 70, br: 94 },
} as const
const wanted = Object.entries(FLOORS).flatMap(([engine, sets]) =>
  Object.entries(sets).map(([set, floor]) => [engine as keyof typeof FLOORS, set, floor] as const),
)

describe.skipIf(!existsSync(plates))(`photographs (skipped without ${plates})`, () => {
  it.each(wanted)(
    '%s reads the plates of %s, at least %d in a hundred exactly',
    async (engine, set, floor) => {
      const reader = await createPlateReader({ engine, threads: 1 })
      try {
        const { judged, costs, refused } = await measure(reader, labelledPictures(join(plates, set)))
        expect(refused).toEqual([])
        expect((100 * countOf(judged, 'exact')) / judged.length).toBeGreaterThanOrEqual(floor)
        // the whole box may take 400 MB with these models; how much of that the allocator keeps differs from run to run
        expect(peakRssBytes(costs) / 2 ** 20).toBeLessThanOrEqual(400)
      } finally {
        await reader.close()
      }
    },
    600_000,
  )
})
