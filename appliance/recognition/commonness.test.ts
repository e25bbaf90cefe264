import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonness } from './commonness.ts'
import { LOOK_ALIKE_MODEL } from './confusion.ts'
import { plateSyntax } from './syntax.ts'

const italy = plateSyntax(['IT'])
const italian = fc.stringMatching(/^[A-Z]{2}[0-9]{3}[A-Z]{2}$/)
const of = (plates: readonly string[], plate: string) => commonness(plates, italy, LOOK_ALIKE_MODEL)(plate)

describe('[R26] how common a plate is', () => {
  it('is a probability that is never nothing, whatever is inside', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-Z0-9]{1,10}$/), { minLength: 1, maxLength: 30 }), (plates) => {
        for (const p of plates.map(commonness(plates, italy, LOOK_ALIKE_MODEL))) expect(p > 0 && p <= 1).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('is learned from the others inside: a running series is common, its own plate does not count', () => {
    const series = Array.from({ length: 60 }, (_, i) => `GX${String(100 + 7 * i)}AB`)
    expect(of(series, 'GX100AB')).toBeGreaterThan(1_000 * of(['GX100AB'], 'GX100AB'))
    const lonely = of(['GX100AB'], 'GX100AB') / of(['ZW977KL'], 'ZW977KL')
    expect(lonely > 0.3 && lonely < 3).toBe(true)
  })

  it('makes what is no plate rare, but less so when a look-alike makes it one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(italian, { minLength: 20, maxLength: 60 }), (plates) => {
        const among = (plate: string) => of([...plates, plate], plate)
        expect(among('AB1Z3CD')).toBeLessThan(among('AB123CD') / 5)
        expect(among('AB1K3CD')).toBeLessThan(among('AB1Z3CD'))
      }),
      { numRuns: 30 },
    )
  })
})
