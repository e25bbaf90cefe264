import type { EpochMs } from '@gatehouse/domain/time.ts'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Speech, speechFor } from '../languages.ts'
import type { PayDesk } from './desk-port.ts'
import { makeGuessLimit } from './guess-limit.ts'
import { board, framed, type Markup } from './layout.ts'
import { paidPage } from './pages.ts'
import { wordsOf } from './strings/every-language.ts'

export interface ReceiptDeps {
  readonly desk: Pick<PayDesk, 'receipt' | 'facts'>
  readonly now: () => EpochMs
  readonly publicUrl: string | null
  /** wrong numbers a minute, of everybody together (30) */
  readonly guessesPerMinute?: number
}

/** `GET /receipt` asks for the number on a receipt, `GET /receipt?no=…` shows it. Wrong numbers are limited: Y28 of payments/SPEC.md. */
export function mountReceipts({ desk, now, publicUrl, guessesPerMinute = 30 }: ReceiptDeps): Hono {
  const app = new Hono()
  const limit = makeGuessLimit({ perMinute: guessesPerMinute, now })
  const headers = secureHeaders({
    contentSecurityPolicy: {
      ...{ defaultSrc: ["'none'"], styleSrc: [NONCE], imgSrc: ['data:'], baseUri: ["'none'"], frameAncestors: ["'none'"] },
      formAction: ["'self'"],
    },
    referrerPolicy: 'no-referrer',
  })
  app.use('/receipt', headers, async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  const nonceOf = (c: Context): string => c.get('secureHeadersNonce') ?? ''

  app.get('/receipt', async (c) => {
    const speech = speechFor(c.req.header('accept-language'))
    const words = wordsOf[speech.language]
    const typed = c.req.query('no') ?? ''
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
    const receiptsAt = `${new URL(publicUrl ?? c.req.url).host}/receipt`
    const sheet = {
      ticket,
      facts,
      words,
      speech,
      styleNonce: nonceOf(c),
      path: `/receipt?no=${number}`,
      now: now(),
      exitCode: null,
      receiptsAt,
    }
    return c.html(await paidPage(sheet))
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
