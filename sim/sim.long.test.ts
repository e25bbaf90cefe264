import { expect, it } from 'vitest'
import { explore } from './explore.ts'
import { faults } from './schedule.ts'
import { rare } from './testing/rare.ts'
import { product, variants } from './variants.ts'

// Other seeds than the fast tier's. A share of them with one fault at a time: it is then pure, and the schedule longer in it.
it('[Y1] [Y2] [Y3] [Y4] [Y5] [Y6] [Y7] [Y10] nothing is violated in 60 000 schedules of everything and 2 500 of each fault alone', async () => {
  const all = await explore({ from: 1_000_000, schedules: 60_000, faults, variant: product })
  expect(all.failure).toBeNull()
  for (const fault of faults) {
    const alone = await explore({ from: 2_000_000, schedules: 2_500, faults: [fault], variant: product })
    expect([fault, alone.failure]).toEqual([fault, null])
  }
}, 1_200_000)

it.each(rare)(
  '[Y9] %s is found',
  async (name, schedules, of) => {
    const found = await explore({ from: 1, schedules, faults: of, variant: variants[name] })
    expect(found.failure?.violation).toBeTruthy()
  },
  600_000,
)
