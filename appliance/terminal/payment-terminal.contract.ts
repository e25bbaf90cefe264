import { describe, expect, it } from 'vitest'
import type { PaymentTerminal } from '../lane/ports.ts'

/** A terminal and the person in front of it. */
export interface TerminalUnderTest {
  readonly terminal: PaymentTerminal
  /** resolves once a card is asked for; what the reader shows */
  asked(): Promise<{ readonly amountMinor: number; readonly currency: string }>
  /** true while a card is asked for */
  isAsking(): boolean
  tap(): void
  decline(): void
  /** out of order, or back; resolves once the terminal says so */
  setReady(ready: boolean): Promise<void>
  /** how many times money was taken */
  taken(): number
}

/** What every card terminal promises a lane (lane/ports.ts). `make` gives a fresh terminal each time. */
export function paymentTerminalContract(name: string, make: () => Promise<TerminalUnderTest>): void {
  let serial = 0
  const newQuote = () => ({ quoteId: `q-${name.replace(/\W/g, '')}-${++serial}`, amountMinor: 750, currency: 'EUR' })
  const never = () => new AbortController().signal

  describe(`payment terminal: ${name}`, () => {
    it('asks for exactly what the quote says, and tells the approval with its reference', async () => {
      const t = await make()
      const quote = newQuote()
      const charge = t.terminal.charge(quote, never())
      expect(await t.asked()).toEqual({ amountMinor: 750, currency: 'EUR' })
      t.tap()
      expect(await charge).toEqual({ result: 'approved', ref: expect.stringMatching(/.{4}/) })
      expect(t.taken()).toBe(1)
    })

    it('never charges one quote twice: asked again it tells the same approval', async () => {
      const t = await make()
      const quote = newQuote()
      const charge = t.terminal.charge(quote, never())
      await t.asked()
      t.tap()
      const outcome = await charge
      expect(await t.terminal.charge(quote, never())).toEqual(outcome)
      expect(await t.terminal.lookUp?.(quote.quoteId, never())).toEqual(outcome)
      expect(t.taken()).toBe(1)
    })

    it('a declined card may be tried again', async () => {
      const t = await make()
      const quote = newQuote()
      const first = t.terminal.charge(quote, never())
      await t.asked()
      t.decline()
      expect(await first).toMatchObject({ result: 'declined' })
      expect(await t.terminal.lookUp?.(quote.quoteId, never())).toMatchObject({ result: 'none' })
      const second = t.terminal.charge(quote, never())
      await t.asked()
      t.tap()
      expect(await second).toMatchObject({ result: 'approved' })
      expect(t.taken()).toBe(1)
    })

    it('stops asking when the lane says so, and may be asked again', async () => {
      const t = await make()
      const quote = newQuote()
      const stop = new AbortController()
      const charge = t.terminal.charge(quote, stop.signal)
      await t.asked()
      stop.abort()
      expect(await charge).toMatchObject({ result: 'cancelled' })
      expect(t.isAsking()).toBe(false)
      expect(await t.terminal.lookUp?.(quote.quoteId, never())).toMatchObject({ result: 'none' })
      const again = t.terminal.charge(quote, never())
      await t.asked()
      t.tap()
      expect(await again).toMatchObject({ result: 'approved' })
      expect(t.taken()).toBe(1)
    })

    it('asks one driver at a time', async () => {
      const t = await make()
      const stop = new AbortController()
      const charge = t.terminal.charge(newQuote(), stop.signal)
      await t.asked()
      expect(await t.terminal.charge(newQuote(), never())).toMatchObject({ result: 'declined', reason: expect.stringMatching(/busy/) })
      stop.abort()
      await charge
    })

    it('is not ready while it is out of order, and asks for no card then', async () => {
      const t = await make()
      expect(t.terminal.ready()).toBe(true)
      await t.setReady(false)
      expect(t.terminal.ready()).toBe(false)
      expect(await t.terminal.charge(newQuote(), never())).toMatchObject({ result: 'declined' })
      await t.setReady(true)
      expect(t.terminal.ready()).toBe(true)
      expect(t.taken()).toBe(0)
    })

    it('knows nothing of a quote it was never asked for', async () => {
      const t = await make()
      expect(await t.terminal.lookUp?.('q-never', never())).toMatchObject({ result: 'none' })
    })
  })
}
