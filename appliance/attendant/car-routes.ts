import { vehicleClasses } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { judgeVoucher } from '@gatehouse/domain/voucher.ts'
import { type Context, Hono } from 'hono'
import { fields } from './fields.ts'
import type { AttendantBooks } from './ports.ts'

const refusals = {
  typo: 'One digit of that code is not right: a discount has twelve.',
  forged: 'No merchant of this car park made that code.',
  over: 'That discount does not count at this time.',
  used: 'That code has been used already.',
  once: 'This stay has had this discount already.',
} as const

type Who = { Variables: { who: string } }

export interface CarRouteParts {
  readonly books: AttendantBooks
  readonly now: () => EpochMs
  readonly back: (c: Context<Who>, tab: 'cars', ok: boolean, said: string) => Response
}

/** What a person may change about the price of a car inside: free time, its kind, and what it owes from before. */
export function carRoutes({ books, now, back }: CarRouteParts): Hono<Who> {
  const app = new Hono<Who>()
  const gone = (c: Context<Who>) => back(c, 'cars', false, 'That car is no longer inside.')

  app.post('/cars/:session/minutes', async (c) => {
    const minutes = Number((await fields(c)).minutes)
    const inside = books.sessionInside(c.req.param('session'))
    if (!inside) return gone(c)
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1_440) return back(c, 'cars', false, 'Give 1 to 1440 minutes.')
    books.grantValidation({ sessionId: inside.session.id, kind: 'minutes', value: minutes, by: c.get('who') })
    return back(c, 'cars', true, `${minutes} free minutes are on record.`)
  })
  app.post('/cars/:session/voucher', async (c) => {
    const { code = '' } = await fields(c)
    const inside = books.sessionInside(c.req.param('session'))
    if (!inside) return gone(c)
    const verdict = judgeVoucher(code, inside.session.id, now(), books)
    if (!verdict.ok) return back(c, 'cars', false, refusals[verdict.why])
    const { book, serial } = verdict
    // what it takes off is known when the car is at an exit; here the stay is not over
    const voucher = { bookId: book.id, serial, takesOffMinor: 0 }
    books.grantValidation({ sessionId: inside.session.id, kind: book.kind, value: book.value, by: book.merchant, voucher })
    return back(c, 'cars', true, `The discount of ${book.merchant} is on record.`)
  })
  app.post('/cars/:session/vehicle', async (c) => {
    const { vehicle } = await fields(c)
    const inside = books.sessionInside(c.req.param('session'))
    if (!inside) return gone(c)
    const vehicleClass = vehicle === 'car' ? ('car' as const) : vehicleClasses.find((name) => name === vehicle)
    if (!vehicleClass) return back(c, 'cars', false, 'Choose a kind of vehicle from the list.')
    const classed = { sessionId: inside.session.id, vehicleClass, by: c.get('who'), at: now() }
    books.record([{ kind: 'vehicle.classed', payload: classed }])
    return back(c, 'cars', true, `It is priced as a ${vehicleClass} now.`)
  })
  app.post('/debts/:session/waive', async (c) => {
    const { reason } = await fields(c)
    if (!reason) return back(c, 'cars', false, 'Say why it is let go: the reason stands in the report.')
    books.record([{ kind: 'debt.waived', payload: { sessionId: c.req.param('session'), by: c.get('who'), reason, at: now() } }])
    return back(c, 'cars', true, 'It will not be asked for any more.')
  })
  return app
}
