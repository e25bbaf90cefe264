import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { isFromHere, isSameSecret } from '../own-machine.ts'
import type { HttpContext } from './http-options.ts'

/** as long as a browser keeps a cookie at most */
const KEPT_S = 400 * 24 * 3_600

const cookieOf = (screenId: string): string => `gatehouse-screen-${screenId}`

/**
 * Who may be the screen of this lane or pay point, which is to see what it shows and to press what it offers: a browser on the box
 * itself, or one that was opened with this screen's own key [H16].
 */
export const isScreen = (http: HttpContext, c: Context, screenId: string): boolean =>
  isFromHere(c) || fits(http, screenId, getCookie(c, cookieOf(screenId)))

/** The key in the address a screen was opened with: kept by the browser from here on, or false when it is not this screen's. */
export function takeScreenKey(http: HttpContext, c: Context, screenId: string, key: string): boolean {
  if (!fits(http, screenId, key)) return false
  setCookie(c, cookieOf(screenId), key, { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: KEPT_S })
  return true
}

function fits({ screens }: HttpContext, screenId: string, given: string | undefined): boolean {
  return screens !== undefined && given !== undefined && isSameSecret(given, screens.keyOf(screenId))
}
