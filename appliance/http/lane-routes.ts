import { type CommandReply, type KioskCommand, kioskCommand } from '@gatehouse/domain/wire/kiosk.ts'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import type { LaneConsole } from '../lane/ports.ts'
import type { HttpContext } from './http-options.ts'
import type { LaneEras } from './lane-eras.ts'
import type { EventReaders } from './lane-events.ts'
import { sameOriginOnly } from './same-origin.ts'
import { isScreen } from './screen-access.ts'
import type { ScreenBeats } from './screen-beats.ts'
import { isStale } from './screen-era.ts'
import { fullBucket, type TokenBucket, takeToken } from './token-bucket.ts'

/** The revision a tap answers stands beside the command; a program without a screen leaves it out. */
const tap = v.object({ revision: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))) })
const heartbeat = v.object({ revision: v.pipe(v.number(), v.integer(), v.minValue(0)) })

const NOT_ITS_SCREEN = 'This browser is not the screen of that lane. On the box, gatehouse screens prints the address that makes it one.'

export const refusal = (code: string, message: string): CommandReply => ({ ok: false, code, message })

/** A JSON body of the given shape, or null; the body itself is never repeated in an answer or a log. */
export async function jsonBody<T extends v.GenericSchema>(c: Context, shape: T): Promise<v.InferOutput<T> | null> {
  if (!/^application\/json(;|$)/i.test(c.req.header('content-type') ?? '')) return null
  try {
    const parsed = v.safeParse(shape, await c.req.json())
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}

export interface LaneRouteParts {
  readonly readers: EventReaders
  readonly eras: LaneEras
  readonly beats: ScreenBeats
}

/** Views, events, commands and heartbeats of the lanes [H4–H9, H13]. Mounted under `/api/lanes`. */
export function laneRoutes(http: HttpContext, { readers, eras, beats }: LaneRouteParts): Hono {
  const app = new Hono()
  const searches = new Map<string, TokenBucket>()
  const searchRule = { burst: http.limits.searchBurst, refillMs: http.limits.searchRefillMs }
  const limit = bodyLimit({
    maxSize: http.limits.bodyBytes,
    onError: (c) => c.json(refusal('tooLarge', `A command is at most ${http.limits.bodyBytes} bytes.`), 413),
  })

  const withLane = async (c: Context, then: (lane: LaneConsole) => Response | Promise<Response>): Promise<Response> => {
    const lane = http.lane(c.req.param('lane') ?? '')
    if (!lane) return c.json(refusal('unknownLane', 'This box has no such lane.'), 404)
    return isScreen(http, c, lane.laneId) ? then(lane) : c.json(refusal('notItsScreen', NOT_ITS_SCREEN), 403)
  }

  const maySearch = (laneId: string): boolean => {
    const now = http.mono()
    const taken = takeToken(searches.get(laneId) ?? fullBucket(searchRule, now), searchRule, now)
    searches.set(laneId, taken.bucket)
    return taken.allowed
  }

  async function act(c: Context, lane: LaneConsole, command: KioskCommand): Promise<Response> {
    try {
      const reply = await lane.command(command)
      return c.json(reply, reply.ok ? 200 : 409)
    } catch (error) {
      http.log.error({ lane: lane.laneId, command: command.kind, err: error }, 'the lane failed on a command')
      return c.json(refusal('laneFailed', 'The lane could not do this. Try again; if it stays, call for help.'), 500)
    }
  }

  app.get('/', (c) =>
    c.json(
      http.lanes().map((console) => {
        const { lane, arm, screen, revision } = console.view()
        return { ...lane, arm, screen: screen.kind, revision }
      }),
    ),
  )

  app.get('/:lane/view', (c) =>
    withLane(c, (lane) => {
      eras.of(lane)
      c.header('Cache-Control', 'no-store')
      return c.json(lane.view())
    }),
  )

  app.get('/:lane/events', (c) =>
    withLane(c, (lane) => {
      eras.of(lane)
      return readers.answer(c, lane)
    }),
  )

  app.post('/:lane/commands', sameOriginOnly, limit, (c) =>
    withLane(c, async (lane) => {
      const command = await jsonBody(c, v.intersect([kioskCommand, tap]))
      if (!command) return c.json(refusal('badCommand', 'Send one command as application/json; see domain/wire/kiosk.ts.'), 400)
      const { revision, ...wanted } = command
      const isHelp = wanted.kind === 'help' || wanted.kind === 'cancelHelp'
      if (!isHelp && isStale(eras.of(lane), revision)) {
        return c.json(refusal('stale', 'The screen has changed since that tap.'), 409)
      }
      if ((wanted.kind === 'search' || wanted.kind === 'selectSession') && !maySearch(lane.laneId)) {
        c.header('Retry-After', String(Math.ceil(http.limits.searchRefillMs / 1000)))
        return c.json(refusal('slowDown', 'Too many searches. Wait a moment.'), 429)
      }
      return act(c, lane, wanted)
    }),
  )

  app.post('/:lane/heartbeat', sameOriginOnly, limit, (c) =>
    withLane(c, async (lane) => {
      const beat = await jsonBody(c, heartbeat)
      if (!beat) return c.json(refusal('badHeartbeat', 'Send {"revision": n} as application/json.'), 400)
      beats.beat(lane.laneId, beat.revision)
      return c.body(null, 204)
    }),
  )
  return app
}
