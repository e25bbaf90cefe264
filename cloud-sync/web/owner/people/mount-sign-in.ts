import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { addressOf, jsonOf } from '../../asked-at.ts'
import type { Markup } from '../frame.ts'
import type { OwnerDoor } from '../owner-port.ts'
import type { OwnerPasskeys, OwnerSignIn, Place } from './people-port.ts'
import { whoAsks } from './who-asks.ts'

export const COOKIE = 'gatehouse_owner'

/** Addresses that anybody may call: they are how one becomes somebody. */
export const openPaths = /^\/(login|login\/mail|enter|passkey\/enter|passkey\/enter-options)$/

export interface SignInView {
  /** they are in already and only show that it is them */
  readonly again: boolean
  /** why the last try was refused */
  readonly problem: string | null
  readonly news: string | null
  /** a token guards the pages */
  readonly token: boolean
  readonly mails: boolean
  readonly passkeys: boolean
  /** where to go on */
  readonly to: string
}

export interface SignInPages {
  login(c: Context, view: SignInView): Markup | Promise<Markup>
  /** `link`: whose it is; null: it can no longer be used */
  enter(c: Context, link: { readonly key: string; readonly name: string; readonly first: boolean } | null): Markup | Promise<Markup>
}

export interface SignInDeps {
  readonly door: OwnerDoor
  readonly signIn: OwnerSignIn
  readonly passkeys: OwnerPasskeys
  readonly publicUrl: string | null
}

/** Becoming somebody: by passkey, by a mailed link, by an invitation, or with the owner token. */
export function mountSignIn({ door, signIn, passkeys, publicUrl }: SignInDeps, pages: SignInPages): Hono {
  const app = new Hono()
  const base = (c: Context) => addressOf(c, publicUrl)
  const login = async (c: Context, over: Partial<SignInView>, status: 200 | 403 | 429 = 200) =>
    c.html(
      await pages.login(c, {
        ...{ again: false, problem: null, news: null, token: door.guarded, mails: signIn.mails, passkeys: placeOf(c, publicUrl) !== null },
        ...{ to: ownPath(c.req.query('to')), ...over },
      }),
      status,
    )

  app.get('/login', async (c) => (door.guarded || signIn.mails ? login(c, {}) : c.redirect('/', 303)))
  app.post('/login', async (c) => {
    const { token } = await c.req.parseBody()
    const typed = door.login(typeof token === 'string' ? token : '')
    if (!typed.ok && typed.reason === 'tooMany') return login(c, { problem: 'Too many wrong tries. Wait a minute.' }, 429)
    if (!typed.ok) return login(c, { problem: 'That is not the owner token.' }, 403)
    keep(c, typed)
    return c.redirect(ownPath(c.req.query('to')), 303)
  })
  app.post('/login/mail', async (c) => {
    const { email } = await c.req.parseBody()
    const { asked } = signIn.askLink(typeof email === 'string' ? email : '', base(c))
    if (asked === 'badAddress') return login(c, { problem: 'An e-mail address looks like anna@example.org.' }, 403)
    if (asked === 'enough') return login(c, { problem: 'That address was sent enough links. Use the last one, or wait an hour.' }, 429)
    return login(c, { news: 'If that address has an account here, a link is on its way to it. It works for a quarter of an hour.' })
  })

  app.get('/enter', async (c) => {
    const key = c.req.query('key') ?? ''
    const link = await signIn.lookAtLink(key)
    return c.html(await pages.enter(c, link && { key, ...link }), link ? 200 : 410)
  })
  app.post('/enter', async (c) => {
    const { key } = await c.req.parseBody()
    const entered = await signIn.useLink(typeof key === 'string' ? key : '', agentOf(c))
    if (!entered) return c.html(await pages.enter(c, null), 410)
    keep(c, entered)
    return c.redirect(entered.first ? '/me?welcome=1' : '/', 303)
  })

  app.post('/passkey/enter-options', async (c) => {
    const place = placeOf(c, publicUrl)
    if (place === null) return c.json({ message: NO_PLACE }, 400)
    const options = await passkeys.enterOptions(place)
    return options ? c.json(options) : c.json({ message: 'Too many are logging in at once. Wait a minute.' }, 429)
  })
  app.post('/passkey/enter', async (c) => {
    const place = placeOf(c, publicUrl)
    const person = place && (await passkeys.enter(place, await jsonOf(c)))
    if (!person) return c.json({ message: 'That passkey opens nothing here. Use another one, or ask for a link.' }, 403)
    const cookie = getCookie(c, COOKIE)
    // somebody who is in already has only shown again that it is them
    if (cookie === undefined || !(await signIn.provedAgain(cookie, person))) keep(c, await signIn.begin(person, agentOf(c)))
    return c.json({ to: ownPath(c.req.query('to')) })
  })

  app.post('/logout', async (c) => {
    const cookie = getCookie(c, COOKIE)
    if (cookie !== undefined) await signIn.signOutHere(cookie)
    deleteCookie(c, COOKIE, { path: '/' })
    return c.redirect('/login', 303)
  })
  app.get('/again', (c) =>
    login(c, {
      again: true,
      news: `${whoAsks(c).name}, show once more that it is you: what comes next is hard to undo.`,
      token: whoAsks(c).person === null,
    }),
  )
  return app
}

export function keep(c: Context, login: { readonly cookie: string; readonly maxAgeSeconds: number }): void {
  const secure = new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https'
  setCookie(c, COOKIE, login.cookie, { path: '/', httpOnly: true, sameSite: 'Strict', secure, maxAge: login.maxAgeSeconds })
}

/** `/?token=…`, as a terminal prints it to be tapped: exchanged for the cookie at once, so the address does not keep it. */
export function enterByLink(c: Context, door: OwnerDoor, token: string): Response {
  const login = door.login(token)
  if (!login.ok) return c.redirect('/login', 303)
  keep(c, login)
  return c.redirect(c.req.path, 303)
}

/** An address of these pages, and nobody else's: what follows a login must not lead away. */
export function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/[A-Za-z0-9][A-Za-z0-9/_?=&.-]{0,200}$/.test(to) ? to : '/'
}

export const NO_PLACE = 'Passkeys need the address that PUBLIC_URL names, or localhost.'

/** Passkeys belong to one name for good: the public one, or this very machine's. By any other name they are not offered. */
export function placeOf(c: Context, publicUrl: string | null): Place | null {
  const url = new URL(publicUrl ?? c.req.url)
  const local = url.hostname === 'localhost' || url.hostname.endsWith('.localhost')
  return local || (publicUrl !== null && url.protocol === 'https:') ? { rpId: url.hostname, origin: url.origin } : null
}

export const agentOf = (c: Context): string => (c.req.header('user-agent') ?? '').slice(0, 500)
