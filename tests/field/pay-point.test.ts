import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { KioskCommand, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import { afterEach, describe, expect, it } from 'vitest'
import type { Car } from './car.ts'
import { type Field, openField } from './field-site.ts'

const POINT = `
[[pay_point]]
id = "pay"
name = "Kassenautomat"
card_terminal = "simulated"
`
const car: Car = { reads: 'BAB1234' }

describe('paid before the exit', () => {
  let field: Field
  afterEach(() => field.stop())

  const point = () => {
    const found = field.box().lanes.find(({ laneId }) => laneId === 'pay')
    if (!found) throw new Error('there is no pay point')
    return found
  }
  const shows = async <K extends Screen['kind']>(kind: K): Promise<Extract<Screen, { kind: K }>> => {
    await field.until(() => point().view().screen.kind === kind, `the pay point shows ${kind}`)
    return point().view().screen as Extract<Screen, { kind: K }>
  }
  const press = (command: KioskCommand) => point().command(command)

  /** Comes in, stays an hour and a half, and pays at the pay point by card: 5.00. */
  async function paid(): Promise<string> {
    field = await openField({ tables: POINT })
    const session = await field.comesIn(car)
    await field.leap(HOUR_MS + 50 * MINUTE_MS)
    await press({ kind: 'startSearch' })
    await press({ kind: 'search', query: '123' })
    const { results } = await shows('search')
    expect(results).toMatchObject([{ sessionId: session, enteredAt: null }])
    await press({ kind: 'selectSession', sessionId: session })
    expect((await shows('yourCar')).quote.amountMinor).toBe(500)
    await press({ kind: 'payByCard' })
    await field.until(() => field.card.asking() !== null, 'the reader asks for a card')
    field.card.presentCard(true)
    await shows('settled')
    await press({ kind: 'back' })
    await shows('attract')
    return session
  }

  it('the exit opens by itself within the grace, even over a power cut', async () => {
    const session = await paid()
    await field.leap(9 * MINUTE_MS)
    await field.powerCut()
    await field.stand('exit', car)
    expect(await field.screen('exit', 'thankYou')).toMatchObject({ basis: 'paid', amountMinor: 500 })
    await field.armUp('exit')
    await field.driveThrough('exit')
    await field.atRest('exit')
    expect(field.outcome(session)).toBe('paid')
    expect(field.events('quote.issued').map(({ laneId }) => laneId)).toEqual(['pay'])
    expect(field.takings()).toMatchObject([{ amountMinor: 500, count: 1 }])
    expect(field.anomalies()).toEqual([])
    expect(field.balanced()).toEqual({ chain: true, differences: [] })
  })

  it('after the grace it asks for the difference alone', async () => {
    const session = await paid()
    await field.leap(40 * MINUTE_MS)
    await field.stand('exit', car)
    const { quote } = await field.screen('exit', 'yourCar')
    expect(quote.amountMinor).toBe(250)
    expect(quote.lines.at(-1)).toMatchObject({ code: 'credit', amountMinor: -500 })
    await field.payByCard()
    await field.armUp('exit')
    await field.driveThrough('exit')
    await field.atRest('exit')
    expect(field.outcome(session)).toBe('paid')
    expect(field.takings()).toMatchObject([{ amountMinor: 750, count: 2 }])
    expect(field.balanced()).toEqual({ chain: true, differences: [] })
  })
})
