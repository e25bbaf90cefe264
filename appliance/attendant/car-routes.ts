import { normalisePlate } from '@gatehouse/domain/plate.ts'
import { vehicleClasses } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { judgeVoucher } from '@gatehouse/domain/voucher.ts'
import { type Context, Hono } from 'hono'
import type { NewId } from '../lane/ports.ts'
import { fields } from './fields.ts'
import type { AttendantBooks } from './ports.ts'
import { back, type Known } from './request.ts'

export interface CarRouteParts {
  readonly books: AttendantBooks
  readonly now: () => EpochMs
  readonly newId: NewId
}

/** What a person may put right about a car inside: its plate, free time, its kind, and what it owes from before. */
export function carRoutes({ books, now, newId }: CarRouteParts): Hono<Known> {
  const app = new Hono<Known>()
  const words = (c: Context<Known>) => c.get('speech').words
  const no = (c: Context<Known>, said: string) => back(c, 'cars', false, said)
  const gone = (c: Context<Known>) => no(c, words(c).said.carGone)

  app.post('/cars/:session/plate', async (c) => {
    const { plate, reason } = await fields(c)
    const text = normalisePlate(plate ?? '')
    const inside = books.sessionInside(c.req.param('session'))
    if (!inside) return gone(c)
    if (text.length < 2) return no(c, words(c).said.plateShort)
    const plateRef = newId()
    const country = inside.plate?.country ?? null
    const corrected = { sessionId: inside.session.id, plateRef, by: c.get('who'), reason: reason || null, at: now() }
    books.record([{ kind: 'plate.corrected', payload: corrected }], { plates: [{ ref: plateRef, text, country }] })
    return back(c, 'cars', true, words(c).said.plate(text))
  })
  app.post('/cars/:session/minutes', async (c) => {
    const minutes = Number((await fields(c)).minutes)
    const inside = books.sessionInside(c.req.param('session'))
    if (!inside) return gone(c)
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1_440) return no(c, words(c).said.minutesRange)
    books.grantValidation({ sessionId: inside.session.id, kind: 'minutes', value: minutes, by: c.get('who') })
    return back(c, 'cars', true, words(c).said.minutes(minutes))
  })
  app.post('/cars/:session/voucher', async (c) => {
    const { code = '' } = await fields(c)
    const inside = books.sessionInside(c.req.param('session'))
    if (!inside) return gone(c)
    const verdict = judgeVoucher(code, inside.session.id, now(), books)
    if (!verdict.ok) return no(c, words(c).said.discountNo[verdict.why])
    const { book, serial } = verdict
    // what it takes off is known when the car is at an exit; here the stay is not over
    const voucher = { bookId: book.id, serial, takesOffMinor: 0 }
    books.grantValidation({ sessionId: inside.session.id, kind: book.kind, value: book.value, by: book.merchant, voucher })
    return back(c, 'cars', true, words(c).said.discount(book.merchant))
  })
  app.post('/cars/:session/vehicle', async (c) => {
    const { vehicle } = await fields(c)
    const inside = books.sessionInside(c.req.param('session'))
    if (!inside) return gone(c)
    const vehicleClass = vehicle === 'car' ? ('car' as const) : vehicleClasses.find((name) => name === vehicle)
    if (!vehicleClass) return no(c, words(c).said.kindList)
    const classed = { sessionId: inside.session.id, vehicleClass, by: c.get('who'), at: now() }
    books.record([{ kind: 'vehicle.classed', payload: classed }])
    return back(c, 'cars', true, words(c).said.priced(words(c).vehicles[vehicleClass]))
  })
  app.post('/debts/:session/waive', async (c) => {
    const { reason } = await fields(c)
    if (!reason) return no(c, words(c).said.sayWhyDebt)
    books.record([{ kind: 'debt.waived', payload: { sessionId: c.req.param('session'), by: c.get('who'), reason, at: now() } }])
    return back(c, 'cars', true, words(c).said.debtGone)
  })
  return app
}
