import { Agent, type IncomingMessage, request as send } from 'node:http'
import { signatureHeaders } from '../../appliance/identity/signed-fetch.ts'
import { backoffMs } from '../../appliance/sync/backoff.ts'
import { edgeTables } from '../../domain/wire/edge.ts'
import type { EnrolledBox } from '../sync/enrolled.ts'

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
const CONNECT_MS = 10_000
/** as appliance/sync/pull.ts waits */
const RETRY = { baseMs: 500, capMs: 30_000 }

export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6

/**
 * One device reading one table, as the official client does: snapshot, log, then one held request after another, every one signed. It
 * costs a small part of the client's memory, so that one machine can be ten thousand of them.
 */
export function follow(url: string, box: EnrolledBox, agent: Agent, events: FollowerEvents): () => void {
  const base = `${url}/v1/shape?${new URLSearchParams({
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

  function ask(): void {
    if (stopped) return
    const to = address()
    const created = Math.floor((Date.now() + clockAhead) / 1000)
    const headers = Object.fromEntries(signatureHeaders(box.signer, { method: 'GET', url: to, body: null, created }))
    const asked = send(to, { agent, headers }, (response) => take(response))
    asked.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message))
    asked.on('socket', (socket) => {
      if (!socket.connecting) return
      // what fetch does on a box: a connection that nobody takes is given up long before the system would
      const giveUp = setTimeout(() => socket.destroy(new Error('not connected in time')), CONNECT_MS)
      socket.once('close', () => clearTimeout(giveUp)).once('connect', () => clearTimeout(giveUp))
    })
    asked.end()
    // live once the request has gone out, not before: the cloud may not be there
    if (isUpToDate && !isLive) asked.once('finish', nowLive)
  }

  function nowLive(): void {
    if (isLive) return
    isLive = true
    events.onLive()
  }

  function take(response: IncomingMessage): void {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.message))
    response.on('end', () => understand(response, Buffer.concat(chunks)))
  }

  function understand({ statusCode, headers }: IncomingMessage, body: Buffer): void {
    if (statusCode === 401) {
      // what the box's own signedFetch does: a cloud that has just started takes no signature from before
      const { error, now } = JSON.parse(body.toString()) as { error: string; now?: number }
      if (error === 'clock' && now !== undefined) {
        clockAhead = now - Date.now()
        ask()
      } else failed(error)
    } else if (statusCode === 409) {
      position = { offset: '-1', handle: String(headers['electric-handle']), cursor: '' }
      isUpToDate = false
      ask()
    } else if (statusCode === 200) goOn(headers)
    else failed(String(statusCode))
  }

  function goOn(headers: IncomingMessage['headers']): void {
    attempt = 0
    if (isUpToDate && headers['electric-has-data'] !== 'false') events.onChange(monotonicMs())
    position = {
      ...{ offset: String(headers['electric-offset']), handle: String(headers['electric-handle']) },
      cursor: String(headers['electric-cursor'] ?? position.cursor),
    }
    isUpToDate ||= headers['electric-up-to-date'] !== undefined
    ask()
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

export const fleetAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: 'fifo' })
