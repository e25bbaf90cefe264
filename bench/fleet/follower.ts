import { signatureHeaders } from '../../appliance/identity/signed-fetch.ts'
import { backoffMs } from '../../appliance/sync/backoff.ts'
import { edgeTables } from '../../domain/wire/edge.ts'
import type { EnrolledBox } from '../sync/enrolled.ts'
import { openConnection, type Reply } from './connection.ts'

export interface FollowerEvents {
  /** a live request is on its way: the server has this device waiting */
  onLive(): void
  /** it had been live, and its request broke */
  onLost(): void
  /** a change came, at this instant of CLOCK_MONOTONIC in ms: the same for every process of this machine */
  onChange(at: number): void
  /** a request that did not succeed; it is tried again */
  onFailure(why: string): void
}

const TABLE = 'edge_v1_rates'
/** as appliance/sync/pull.ts waits */
const RETRY = { baseMs: 500, capMs: 30_000 }

export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6

/**
 * One device reading one table, as the official client does: snapshot, log, then one held request after another, every one signed, every
 * answer parsed and its rows looked at. It costs a small part of the client's memory and time, so that one machine can be ten thousand of
 * them. `soon` calls back once the answers that have come for other devices of this process have been taken.
 */
export function follow(url: string, box: EnrolledBox, soon: (fn: () => void) => void, events: FollowerEvents): () => void {
  const cloud = new URL(url)
  const base = `/v1/shape?${new URLSearchParams({
    table: TABLE,
    where: `site_id = '${box.site}'`,
    columns: edgeTables[TABLE].columns.join(','),
    replica: 'full',
  })}`
  let position = { offset: '-1', handle: '', cursor: '' }
  let isUpToDate = false
  let isLive = false
  let clockAhead = 0
  let attempt = 0
  let stopped = false

  const address = () => {
    const { offset, handle, cursor } = position
    const at = `&offset=${offset}${handle && `&handle=${handle}`}`
    return isUpToDate ? `${base}${at}&live=true${cursor && `&cursor=${cursor}`}` : `${base}${at}`
  }

  const connection = openConnection(cloud, {
    // live once the request has gone out, not before: the cloud may not be there
    onSent() {
      if (!isUpToDate || isLive) return
      isLive = true
      events.onLive()
    },
    onReply: (reply) => understand(reply),
    onBroken: (why) => failed(why),
  })

  function ask(): void {
    if (stopped) return
    const path = address()
    const created = Math.floor((Date.now() + clockAhead) / 1000)
    connection.get(path, signatureHeaders(box.signer, { method: 'GET', url: cloud.origin + path, body: null, created }))
  }

  function understand(reply: Reply): void {
    const { status } = reply
    if (status === 401) {
      // what the box's own signedFetch does: a cloud that has just started takes no signature from before
      const { error, now } = JSON.parse(reply.body) as { error: string; now?: number }
      if (error === 'clock' && now !== undefined) {
        clockAhead = now - Date.now()
        soon(ask)
      } else failed(error)
    } else if (status === 409) {
      position = { offset: '-1', handle: reply.header('electric-handle') ?? '', cursor: '' }
      isUpToDate = false
      soon(ask)
    } else if (status === 200) goOn(reply)
    else failed(String(status))
  }

  function goOn(reply: Reply): void {
    const at = monotonicMs()
    const problem = problemOf(reply, box.site)
    if (problem !== null) {
      failed(problem)
      return
    }
    attempt = 0
    if (isUpToDate && reply.header('electric-has-data') !== 'false') events.onChange(at)
    position = {
      ...{ offset: reply.header('electric-offset') ?? '', handle: reply.header('electric-handle') ?? '' },
      cursor: reply.header('electric-cursor') ?? position.cursor,
    }
    isUpToDate ||= reply.header('electric-up-to-date') !== null
    soon(ask)
  }

  function failed(why: string): void {
    if (stopped) return
    if (isLive) {
      isLive = false
      events.onLost()
    }
    events.onFailure(why)
    setTimeout(ask, backoffMs(attempt++, RETRY, Math.random()))
  }

  ask()
  return () => {
    stopped = true
  }
}

interface Message {
  readonly value?: { readonly site_id?: string }
  readonly headers: { readonly operation?: string; readonly control?: string }
}

/** What is wrong with an answer as the official client would see it, or with whose rows they are. */
function problemOf(reply: Reply, site: string): string | null {
  const missing = ['electric-handle', 'electric-offset'].filter((name) => reply.header(name) === null)
  if (missing.length > 0) return `no ${missing.join(', ')}`
  const messages = JSON.parse(reply.body) as readonly Message[]
  return messages.some(({ value, headers }) => headers.operation !== undefined && value?.site_id !== site)
    ? 'the rows of another site'
    : null
}

/**
 * Calls back in the order asked, once every answer that has come to this process has been taken. Devices have a processor each; here
 * thousands share one, and none of them may wait for its rates until its neighbours have signed their next requests.
 */
export function afterTheOthers(): (fn: () => void) => void {
  const waiting: (() => void)[] = []
  let scheduled = false
  const some = (): void => {
    scheduled = false
    for (const fn of waiting.splice(0, AT_ONCE)) fn()
    if (waiting.length > 0) schedule()
  }
  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    setImmediate(some)
  }
  return (fn) => {
    waiting.push(fn)
    schedule()
  }
}
/** requests signed before answers are looked for again: about a millisecond */
const AT_ONCE = 16
