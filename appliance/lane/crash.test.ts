import { describe, expect, it } from 'vitest'
import { type Bench, type BenchOptions, createBench } from './testing/bench.ts'
import { type DriverPlan, journey } from './testing/driver.ts'
import { HOUR, MINUTE, samplePermit } from './testing/sample-site.ts'

/** The power goes at every effect of every scenario, just before it happens and just after: all of them end the same way. */

interface Scenario {
  readonly name: string
  readonly bench: BenchOptions
  readonly prepare?: (bench: Bench) => void
  readonly plan: DriverPlan
  readonly inside: number
  readonly outcome?: string
  readonly paidMinor?: number
  /** a car that reverses while the box is dead cannot be told from one that drove on */
  readonly mayGhost?: boolean
}

const parked = (bench: Bench) => bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
const exit = { direction: 'exit' } as const

const scenarios: readonly Scenario[] = [
  { name: 'entry', bench: { direction: 'entry' }, plan: { read: 'AB123' }, inside: 1 },
  { name: 'entry, unread', bench: { direction: 'entry' }, plan: { read: null }, inside: 1 },
  {
    name: 'entry after a missed exit',
    bench: { direction: 'entry' },
    prepare: parked,
    plan: { read: 'AB123' },
    inside: 1,
    outcome: 'suspect',
  },
  { name: 'entry, backed out', bench: { direction: 'entry' }, plan: { read: 'AB123', changesMind: true }, inside: 0, mayGhost: true },
  {
    name: 'exit, free',
    bench: exit,
    prepare: (b) => b.parked('s1', 'AB123', 5 * MINUTE),
    plan: { read: 'AB123' },
    inside: 0,
    outcome: 'free',
  },
  {
    ...{ name: 'exit, permit', bench: { ...exit, seed: { rights: [samplePermit(['AB123'])] } } },
    prepare: (b) => b.parked('s1', 'AB123', 9 * HOUR, { rightId: 'right-1' }),
    ...{ plan: { read: 'AB123' }, inside: 0, outcome: 'permit' },
  },
  { name: 'exit by card', bench: exit, prepare: parked, plan: { read: 'AB123', pays: 'card' }, inside: 0, outcome: 'paid', paidMinor: 500 },
  {
    name: 'exit by phone',
    bench: exit,
    prepare: parked,
    plan: { read: 'AB123', pays: 'phone' },
    inside: 0,
    outcome: 'paid',
    paidMinor: 500,
  },
  {
    ...{ name: 'exit by phone, box offline and no card', bench: { ...exit, terminal: 'none' } as const, prepare: parked },
    ...({ plan: { read: 'AB123', pays: 'phone' }, inside: 0, outcome: 'paid', paidMinor: 500 } as const),
  },
  {
    ...{ name: 'exit, searched, by card', bench: exit, prepare: parked },
    ...({ plan: { read: 'ZZ999', searches: 'AB123', pays: 'card' }, inside: 0, outcome: 'paid', paidMinor: 500 } as const),
  },
  {
    ...{ name: 'exit, unread, searched, by phone', bench: exit, prepare: parked },
    ...({ plan: { read: null, searches: 'AB123', pays: 'phone' }, inside: 0, outcome: 'paid', paidMinor: 500 } as const),
  },
  {
    ...{ name: 'exit by code, box offline', bench: { ...exit, terminal: 'none' } as const },
    prepare: (bench) => {
      bench.online.value = false
      parked(bench)
    },
    ...({ plan: { read: 'AB123', pays: 'code' }, inside: 0, outcome: 'paid', paidMinor: 500 } as const),
  },
  {
    name: 'exit, an attendant opens',
    bench: exit,
    prepare: parked,
    plan: { read: 'AB123', callsHelp: true },
    inside: 0,
    outcome: 'attendant',
  },
]

async function run(scenario: Scenario, blowAt: number | null) {
  const bench = await createBench(scenario.bench)
  scenario.prepare?.(bench)
  bench.fuse.calls = 0
  bench.fuse.blowAt = blowAt
  const result = await journey(bench, scenario.plan)
  return { bench, result }
}

/** How many boundaries an undisturbed journey has. */
async function boundaries(scenario: Scenario): Promise<number> {
  const { bench } = await run(scenario, null)
  return bench.fuse.calls
}

function check({ bench, result }: Awaited<ReturnType<typeof run>>, scenario: Scenario): void {
  expect(result.gone).toBe(true)
  expect(result.tookMs).toBeLessThan(90_000)
  const ghosts = scenario.mayGhost && bench.anomalies().includes('assumedPassage') ? 1 : 0
  expect(bench.ledger.sessionsInside()).toHaveLength(scenario.inside + ghosts)
  expect(bench.events('session.ended').map(({ outcome }) => outcome)).toEqual(scenario.outcome ? [scenario.outcome] : [])
  const counted = bench.events('payment.settled').filter(({ duplicate }) => !duplicate)
  expect(counted.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(scenario.paidMinor ?? 0)
  // the bank and the books agree
  const byCard = bench.events('payment.settled').filter(({ method }) => method === 'terminal')
  expect([...bench.terminal.taken.keys()].sort()).toEqual(byCard.map(({ quoteId }) => quoteId).sort())
  expect(bench.terminal.taken.size).toBeLessThanOrEqual(1)
  const onRecord = bench.events('barrier.commanded').map(({ commandId }) => commandId)
  expect(bench.barrier.opens.every(({ commandId }) => onRecord.includes(commandId))).toBe(true)
  expect(bench.barrier.pulses.length).toBeLessThanOrEqual(1 + result.crashes)
  expect(bench.ledger.openPresentation(bench.lane().laneId)).toBeNull()
  expect(bench.view().screen.kind).toBe('attract')
  expect(bench.view().helpOpen).toBe(false)
}

describe('[L64] the power goes at any effect', () => {
  it.each(scenarios)('$name', async (scenario) => {
    const total = await boundaries(scenario)
    expect(total).toBeGreaterThan(6)
    check(await run(scenario, null), scenario)
    for (let blowAt = 1; blowAt <= total; blowAt++) {
      const outcome = await run(scenario, blowAt)
      try {
        expect(outcome.result.crashes).toBe(1)
        check(outcome, scenario)
      } catch (error) {
        const kinds = outcome.bench.ledger.facts.log.map(({ kind }) => kind).join(' ')
        throw new Error(`power off at boundary ${blowAt} of ${total}: ${(error as Error).message}\n${kinds}`)
      }
    }
  })
})
