import { isLanguage } from '@gatehouse/domain/language.ts'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { type Speech, speechFor } from '../languages.ts'
import { COOKIE, isSecure, ownPath } from './people/browser-cookie.ts'
import type { OwnerSignIn } from './people/people-port.ts'
import { whoAsks } from './people/who-asks.ts'
import type { OwnerWords } from './strings/en/all.ts'
import { wordsOf } from './strings/every-language.ts'

/** What a browser was told before anybody signed in on it. */
const LANGUAGE_COOKIE = 'gatehouse_language'
const YEAR_SECONDS = 365 * 86_400

/** The reader's language: as their account says, else as this browser was told, else as it asks. */
export function speechOf(c: Context): Speech {
  const chosen = whoAsks(c)?.language ?? getCookie(c, LANGUAGE_COOKIE)
  return speechFor(c.req.header('accept-language'), isLanguage(chosen) ? chosen : null)
}

export const wordsFor = (c: Context): OwnerWords => wordsOf[speechOf(c).language]

/** Where to go on after the language was changed: here, or to the page whose form was just answered. */
export function hereOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url)
  return c.req.method === 'GET' ? `${pathname}${search}` : (/^\/[a-z]*/.exec(pathname)?.[0] ?? '/')
}

/** `POST /language`: kept in the account of whoever is signed in, and in this browser for the page before that. */
export function mountLanguage(signIn: OwnerSignIn): Hono {
  const app = new Hono()
  app.post('/language', async (c) => {
    const { language, to } = await c.req.parseBody()
    if (typeof language === 'string' && isLanguage(language)) {
      const who = await signIn.personOf(getCookie(c, COOKIE) ?? '')
      if (who?.person) await signIn.speak(who.person, language)
      setCookie(c, LANGUAGE_COOKIE, language, { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c), maxAge: YEAR_SECONDS })
    }
    return c.redirect(ownPath(typeof to === 'string' ? to : undefined), 303)
  })
  return app
}
