import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'
import { addressOf, jsonOf } from '../../asked-at.ts'
import type { OwnerDoor } from '../owner-port.ts'
import type { Markup } from '../paper.ts'
import { speechOf, wordsFor } from '../spoken.ts'
import type { SignInWords } from '../strings/en/sign-in.ts'
import { COOKIE, keep, ownPath } from './browser-cookie.ts'
import type { OwnerPasskeys, OwnerSignIn, Place } from './people-port.ts'
import { whoAsks } from './who-asks.ts'

/** Addresses that anybody may call: they are how one becomes somebody. */
export const openPaths = /^\/(login|login\/mail|language|enter|passkey\/enter|passkey\/enter-options)$/

type Sentence = { readonly [K in keyof SignInWords]: SignInWords[K] extends string ? K : never }[keyof SignInWords]

export interface SignInView {
  /** who is in already and only shows that it is them; null: nobody yet */
  readonly again: string | null
  /** why the last try was refused */
  readonly problem: Sentence | null
  readonly news: Sentence | null
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
        ...{ again: null, problem: null, news: null, token: door.guarded, mails: signIn.mails, passkeys: placeOf(c, publicUrl) !== null },
        ...{ to: ownPath(c.req.query('to')), ...over },
      }),
      status,
    )

  app.get('/login', async (c) => (door.guarded || signIn.mails ? login(c, {}) : c.redirect('/', 303)))
  app.post('/login', async (c) => {
    const { token } = await c.req.parseBody()
    const typed = door.login(typeof token === 'string' ? token : '')
    if (!typed.ok && typed.reason === 'tooMany') return login(c, { problem: 'tooManyTries' }, 429)
    if (!typed.ok) return login(c, { problem: 'wrongToken' }, 403)
    keep(c, typed)
    return c.redirect(ownPath(c.req.query('to')), 303)
  })
  app.post('/login/mail', async (c) => {
    const { email } = await c.req.parseBody()
    const { asked } = signIn.askLink(typeof email === 'string' ? email : '', base(c), speechOf(c).language)
    if (asked === 'badAddress') return login(c, { problem: 'badAddress' }, 403)
    if (asked === 'enough') return login(c, { problem: 'enoughLinks' }, 429)
    return login(c, { news: 'linkSent' })
  })

  app.get('/enter', async (c) => {
    const key = c.req.query('key') ?? ''
    const link = await signIn.lookAtLink(key)
    return c.html(await pages.enter(c, link && { key, ...link }), link ? 200 : 410)
  })
  app.post('/enter', async (c) => {
    const { key } = await c.req.parseBody()
    const entered = await signIn.useLink(typeof key === 'string' ? key : '', agentOf(c), speechOf(c).language)
    if (!entered) return c.html(await pages.enter(c, null), 410)
    keep(c, entered)
    return c.redirect(entered.first ? '/me?welcome=1' : '/', 303)
  })

  app.post('/passkey/enter-options', async (c) => {
    const place = placeOf(c, publicUrl)
    if (place === null) return c.json({ message: wordsFor(c).signIn.passkeyPlace }, 400)
    const options = await passkeys.enterOptions(place)
    return options ? c.json(options) : c.json({ message: wordsFor(c).signIn.passkeyBusy }, 429)
  })
  app.post('/passkey/enter', async (c) => {
    const place = placeOf(c, publicUrl)
    const person = place && (await passkeys.enter(place, await jsonOf(c)))
    if (!person) return c.json({ message: wordsFor(c).signIn.passkeyUnknown }, 403)
    const cookie = getCookie(c, COOKIE)
    // somebody who is in already has only shown again that it is them
    if (cookie === undefined || !(await signIn.provedAgain(cookie, person)))
      keep(c, await signIn.begin(person, agentOf(c), speechOf(c).language))
    return c.json({ to: ownPath(c.req.query('to')) })
  })

  app.post('/logout', async (c) => {
    const cookie = getCookie(c, COOKIE)
    if (cookie !== undefined) await signIn.signOutHere(cookie)
    deleteCookie(c, COOKIE, { path: '/' })
    return c.redirect('/login', 303)
  })
  app.get('/again', (c) => login(c, { again: whoAsks(c).name, token: whoAsks(c).person === null }))
  return app
}

/** `/?token=…`, as a terminal prints it to be tapped: exchanged for the cookie at once, so the address does not keep it. */
export function enterByLink(c: Context, door: OwnerDoor, token: string): Response {
  const login = door.login(token)
  if (!login.ok) return c.redirect('/login', 303)
  keep(c, login)
  return c.redirect(c.req.path, 303)
}

/** Passkeys belong to one name for good: the public one, or this very machine's. By any other name they are not offered. */
export function placeOf(c: Context, publicUrl: string | null): Place | null {
  const url = new URL(publicUrl ?? c.req.url)
  const local = url.hostname === 'localhost' || url.hostname.endsWith('.localhost')
  return local || (publicUrl !== null && url.protocol === 'https:') ? { rpId: url.hostname, origin: url.origin } : null
}

export const agentOf = (c: Context): string => (c.req.header('user-agent') ?? '').slice(0, 500)
