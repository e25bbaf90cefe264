import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { CommandReply } from '@gatehouse/domain/wire/kiosk.ts'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { LaneConsole } from '../lane/ports.ts'
import { fields } from './fields.ts'
import type { AttendantBooks, LivePicture } from './ports.ts'
import { back, type Known } from './request.ts'
import { quoteOn } from './words.ts'

const KEEP_ALIVE_MS = 15_000

export interface LaneRouteParts {
  readonly lanes: () => readonly LaneConsole[]
  readonly lane: (id: string) => LaneConsole | undefined
  readonly books: AttendantBooks
  readonly ticketOf: (sessionId: string) => string
  readonly live: (laneId: string) => Promise<LivePicture | null>
  readonly now: () => EpochMs
}

/** What a person does at a lane: opens it, takes cash, says which car it is, closes a call, looks. */
export function laneRoutes({ lanes, lane, books, ticketOf, live, now }: LaneRouteParts): Hono<Known> {
  const app = new Hono<Known>()
  const no = (c: Context<Known>, said: string) => back(c, 'lanes', false, said)
  const said = (c: Context<Known>, reply: CommandReply, sentence: string) =>
    reply.ok ? back(c, 'lanes', true, sentence) : no(c, c.get('speech').words.said.refused(reply.message))

  app.post('/lanes/:lane/open', async (c) => {
    const { reason, owes } = await fields(c)
    const { words } = c.get('speech')
    const at = lane(c.req.param('lane'))
    if (!at || !reason) return no(c, words.said.sayWhy)
    // owing is said of the price that was looked at: another car may stand there by now
    if (owes !== undefined && quoteOn(at.view().screen)?.id !== owes) return no(c, words.said.priceGone)
    const reply = await at.attendantOpen({ by: c.get('who'), reason, source: 'attendant', ...(owes === undefined ? {} : { owes: true }) })
    return said(c, reply, words.said.opened(at.view().lane.name))
  })
  app.post('/lanes/:lane/answer', async (c) => {
    const { reason } = await fields(c)
    const { words } = c.get('speech')
    const at = lane(c.req.param('lane'))
    if (!at) return no(c, words.said.sayWhy)
    return said(c, await at.answerHelp({ by: c.get('who'), reason: reason || null }), words.said.dealtWith)
  })
  app.post('/lanes/:lane/cash', async (c) => {
    const { quote } = await fields(c)
    const { words, money } = c.get('speech')
    const at = lane(c.req.param('lane'))
    const shown = at ? quoteOn(at.view().screen) : null
    if (!at || !shown || shown.id !== quote) return no(c, words.said.priceGone)
    const { id, amountMinor, currency } = shown
    const paid = { paymentId: `cash:${id}`, quoteId: id, amountMinor, currency, method: 'cash' as const }
    at.paymentSettled({ ...paid, provider: 'cash', providerRef: c.get('who'), settledAt: now() })
    return back(c, 'lanes', true, words.said.cash(money(shown)))
  })
  app.post('/lanes/:lane/assign', async (c) => {
    const { session } = await fields(c)
    const { words } = c.get('speech')
    const at = lane(c.req.param('lane'))
    const inside = books.sessionInside(session ?? '')
    if (!at || !inside) return no(c, words.said.carGone)
    const query = inside.plate ? normalisePlate(inside.plate.text) : ticketOf(inside.session.id)
    if (at.view().screen.kind === 'honesty') await at.command({ kind: 'back' })
    await at.command({ kind: 'startSearch' })
    await at.command({ kind: 'search', query })
    const reply = await at.command({ kind: 'selectSession', sessionId: inside.session.id })
    return said(c, reply, words.said.assigned(at.view().lane.name))
  })
  // What is new the page asks for itself: it may only be told to somebody who has logged in, once for all lanes.
  app.get('/changes', (c) =>
    streamSSE(c, async (stream) => {
      const tell = () => stream.writeSSE({ event: 'revisions', data: JSON.stringify(revisions(lanes())) })
      const leave = lanes().map((one) => one.subscribe(() => void tell()))
      const gone = new Promise<void>((resolve) => stream.onAbort(resolve))
      await tell()
      const beating = setInterval(() => void stream.write(': keep-alive\n\n'), KEEP_ALIVE_MS)
      await gone
      clearInterval(beating)
      for (const off of leave) off()
    }),
  )
  app.get('/lanes/:lane/live.jpg', async (c) => {
    const at = lane(c.req.param('lane'))
    const picture = at ? await live(at.laneId) : null
    if (!picture) return c.text('There is no picture of this lane now.', 404)
    return c.body(Uint8Array.from(picture.jpeg), 200, {
      'content-type': 'image/jpeg',
      'x-captured-at': String(picture.capturedAt),
      'x-age-ms': String(Math.max(0, now() - picture.capturedAt)),
    })
  })
  return app
}

const revisions = (lanes: readonly LaneConsole[]): Readonly<Record<string, number>> =>
  Object.fromEntries(lanes.map((one) => [one.laneId, one.view().revision]))
