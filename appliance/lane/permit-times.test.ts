import type { RightSpecification } from '@gatehouse/domain/right.ts'
import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, MINUTE, samplePermit, sampleRates } from './testing/sample-site.ts'

/** Six hours from the hour before last of the bench's clock, every day: the bench's place is at UTC+1. */
const plain = { ...sampleRates, freeMs: 0 }
const right = (plates: readonly string[], over: Partial<RightSpecification> = {}, id = 'right-1') => {
  const { specification, right: sample } = samplePermit(plates, 5)
  return { specification: { ...specification, ...over }, right: { ...sample, id } }
}
const everyDay = [1, 2, 3, 4, 5, 6, 7]
/** a daily window that began `ago` before the bench's first instant and lasts `long` */
async function around(ago: number, long: number) {
  const at = (await createBench({ direction: 'entry' })).clock.wall()
  const minute = Math.floor(((at - ago + HOUR) / MINUTE) % 1440)
  return [{ weekdays: everyDay, fromMinute: minute, untilMinute: minute + long / MINUTE }]
}

describe('times and groups of permits', () => {
  it('[L89] outside its times it is a visitor, on record', async () => {
    const times = await around(3 * HOUR, 2 * HOUR)
    const bench = await createBench({ direction: 'entry', seed: { rights: [right(['PER1'], { times })] } })
    await bench.arrive('PER1')
    expect(bench.events('decision.made')).toMatchObject([
      { basis: 'visitor', reason: expect.stringContaining('does not hold at this time') },
    ])
  })

  it('[L89] within its times it parks free; a product used up as a whole is a visitor', async () => {
    const times = await around(3 * HOUR, 6 * HOUR)
    const rights = [right(['PER1'], { times, groupSize: 1 }), right(['PER2'], { times, groupSize: 1 }, 'right-2')]
    const bench = await createBench({ direction: 'entry', seed: { rights } })
    await bench.arrive('PER1')
    await bench.driveThrough()
    await bench.wait(8_000)
    await bench.arrive('PER2')
    expect(bench.events('decision.made').map(({ basis }) => basis)).toEqual(['permit', 'visitor'])
    expect(bench.events('session.started')).toMatchObject([{ rightId: 'right-1' }])
  })

  it('[L90] pays from the end of its times on, and nothing within the exit grace', async () => {
    const at = async (agoEnd: number) => {
      const times = await around(6 * HOUR, 6 * HOUR - agoEnd)
      const bench = await createBench({ direction: 'exit', seed: { rateTables: [plain], rights: [right(['PER1'], { times })] } })
      bench.parked('s1', 'PER1', 5 * HOUR, { rightId: 'right-1' })
      await bench.arrive('PER1')
      return bench
    }
    expect((await at(5 * MINUTE)).screen('thankYou').basis).toBe('permit')
    const late = await at(90 * MINUTE)
    const { amountMinor, lines } = late.screen('yourCar').quote
    expect(amountMinor).toBe(500)
    expect(lines).toMatchObject([{ code: 'steps', count: 2 }])
  })
})
