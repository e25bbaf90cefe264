import { timingSafeEqual } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { addressOf } from '../asked-at.ts'
import { type Speech, speechFor } from '../languages.ts'
import type { PayDesk, PayTicket, ReceiptMail, TestTill } from './desk-port.ts'
import type { Markup } from './layout.ts'
import { badTicketPage, duePage, expiredPage, nothingDuePage, paidPage, receiptLaterPage, type Sheet, waitingPage } from './pages.ts'
import { wordsOf } from './strings/every-language.ts'
import type { PayWords } from './strings/words.ts'
import { testPage } from './test-page.ts'

/** A day: longer than anybody stands at an exit. */
const MARK_SECONDS = 86_400
const cookieName = ({ nonce }: PayTicket): string => `paid-${nonce}`

/** Compared in constant time. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

export interface PayDeps {
  readonly desk: PayDesk
  readonly test: TestTill | null
  readonly mail?: ReceiptMail | null
  readonly now: () => EpochMs
  /** what the outside calls this cloud ("https://pay.example"); null: as the request came, for a laptop and its LAN */
  readonly publicUrl: string | null
}

/**
 * The driver's pages: `GET /q/:token` (also `/Q/…`, as the QR spells it), `POST …/pay`, `GET …/return`, and the test
 * provider's click page; `GET /r/:token` is the receipt. Server-rendered, no script, no request to anyone else; one cookie, set by the tap on "pay", lets that
 * browser see the exit code of that ticket. A GET changes nothing but what
 * the provider already knows: link previews fetch it.
 */
