import { type Random, seeded } from './random.ts'

export const faults = [
  'loss',
  'dup',
  'delay',
  'partition',
  'slow',
  'portal',
  'busy',
  'large',
  'crash',
  'cloudCrash',
  'sdRestore',
  'cloudRestore',
  'clone',
  'clock',
  'poison',
  'prune',
  'sibling',
] as const
export type Fault = (typeof faults)[number]

/** What the network does to messages from now on: probabilities, and milliseconds. */
export interface Weather {
  readonly loss: number
  readonly dup: number
  /** up to this much on top of the latency, so messages overtake each other */
  readonly delayMs: number
  /** per row */
  readonly rowMs: number
  readonly portal: number
  readonly busy: number
  /** a proxy refuses more rows than this at once */
  readonly maxRows: number
}

export const fair: Weather = { loss: 0, dup: 0, delayMs: 20, rowMs: 0, portal: 0, busy: 0, maxRows: 500 }

/** One thing that happens, `after` milliseconds after the one before. `box` counts from 0: the first, its sibling, then a clone. */
export type Step = { readonly after: number } & (
  | {
      readonly do: 'write'
      readonly box: number
      readonly what: 'money' | 'session' | 'event' | 'poison' | 'future'
      readonly rows: number
    }
  | { readonly do: 'weather'; readonly weather: Weather }
  | { readonly do: 'partition'; readonly box: number; readonly ms: number }
  /** another box of the site, with lanes of its own; the two hear each other */
  | { readonly do: 'sibling' }
  /** the network between boxes is cut */
  | { readonly do: 'lan'; readonly ms: number }
  /** power goes at the n-th write from now: with it on disk, or just before */
  | { readonly do: 'crash'; readonly box: number; readonly writes: number; readonly kept: boolean; readonly downMs: number }
  | { readonly do: 'cloudCrash'; readonly writes: number; readonly kept: boolean; readonly downMs: number }
  | { readonly do: 'image'; readonly box: number }
  | { readonly do: 'sdRestore'; readonly box: number; readonly downMs: number }
  | { readonly do: 'clone' }
  | { readonly do: 'dump' }
  | { readonly do: 'cloudRestore'; readonly downMs: number }
  | { readonly do: 'clock'; readonly box: number; readonly to: 1970 | 2038 | 'true' }
  | { readonly do: 'command'; readonly ttlMs: number }
  | { readonly do: 'remotePayment' }
  | { readonly do: 'prune'; readonly box: number }
)

/** Commands live this long at most, and putting a card or a dump back takes longer: the box's record of what it did is what protects it. */
export const COMMAND_MS = 30_000
/** Retention keeps rows that the cloud has for longer than the oldest dump anybody restores. */
export const RETENTION_MS = 120_000
export const DUMP_AGE_MS = 110_000

/** A schedule from its seed alone. Only faults named in `allowed` occur, and each schedule takes its own few of them. */
export function makeSchedule(seed: number, allowed: readonly Fault[]): readonly Step[] {
  const random = seeded(seed)
  const mine = new Set(allowed.filter(() => random.chance(0.4)))
  const kinds = (['write', 'write', 'write', 'command', 'remotePayment'] as Step['do'][]).concat(
    ...allowed.filter((fault) => mine.has(fault)).map((fault) => stepsOf[fault]),
  )
  const length = 6 + random.below(12)
  const steps: Step[] = [...(mine.has('sibling') ? [{ after: 0, do: 'sibling' as const }] : []), { after: 0, ...writeStep(random, mine) }]
  while (steps.length < length) steps.push(makeStep(random.pick(kinds as [Step['do'], ...Step['do'][]]), random, mine))
  return steps
}

const stepsOf: Record<Fault, readonly Step['do'][]> = {
  ...{
    loss: ['weather'],
    dup: ['weather'],
    delay: ['weather'],
    slow: ['weather'],
    portal: ['weather'],
    busy: ['weather'],
    large: ['weather'],
  },
  ...{ partition: ['partition'], crash: ['crash', 'crash'], cloudCrash: ['cloudCrash'], sdRestore: ['image', 'sdRestore'] },
  ...{ cloudRestore: ['dump', 'cloudRestore'], clone: ['image', 'clone'], clock: ['clock'], poison: [], prune: ['prune'] },
  // a box without internet is what a sibling is for
  ...{ sibling: ['lan', 'partition', 'write'] },
}

/** Mostly close together, so that things meet in flight; sometimes long enough for a timer or two. */
function gap(random: Random): number {
  const kind = random.next()
  if (kind < 0.5) return random.below(60)
  if (kind < 0.8) return random.below(3_000)
  return random.below(70_000)
}

const anyBox = (random: Random, mine: ReadonlySet<Fault>): number => random.below(mine.has('sibling') ? 3 : 2)

function writeStep(random: Random, mine: ReadonlySet<Fault>) {
  const odd = mine.has('poison') && random.chance(0.3)
  const what = odd ? random.pick(['poison', 'future'] as const) : random.pick(['money', 'money', 'session', 'event'] as const)
  return { do: 'write' as const, box: anyBox(random, mine), what, rows: 1 + random.below(3) }
}

function weatherOf(random: Random, mine: ReadonlySet<Fault>): Weather {
  const often = () => random.pick([0, 0.1, 0.4])
  return {
    loss: mine.has('loss') ? often() : 0,
    dup: mine.has('dup') ? often() : 0,
    delayMs: mine.has('delay') ? random.pick([20, 2_000, 90_000]) : fair.delayMs,
    rowMs: mine.has('slow') ? random.pick([0, 1_000]) : 0,
    portal: mine.has('portal') ? random.pick([0, 0.5, 1]) : 0,
    busy: mine.has('busy') ? often() : 0,
    maxRows: mine.has('large') ? random.pick([1, 2, 500]) : fair.maxRows,
  }
}

function makeStep(kind: Step['do'], random: Random, mine: ReadonlySet<Fault>): Step {
  const after = gap(random)
  const box = anyBox(random, mine)
  const downMs = 1_000 + random.below(5_000)
  switch (kind) {
    case 'write':
      return { after, ...writeStep(random, mine) }
    case 'weather':
      return { after, do: 'weather', weather: weatherOf(random, mine) }
    case 'partition':
      return { after, do: 'partition', box, ms: random.below(mine.has('sibling') ? 300_000 : 90_000) }
    case 'lan':
      return { after, do: 'lan', ms: random.below(120_000) }
    case 'crash':
      return { after, do: 'crash', box, writes: random.below(5), kept: random.chance(0.5), downMs }
    case 'cloudCrash':
      return { after, do: 'cloudCrash', writes: random.below(4), kept: random.chance(0.5), downMs }
    case 'sdRestore':
      return { after, do: 'sdRestore', box, downMs: COMMAND_MS + downMs }
    case 'cloudRestore':
      return { after, do: 'cloudRestore', downMs: COMMAND_MS + downMs }
    case 'clock':
      return { after, do: 'clock', box, to: random.pick<1970 | 2038 | 'true'>([1970, 2038, 'true']) }
    case 'command':
      return { after, do: 'command', ttlMs: random.pick([300, 5_000, COMMAND_MS]) }
    case 'image':
    case 'prune':
      return { after, do: kind, box }
    case 'clone':
    case 'dump':
    case 'remotePayment':
    case 'sibling':
      return { after, do: kind }
  }
}
