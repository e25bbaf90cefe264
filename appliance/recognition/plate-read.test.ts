import fc from 'fast-check'
import { expect, it } from 'vitest'
import { COLUMNS, columnOf } from './alphabet.ts'
import { LOOK_ALIKE_MODEL } from './confusion.ts'
import type { Emissions } from './ctc.ts'
import { pictureOf } from './picture.ts'
import { plateRead } from './plate-read.ts'
import { plateSyntax } from './syntax.ts'

/** A crop that shows `text`, its first character no surer than `other`. */
function crop(text: string, other: string): Emissions {
  const rows = new Float32Array(2 * text.length * COLUMNS)
  for (const [i, char] of [...text].entries()) {
    const at = 2 * i * COLUMNS
    rows[at + columnOf(char)] = i === 0 ? 0.52 : 1
    if (i === 0) rows[at + columnOf(other)] = 0.48
    rows[at + COLUMNS] = 1
  }
  return { steps: 2 * text.length, p: rows }
}

it('[R7] however little the first candidate is believed, none of the others is likelier', () => {
  const picture = pictureOf(100, 50, new Uint8Array(100 * 50 * 3))
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (confidence) => {
      const nature = { confusion: LOOK_ALIKE_MODEL, confidence: () => confidence }
      const read = plateRead([crop('DDC9387', 'O')], 1, [0, 0, 90, 30], picture, plateSyntax(['BR']), nature)
      const [first, ...others] = read?.candidates ?? []
      expect(first).toEqual({ text: read?.text, p: confidence })
      expect(others.length).toBeGreaterThan(0)
      for (const { p } of others) expect(p).toBeLessThanOrEqual(confidence)
      expect(others.reduce((sum, { p }) => sum + p, confidence)).toBeLessThanOrEqual(1 + 1e-9)
    }),
  )
})