export function mountPay(deps: PayDeps): Hono {
  const app = new Hono()
  const base = (c: Context) => addressOf(c, deps.publicUrl)
  // Chromium applies form-action to the redirect that follows, and that leads to the provider
  const own = deps.publicUrl === null ? [] : [new URL(deps.publicUrl).origin]
  const formAction = ["'self'", ...own, ...(deps.desk.providers.some((id) => id !== 'test') ? ['https:'] : [])]
  const headers = secureHeaders({
    contentSecurityPolicy: {
      ...{ defaultSrc: ["'none'"], styleSrc: [NONCE], imgSrc: ['data:'], baseUri: ["'none'"], frameAncestors: ["'none'"], formAction },
    },
    referrerPolicy: 'no-referrer',
  })
  const guard = csrf({ origin: (origin, c) => own.includes(origin) || origin === new URL(c.req.url).origin })
  for (const path of ['/q/*', '/Q/*', '/r/*', '/R/*', '/pay/test/*']) {
    app.use(path, headers, guard, bodyLimit({ maxSize: 4096 }), async (c, next) => {
      await next()
      c.header('cache-control', 'no-store')
    })
  }

  const words = (speech: Speech) => wordsOf[speech.language]
  const send = async (c: Context, page: Markup, status: ContentfulStatusCode = 200) => c.html(await page, status)
  const nonceOf = (c: Context): string => c.get('secureHeadersNonce') ?? ''
  const bad = (c: Context) => {
    const speech = speechFor(c.req.header('accept-language'))
    return send(c, badTicketPage(words(speech), speech, nonceOf(c)), 400)
  }

  async function sheetOf(c: Context, ticket: PayTicket): Promise<Sheet | null> {
    const facts = await deps.desk.facts(ticket)
    if (!facts) return null
    const speech = speechFor(c.req.header('accept-language'))
    const token = c.req.param('token') ?? ''
    const mark = deps.desk.payerMark(token)
    const isPayer = mark !== null && sameText(getCookie(c, cookieName(ticket)) ?? '', mark)
    const exitCode = isPayer ? deps.desk.exitCode(token) : null
    const receiptsAt = `${new URL(base(c)).host}/receipt`
    const here = `/${c.req.path.charAt(1).toLowerCase()}/${token}`
    const asked = c.req.query('mail') === 'asked' ? ('asked' as const) : null
    return {
      ticket,
      facts,
      words: words(speech),
      speech,
      styleNonce: nonceOf(c),
      path: `/q/${token}`,
      now: deps.now(),
      exitCode,
      mail: deps.mail ? { action: `${here}/mail`, outcome: asked, typed: '', number: null } : null,
      receiptsAt,
    }
  }

  /** The browser that sets out to pay is marked, before anybody has paid: it will be shown the exit code. */
  const markPayer = (c: Context, ticket: PayTicket) => {
    const mark = deps.desk.payerMark(c.req.param('token') ?? '')
    const secure = base(c).startsWith('https:')
    if (mark) setCookie(c, cookieName(ticket), mark, { httpOnly: true, sameSite: 'Lax', secure, path: '/', maxAge: MARK_SECONDS })
  }

  const settled = (sheet: Sheet): Markup | null => {
    if (sheet.facts.payment) return paidPage(sheet)
    if (sheet.ticket.amountMinor === 0 || sheet.facts.quote?.paidBy) return nothingDuePage(sheet)
    return sheet.now > sheet.ticket.lockUntil ? expiredPage(sheet) : null
  }

  /** The page of the price that has taken this one's place: a driver who typed a discount at the machine pays that, not the old one. */
  const replaced = (c: Context, { facts }: Sheet): string | null => {
    const next = deps.desk.replacedBy(c.req.param('token') ?? '', facts)
    return next === null ? null : `/q/${next}`
  }

  const show = async (c: Context) => {
    const ticket = deps.desk.read(c.req.param('token') ?? '')
    const sheet = ticket && (await sheetOf(c, ticket))
    if (!sheet) return bad(c)
    const next = replaced(c, sheet)
    return next ? c.redirect(next, 303) : send(c, settled(sheet) ?? duePage(sheet, deps.desk.providers, null))
  }

  /** What the machine's receipt code opens: it never asks for money, for what a card paid there may not have come here yet. */
  const receipt = async (c: Context) => {
    const ticket = deps.desk.read(c.req.param('token') ?? '')
    const sheet = ticket && (await sheetOf(c, ticket))
    if (!sheet) return bad(c)
    return send(c, sheet.facts.payment ? paidPage({ ...sheet, exitCode: null }) : receiptLaterPage(sheet))
  }

  const returned = async (c: Context) => {
    const ticket = deps.desk.read(c.req.param('token') ?? '')
    if (!ticket) return bad(c)
    const standing = await deps.desk.settle(ticket)
    const sheet = await sheetOf(c, ticket)
    if (!sheet) return bad(c)
    if (standing === 'paid' || standing === 'unpaid') return c.redirect(sheet.path, 303)
    return send(c, waitingPage(sheet, standing))
  }

  const pay = async (c: Context) => {
    const ticket = deps.desk.read(c.req.param('token') ?? '')
    const sheet = ticket && (await sheetOf(c, ticket))
    if (!ticket || !sheet) return bad(c)
    const next = replaced(c, sheet)
    if (next) return c.redirect(next, 303)
    if (sheet.facts.quote?.paidBy) return c.redirect(sheet.path, 303)
    const { provider } = await c.req.parseBody()
    const page = `${base(c)}${sheet.path}`
    const answer = await deps.desk.pay(ticket, typeof provider === 'string' ? provider : '', {
      ...{ returnUrl: `${page}/return`, cancelUrl: page, label: `${sheet.facts.place.name} · ${ticket.tag}`, locale: sheet.speech.locale },
    })
    if (answer.kind === 'redirect') {
      markPayer(c, ticket)
      return c.redirect(answer.url, 303)
    }
    if (answer.kind === 'otherPending') return send(c, waitingPage(sheet, 'pending'))
    if (answer.kind === 'pending') return c.redirect(`${sheet.path}/return`, 303)
    if (answer.kind !== 'unavailable') return c.redirect(sheet.path, 303)
    const notice = answer.retry ? sheet.words.unavailableRetry : sheet.words.unavailableRefused
    return send(c, duePage(sheet, deps.desk.providers, notice), 503)
  }

  /** A receipt by e-mail, of what is paid. Asked for on the ticket's page or the receipt's; both lead back to where it was asked. */
  const mail = async (c: Context) => {
    const ticket = deps.desk.read(c.req.param('token') ?? '')
    const sheet = ticket && (await sheetOf(c, ticket))
    if (!ticket || !sheet?.mail || !deps.mail) return bad(c)
    const back = sheet.mail.action.replace(/\/mail$/, '')
    if (!sheet.facts.payment) return c.redirect(back, 303)
    const { address } = await c.req.parseBody()
    const typed = typeof address === 'string' ? address : ''
    const outcome = await deps.mail.ask(ticket, typed, sheet.speech)
    if (outcome === 'asked') return c.redirect(`${back}?mail=asked`, 303)
    const exitCode = back.startsWith('/r/') ? null : sheet.exitCode
    return send(c, paidPage({ ...sheet, exitCode, mail: { ...sheet.mail, outcome, typed } }), outcome === 'enough' ? 429 : 400)
  }

  for (const root of ['/q', '/Q', '/r', '/R']) app.post(`${root}/:token/mail`, mail)
  for (const root of ['/q', '/Q']) {
    app.get(`${root}/:token`, show)
    app.get(`${root}/:token/return`, returned)
    app.post(`${root}/:token/pay`, pay)
  }
  for (const root of ['/r', '/R']) app.get(`${root}/:token`, receipt)
  if (deps.test) mountTestTill(app, deps.test, { words, send, nonceOf })
  return app
}

interface Rendering {
  readonly words: (speech: Speech) => PayWords
  readonly send: (c: Context, page: Markup, status?: ContentfulStatusCode) => Promise<Response>
  readonly nonceOf: (c: Context) => string
}

function mountTestTill(app: Hono, till: TestTill, { words, send, nonceOf }: Rendering): void {
  app.get('/pay/test/:ref', async (c) => {
    const checkout = till.checkout(c.req.param('ref'))
    const speech = speechFor(c.req.header('accept-language'))
    if (!checkout) return send(c, badTicketPage(words(speech), speech, nonceOf(c)), 404)
    if (checkout.state !== 'open') return c.redirect(checkout.returnUrl, 303)
    return send(c, testPage(checkout, words(speech), speech, nonceOf(c)))
  })
  app.post('/pay/test/:ref', async (c) => {
    const checkout = till.checkout(c.req.param('ref'))
    const speech = speechFor(c.req.header('accept-language'))
    if (!checkout) return send(c, badTicketPage(words(speech), speech, nonceOf(c)), 404)
    const { do: click } = await c.req.parseBody()
    if (click !== 'pay') return c.redirect(checkout.cancelUrl, 303)
    till.pay(c.req.param('ref'))
    return c.redirect(checkout.returnUrl, 303)
  })
}
