import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { MiddlewareHandler } from 'hono'

/** `example:8080` → `example`; `[::1]:8080` → `::1`. Null when it is no host. */
export function hostName(host: string | undefined): string | null {
  if (!host) return null
  const bracketed = /^\[([0-9a-f:.]+)\](?::\d+)?$/i.exec(host)
  if (bracketed?.[1]) return bracketed[1]
  const plain = /^([a-z0-9_.-]+)(?::\d+)?$/i.exec(host)
  return plain?.[1]?.toLowerCase() ?? null
}

/**
 * A stranger's web page can make a browser on this network call us under the stranger's own name once that name
 * points here (DNS rebinding). Addresses and this machine's own names cannot be pointed anywhere by a stranger.
 */
export function isOwnHost(host: string | undefined, own: readonly string[]): boolean {
  const name = hostName(host)
  if (name === null) return false
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true
  const machine = hostname().toLowerCase()
  return name === machine || name === `${machine}.local` || own.some((h) => h.toLowerCase() === name)
}

export const ownHostOnly =
  (own: readonly string[]): MiddlewareHandler =>
  async (c, next) => {
    if (isOwnHost(c.req.header('host'), own)) return next()
    return c.json(
      { ok: false, code: 'wrongHost', message: 'This box does not answer to that name. Use its address or its own host name.' },
      403,
    )
  }

/**
 * True when the request was not made by another site's page. Browsers name the sender (`Sec-Fetch-Site`, `Origin`) on every
 * POST; a program without a browser names nobody and is bounded by the network it can reach us from.
 */
export function isSameOrigin(site: string | undefined, origin: string | undefined, host: string | undefined): boolean {
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined) return true
  const from = URL.parse(origin)
  return from !== null && host !== undefined && from.host.toLowerCase() === host.toLowerCase()
}

export const sameOriginOnly: MiddlewareHandler = async (c, next) => {
  if (isSameOrigin(c.req.header('sec-fetch-site'), c.req.header('origin'), c.req.header('host'))) return next()
  return c.json({ ok: false, code: 'otherOrigin', message: 'Only pages of this box may command a lane.' }, 403)
}
