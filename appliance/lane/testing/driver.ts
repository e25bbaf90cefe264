import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { Bench } from './bench.ts'
import { sampleCode } from './sample-codes.ts'

/** What a driver came to do. A driver reacts to the screen and the arm, never to the software's insides. */
export interface DriverPlan {
  readonly read: PlateRead | string | null
  readonly pays?: 'card' | 'phone' | 'code'
  /** types this at “not found” and takes the first result */
  readonly searches?: string
  /** an attendant answers the driver's call */
  readonly callsHelp?: boolean
  /** reverses out once the arm is up */
  readonly changesMind?: boolean
}

export interface Journey {
  readonly gone: boolean
  readonly tookMs: number
  readonly crashes: number
}

const STEP_MS = 250
const DEAD_MS = 3_000

/** Drives up, does what the screen asks for, drives off. When the power goes, the box is back three seconds later. */
export async function journey(bench: Bench, plan: DriverPlan, limitMs = 180_000): Promise<Journey> {
  const from = bench.clock.mono()
  const phones = new Map<string, { readonly amountMinor: number; readonly settledAt: number }>()
  let crashes = 0
  let deadSince: number | null = null
  let steps: Steps | null = null
  const took = () => bench.clock.mono() - from

  bench.look(plan.read)
  await bench.loop('armingLoop', true)
  while (took() < limitMs) {
    await bench.wait(STEP_MS)
    if (bench.fuse.isBlown && deadSince === null) {
      deadSince = bench.clock.mono()
      crashes += 1
    }
    if (deadSince !== null && bench.clock.mono() - deadSince >= DEAD_MS) {
      deadSince = null
      await bench.boot()
    }
    if (steps === null && bench.barrier.arm() === 'open') steps = plan.changesMind ? reverse(bench) : roll(bench)
    else if (steps && steps.length > 0) {
      const rest: Steps = steps
      steps = rest.slice(1)
      await rest[0]?.()
    }
    if (deadSince === null) await answerScreen(bench, plan, phones)
    const isDone = steps !== null && steps.length === 0 && deadSince === null
    if (isDone) {
      await bench.wait(10_000)
      if (!bench.fuse.isBlown) return { gone: true, tookMs: took(), crashes }
    }
  }
  return { gone: false, tookMs: took(), crashes }
}

type Steps = readonly (() => Promise<void>)[]
const pause = async (): Promise<void> => {}
const roll = (bench: Bench): Steps => [
  pause,
  () => bench.loop('closingLoop', true),
  pause,
  () => bench.loop('armingLoop', false),
  () => bench.loop('closingLoop', false),
]
const reverse = (bench: Bench): Steps => [pause, () => bench.loop('armingLoop', false)]

async function answerScreen(
  bench: Bench,
  plan: DriverPlan,
  phones: Map<string, { readonly amountMinor: number; readonly settledAt: number }>,
): Promise<void> {
  // What was paid by phone is told until it is on record, as the box's own sync does.
  for (const [quoteId, paid] of phones) {
    const due = bench.clock.wall() > paid.settledAt + 1_000
    if (due && !bench.ledger.payment(`phone:${quoteId}`))
      await bench.payByPhone({ id: quoteId, amountMinor: paid.amountMinor }, { settledAt: paid.settledAt })
  }
  const { screen, helpOpen } = bench.view()
  if (screen.kind === 'yourCar' || screen.kind === 'paymentFailed') {
    const { id, amountMinor } = screen.quote
    if (plan.pays === 'card') await bench.tap({ kind: 'payByCard' })
    if (plan.pays === 'code') await bench.tap({ kind: 'startCode' })
    if (plan.pays === 'phone' && phones.size === 0) phones.set(id, { amountMinor, settledAt: bench.clock.wall() })
  }
  if (screen.kind === 'exitCode') {
    const issued = bench.events('quote.issued').find(({ quoteId }) => quoteId === screen.quote.id)
    if (issued) await bench.tap({ kind: 'enterCode', code: sampleCode(issued) })
  }
  if (screen.kind === 'notFound' && plan.searches) await bench.tap({ kind: 'search', query: plan.searches })
  if (screen.kind === 'search' && screen.results[0]) await bench.tap({ kind: 'selectSession', sessionId: screen.results[0].sessionId })
  if (plan.callsHelp && !helpOpen && screen.kind !== 'thankYou' && bench.barrier.inputs().armingLoop) await bench.tap({ kind: 'help' })
  else if (plan.callsHelp && helpOpen) await bench.lane().attendantOpen({ by: 'Ana', reason: 'came over', source: 'attendant' })
}
