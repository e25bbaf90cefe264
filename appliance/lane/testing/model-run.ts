import { type Bench, createBench } from './bench.ts'
import { type Action, carryOut } from './model-actions.ts'
import { checkLaws, witness } from './model-laws.ts'
import { HOUR, MINUTE } from './sample-site.ts'

/** The real controller under anything the world can do: the laws are checked after every step. */
export async function livesThrough(direction: 'entry' | 'exit', actions: readonly Action[]): Promise<void> {
  const bench = await createBench({ direction })
  bench.parked('seed-1', 'AB123', 3 * HOUR)
  bench.parked('seed-2', 'OB123', 30 * HOUR)
  const seen = witness(bench)
  const boots = { count: 0 }
  await bench.boot()
  for (const action of actions) {
    if (action.do === 'reboot') seen.restarts.push(bench.ledger.facts.log.length)
    await carryOut(bench, action, boots)
    checkLaws(bench, seen)
  }
  await calm(bench)
  checkLaws(bench, seen)
  checkCalm(bench, boots.count > 0)
}

/** Everything works again, the lane empties and a quarter of an hour passes. */
async function calm(bench: Bench): Promise<void> {
  bench.ledger.accept()
  bench.barrier.behave('works')
  bench.terminal.behave('declines')
  bench.terminal.setLookUp('tells')
  bench.camera.isBroken = false
  bench.online.value = true
  await bench.wait(5_000)
  bench.lane().hold('market day', false)
  await bench.loop('armingLoop', false)
  await bench.loop('closingLoop', false)
  bench.barrier.move('closing')
  bench.barrier.move('closed')
  await bench.wait(15 * MINUTE)
}

/** Nothing is left over: nobody here, no presentation open, and every card the bank charged is in the books. */
function checkCalm(bench: Bench, rebooted: boolean): void {
  const { screen, helpOpen } = bench.view()
  const left: string[] = []
  if (screen.kind !== 'attract') left.push(`the screen shows ${screen.kind}`)
  if (helpOpen && bench.events('help.requested').at(-1)?.presentationId !== null) left.push('a call for help is open')
  if (bench.ledger.openPresentation(bench.lane().laneId)) left.push('a presentation is open')
  const known = new Set(bench.events('payment.settled').map(({ paymentId }) => paymentId))
  // A charge whose outcome was unknown, whose car had left and whose box then restarted is known to the bank alone.
  if (!rebooted)
    for (const quoteId of bench.terminal.taken.keys()) if (!known.has(`card:${quoteId}`)) left.push(`card ${quoteId} is not in the books`)
  if (left.length > 0) throw new Error(left.join('; '))
}
