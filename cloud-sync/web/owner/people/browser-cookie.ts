import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'

/** Who is signed in on this browser. */
export const COOKIE = 'gatehouse_owner'

export const isSecure = (c: Context): boolean => new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https'

export function keep(c: Context, login: { readonly cookie: string; readonly maxAgeSeconds: number }): void {
  setCookie(c, COOKIE, login.cookie, { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c), maxAge: login.maxAgeSeconds })
}

/** An address of these pages, and nobody else's: what follows a login must not lead away. */
export function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/[A-Za-z0-9][A-Za-z0-9/_?=&.-]{0,200}$/.test(to) ? to : '/'
}
