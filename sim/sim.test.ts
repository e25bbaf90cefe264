import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explore } from './explore.ts'
import { parseOptions } from './options.ts'
import { play } from './play.ts'
import { type Fault, faults, makeSchedule } from './schedule.ts'
import { only, shrink } from './shrink.ts'
import { ofOneBox, rare } from './testing/rare.ts'
import { product, type VariantName, variants } from './variants.ts'

const SLOW_MACHINE_MS = 180_000

describe('sync, simulated', () => {
  it(
    '[Y1] [Y2] [Y3] [Y4] [Y5] [Y6] [Y7] nothing is violated in 1 000 schedules of one box',
    async () => {
      const found = await explore({ from: 1, schedules: 1_000, faults: ofOneBox, variant: product })
      expect(found.failure).toBeNull()
      // a simulation in which nothing happens proves nothing
      expect(found.events).toBeGreaterThan(6_000)
      expect(found.hellos).toBeGreaterThan(5_000)
      expect(found.acts).toBeGreaterThan(400)
    },
    SLOW_MACHINE_MS,
  )

  it(
    '[Y10] [S74] [S75] [S82] nor in 300 schedules of two boxes that see each other, and the cloud, only sometimes',
    async () => {
      const found = await explore({ from: 1, schedules: 300, faults, variant: product })
      expect(found.failure).toBeNull()
      expect(found.events).toBeGreaterThan(1_800)
    },
    SLOW_MACHINE_MS,
  )

  it('[Y8] the same seed is the same run, to the millisecond', async () => {
    const trace = async (seed: number) => {
      const lines: string[] = []
      await play(seed, makeSchedule(seed, faults), product, (line) => lines.push(line))
      return lines
    }
    for (const seed of [3, 77, 4_711]) expect(await trace(seed)).toEqual(await trace(seed))
    expect(await trace(3)).not.toEqual(await trace(4))
  })

  it('[Y8] every fault occurs, and none that was not asked for', () => {
    const seen = (allowed: readonly Fault[]) =>
      new Set(Array.from({ length: 200 }, (_, seed) => makeSchedule(seed, allowed).map((step) => step.do)).flat())
    expect([...seen([])].sort()).toEqual(['command', 'remotePayment', 'write'])
    expect(seen(faults).size).toBe(16)
    expect(seen(['crash']).has('cloudCrash')).toBe(false)
  })

  it('[Y8] reads no clock, no chance and no network of this machine', () => {
    const shell = ['main.ts', 'worker.ts', 'options.ts']
    const sources = readdirSync(import.meta.dirname).filter((name) => /^[a-z-]+\.ts$/.test(name) && !shell.includes(name))
    expect(sources.length).toBeGreaterThan(12)
    for (const name of sources) {
      const code = readFileSync(new URL(name, import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      const impure =
        /\bDate\b|Math\.random|setTimeout|setInterval|setImmediate|performance|process\.(hrtime|env)|\bfetch\b|from 'node:/.exec(code)
      expect([name, impure?.[0]]).toEqual([name, undefined])
    }
  })
})

/** How many schedules each may take; `docs/sync-simulation.md` has how many it took. Those that take thousands: sim.long.test.ts. */
const within = {
  ...{ plainSeq: 100, noUnack: 500, noPastEpochs: 1_500, lateCommand: 200, claimForgotten: 1_000, positionFirst: 200 },
  firstUnsentOnly: 500,
} satisfies Partial<Record<VariantName, number>>

describe('faults put in on purpose', () => {
  it.each(Object.entries(within) as [VariantName, number][])(
    '[Y9] %s is found',
    async (name, schedules) => {
      const found = await explore({ from: 1, schedules, faults: ofOneBox, variant: variants[name] })
      expect(found.failure?.violation).toBeTruthy()
    },
    SLOW_MACHINE_MS,
  )

  it('[Y9] each of them is looked for, here or among the long tests', () => {
    expect([...Object.keys(within), ...rare.map(([name]) => name)].sort()).toEqual(Object.keys(variants).sort())
  })

  it('[Y9] a violation is shrunk to steps that are all needed', async () => {
    const variant = variants.noUnack
    const { failure } = await explore({ from: 1, schedules: 500, faults: ofOneBox, variant })
    const seed = failure?.seed ?? 0
    const steps = makeSchedule(seed, ofOneBox)
    const least = await shrink(seed, steps, variant)
    expect(least.length).toBeLessThan(steps.length)
    expect((await play(seed, only(steps, least), variant)).violation).not.toBeNull()
    for (const step of least) {
      const without = least.filter((other) => other !== step)
      expect((await play(seed, only(steps, without), variant)).violation).toBeNull()
    }
  })
})

describe('npm run sim', () => {
  it('[Y8] takes its options, and says what is wrong with one', () => {
    expect(parseOptions(['--schedules', '7', '--seed', '3', '--faults', 'dup,loss', '--json'], 2)).toMatchObject({
      ...{ schedules: 7, seed: 3, faults: ['loss', 'dup'], json: true, workers: 2, replay: null },
    })
    expect(parseOptions(['--replay', '9', '--only', '0,2', '--plant', 'plainSeq'], 2)).toMatchObject({
      ...{ replay: 9, only: [0, 2], variant: 'plainSeq', faults },
    })
    expect(parseOptions(['--help'], 2)).toBe('help')
    expect(() => parseOptions(['--faults', 'rain'], 2)).toThrow(/--faults knows loss.*not rain/)
    expect(() => parseOptions(['--seed', 'x'], 2)).toThrow(/whole number/)
    expect(() => parseOptions(['--plant', 'x'], 2)).toThrow(/not x/)
  })
})
