import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** The request came over this machine's own loopback: from a program on the box, not from its network. */
export function isFromHere(c: Context): boolean {
  const address = remoteAddress(c)
  return address !== undefined && isIP(address) !== 0 && (/^(::ffff:)?127\./i.test(address) || address === '::1')
}

function remoteAddress(c: Context): string | undefined {
  try {
    return getConnInfo(c).remote.address
  } catch {
    return undefined
  }
}

/** The request carries this token as `Authorization: Bearer …`. */
export function bearsToken(c: Context, token: string): boolean {
  return isSameSecret(/^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '', token)
}

/** Compared in constant time. */
export function isSameSecret(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
