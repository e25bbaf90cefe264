import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'

export const TOKEN_COOKIE_MS = 7 * DAY_MS

/** Equality that takes the same time whatever differs, whatever the lengths. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** `v1.<expiry>.<mac>`: no list of sessions to keep, and a new OWNER_TOKEN logs every operator out. */
export function sealTokenCookie(token: string, now: EpochMs): string {
  const expires = now + TOKEN_COOKIE_MS
  return `v1.${expires}.${macOf(token, expires)}`
}

/** When the token was typed for this cookie; null: not a cookie of that token, or over. */
export function tokenTypedAt(cookie: string | undefined, token: string, now: EpochMs): EpochMs | null {
  const [, expires, mac] = /^v1\.(\d{1,15})\.([0-9a-f]{64})$/.exec(cookie ?? '') ?? []
  if (!expires || !mac) return null
  return sameSecret(mac, macOf(token, Number(expires))) && Number(expires) > now ? Number(expires) - TOKEN_COOKIE_MS : null
}

function macOf(token: string, expires: EpochMs): string {
  return createHmac('sha256', token).update(`gatehouse/owner-session/v1/${expires}`).digest('hex')
}
