import { describe, expect, it } from 'vitest'
import { paymentTerminalContract } from '../terminal/payment-terminal.contract.ts'
import { createLeapClock } from './clock.ts'
import { seededRandom } from './random.ts'
import { createSimulatedTerminal } from './terminal.ts'

const quote = { quoteId: 'q-1', amountMinor: 750, currency: 'EUR' }
const setUp = () => {
  const clock = createLeapClock({ realMono: () => 0 })
  return { clock, terminal: createSimulatedTerminal({ clock, random: seededRandom(1) }) }
}
const never = () => new AbortController().signal

paymentTerminalContract('simulated', async () => {
  const { terminal } = setUp()
  terminal.waitForCard(true)
  let taken = 0
  return {
    terminal,
    asked: async () => {
      const { amountMinor = 0, currency = '' } = terminal.asking() ?? {}
      return { amountMinor, currency }
    },
    isAsking: () => terminal.asking() !== null,
    tap: () => {
      taken++
      terminal.presentCard(true)
    },
    decline: () => terminal.presentCard(false),
    setReady: async (ready) => terminal.setReady(ready),
    taken: () => taken,
  }
})

describe('simulated terminal', () => {
  it('approves after a moment, and the same quote again at once without a second charge', async () => {
    const { clock, terminal } = setUp()
    const first = terminal.charge(quote, never())
    expect(terminal.asking()).toEqual(quote)
    clock.leap(3_000)
    const outcome = await first
    expect(outcome).toMatchObject({ result: 'approved' })
    expect(await terminal.charge(quote, never())).toEqual(outcome)
    expect(await terminal.lookUp?.('q-1', never())).toEqual(outcome)
    expect(await terminal.lookUp?.('q-2', never())).toMatchObject({ result: 'none' })
  })
  it('waits for a person’s card when told to', async () => {
    const { clock, terminal } = setUp()
    terminal.waitForCard(true)
    const asked = terminal.charge(quote, never())
    clock.leap(60_000)
    expect(terminal.asking()).not.toBeNull()
    terminal.presentCard(false)
    expect(await asked).toMatchObject({ result: 'declined' })
    const again = terminal.charge(quote, never())
    terminal.presentCard(true)
    expect(await again).toMatchObject({ result: 'approved' })
  })
  it('is cancelled by the lane, and refuses a second driver meanwhile', async () => {
    const { terminal } = setUp()
    const stop = new AbortController()
    const asked = terminal.charge(quote, stop.signal)
    expect(await terminal.charge({ ...quote, quoteId: 'q-2' }, never())).toMatchObject({
      result: 'declined',
      reason: expect.stringContaining('busy'),
    })
    stop.abort()
    expect(await asked).toMatchObject({ result: 'cancelled' })
    expect(terminal.asking()).toBeNull()
  })
})
