import type { EpochMs } from '@gatehouse/domain/time.ts'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Speech, speechFor } from '../languages.ts'
import type { PayDesk, ReceiptMail } from './desk-port.ts'
import { makeGuessLimit } from './guess-limit.ts'
import { board, framed, type Markup } from './layout.ts'
import { paidPage, type Sheet } from './pages.ts'
import { wordsOf } from './strings/every-language.ts'

export interface ReceiptDeps {
  readonly desk: Pick<PayDesk, 'receipt' | 'facts'>
  readonly now: () => EpochMs
  readonly publicUrl: string | null
  readonly mail?: ReceiptMail | null
  /** wrong numbers a minute, of everybody together (30) */
  readonly guessesPerMinute?: number
}

/** `GET /receipt` asks for the number on a receipt, `GET /receipt?no=…` shows it, `POST /receipt` sends it by e-mail. Wrong numbers are limited: Y28 of payments/SPEC.md. */
export function mountReceipts({ desk, now, publicUrl, mail = null, guessesPerMinute = 30 }: ReceiptDeps): Hono {
  const app = new Hono()
  const limit = makeGuessLimit({ perMinute: guessesPerMinute, now })
  const headers = secureHeaders({
    contentSecurityPolicy: {
      ...{ defaultSrc: ["'none'"], styleSrc: [NONCE], imgSrc: ['data:'], baseUri: ["'none'"], frameAncestors: ["'none'"] },
      formAction: ["'self'"],
    },
    referrerPolicy: 'no-referrer',
  })
  const own = publicUrl === null ? [] : [new URL(publicUrl).origin]
  const guard = csrf({ origin: (origin, c) => own.includes(origin) || origin === new URL(c.req.url).origin })
  app.use('/receipt', headers, guard, bodyLimit({ maxSize: 4096 }), async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  const nonceOf = (c: Context): string => c.get('secureHeadersNonce') ?? ''

  /** The receipt with this number, or the page that says why there is none. */
  async function sheetOf(c: Context, typed: string): Promise<Sheet | Response> {
    const speech = speechFor(c.req.header('accept-language'))
    const words = wordsOf[speech.language]
    const page = async (title: string, above: Markup | '', status: ContentfulStatusCode = 200) =>
      c.html(await framed({ speech, styleNonce: nonceOf(c), title, placeName: null }, html`${above}${form(speech, typed)}`), status)
    if (typed === '') return page(words.findReceipt, '')
    if (!limit.mayGuess()) {
      c.header('retry-after', '60')
      return page(words.manyReceipts, board('wait', words.manyReceipts, words.manyReceiptsNext), 429)
    }
    const number = typed
      .slice(0, 64)
      .replaceAll(/[^0-9A-Za-z]/g, '')
      .toUpperCase()
    const ticket = number.length === 12 ? await desk.receipt(number) : null
    if (ticket === 'waiting') return page(words.receiptLater, board('wait', words.receiptLater, words.receiptLaterNext))
    const facts = ticket && (await desk.facts(ticket))
    if (!ticket || !facts?.payment) {
      limit.wrong()
      return page(words.noReceipt, board('stop', words.noReceipt, words.noReceiptNext), 404)
    }
    return {
      ...{ ticket, facts, words, speech, styleNonce: nonceOf(c), path: `/receipt?no=${number}`, now: now(), exitCode: null },
      mail: mail ? { action: '/receipt', outcome: c.req.query('mail') === 'asked' ? 'asked' : null, typed: '', number } : null,
      receiptsAt: `${new URL(publicUrl ?? c.req.url).host}/receipt`,
    }
  }

  app.get('/receipt', async (c) => {
    const sheet = await sheetOf(c, c.req.query('no') ?? '')
    return sheet instanceof Response ? sheet : c.html(await paidPage(sheet))
  })
  app.post('/receipt', async (c) => {
    const { no, address } = await c.req.parseBody()
    const sheet = await sheetOf(c, typeof no === 'string' ? no : '')
    if (sheet instanceof Response) return sheet
    if (!mail || !sheet.mail) return c.redirect(sheet.path, 303)
    const typed = typeof address === 'string' ? address : ''
    const outcome = await mail.ask(sheet.ticket, typed, sheet.speech)
    if (outcome === 'asked') return c.redirect(`${sheet.path}&mail=asked`, 303)
    return c.html(await paidPage({ ...sheet, mail: { ...sheet.mail, outcome, typed } }), outcome === 'enough' ? 429 : 400)
  })
  return app
}

function form(speech: Speech, typed: string): Markup {
  const words = wordsOf[speech.language]
  return html`<h1>${words.findReceipt}</h1>
<form class="look-up" action="/receipt"><label for="no">${words.receiptNumber}</label>
<input id="no" name="no" value="${typed.slice(0, 20)}" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" dir="ltr" aria-describedby="hint">
<p class="note" id="hint">${words.findReceiptText}</p>
<button class="first">${words.showReceipt}</button></form>`
}
