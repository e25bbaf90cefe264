import { formatVoucherCode, readVoucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import type { ValidationKind } from '@gatehouse/domain/tariff/fee-line.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { addressOf } from '../asked-at.ts'
import { duration, money, percent } from '../format.ts'
import { type Speech, speechFor } from '../languages.ts'
import { qrMarkup } from '../qr.ts'
import { board, framed, type Markup } from './layout.ts'
import type { PayWords } from './strings/words.ts'

interface Book {
  readonly id: string
  readonly site: string
  readonly merchant: string
  readonly kind: ValidationKind
  readonly value: number
  readonly codes: number
  readonly issued: number
  readonly closedAt: number | null
  readonly validUntil: number | null
}
interface Slip {
  readonly serial: number
  readonly code: string
}

/** What the pages of merchants and of their codes need; owners/merchants.ts fits structurally. */
export interface Merchants<B extends Book = Book> {
  byPage(page: string): Promise<B | null>
  byId(id: string): Promise<B | null>
  next(book: B, count: number): Promise<readonly Slip[] | null>
  again(book: B, from: number, count: number): readonly Slip[]
}

export interface VoucherDeps {
  readonly merchants: Merchants
  readonly place: (site: string) => Promise<{ readonly name: string; readonly currency: string } | null>
  readonly words: (speech: Speech) => Promise<PayWords> | PayWords
  readonly now: () => number
  readonly publicUrl: string | null
}

/**
 * `/m/:page`, where a merchant takes one code after another for its customers, and `/v/:book/:code`, what a phone is shown that reads
 * one: how much it is worth and where to type it. Neither changes a price: the box at the exit does, by itself.
 */
export function mountVoucher(deps: VoucherDeps): Hono {
  const { merchants, now } = deps
  const app = new Hono()
  const base = (c: Context) => addressOf(c, deps.publicUrl)
  const own = deps.publicUrl === null ? [] : [new URL(deps.publicUrl).origin]
  const headers = secureHeaders({
    contentSecurityPolicy: {
      ...{
        defaultSrc: ["'none'"],
        styleSrc: [NONCE],
        imgSrc: ['data:'],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    referrerPolicy: 'no-referrer',
  })
  const guard = csrf({ origin: (origin, c) => own.includes(origin) || origin === new URL(c.req.url).origin })
  for (const path of ['/m/*', '/v/*']) {
    app.use(path, headers, guard, bodyLimit({ maxSize: 4096 }), async (c, next) => {
      await next()
      c.header('cache-control', 'no-store')
    })
  }
  const frame = (c: Context, speech: Speech, title: string, placeName: string | null) => ({
    ...{ speech, styleNonce: c.get('secureHeadersNonce') ?? '', title, placeName },
  })
  const refused = async (c: Context) => {
    const speech = speechFor(c.req.header('accept-language'))
    const words = await deps.words(speech)
    return c.html(await framed(frame(c, speech, words.badVoucher, null), board('stop', words.badVoucher, words.badVoucherNext)), 404)
  }

  const merchantPage = async (c: Context, book: Book, slip: Slip | null, problem: string | null) => {
    const speech = speechFor('en')
    const place = await deps.place(book.site)
    const worth = worthOf(book, await deps.words(speech), speech, place?.currency ?? 'EUR')
    const over = book.closedAt !== null || (book.validUntil !== null && now() >= book.validUntil)
    return c.html(
      await framed(
        frame(c, speech, book.merchant, place?.name ?? null),
        html`${problem || over ? board('stop', 'No more codes', problem ?? 'This book is closed. Ask the car park.') : ''}
${slip ? slipMarkup(slip, `${base(c)}/v/${book.id}/${slip.code}`) : ''}
<h1>${book.merchant}<span class="amount small">${worth}</span></h1>
<p class="note">${book.issued} of ${book.codes} codes given out.</p>
${over ? '' : html`<form method="post"><button class="first">Next code<small>one for each customer; each counts once it is redeemed</small></button></form>`}`,
      ),
    )
  }
  app.get('/m/:page', async (c) => {
    const book = await merchants.byPage(c.req.param('page'))
    if (!book) return refused(c)
    const shown = c.req.query('no')
    const slip = shown && /^\d{1,5}$/.test(shown) ? (merchants.again(book, Number(shown), 1)[0] ?? null) : null
    return merchantPage(c, book, slip, null)
  })
  app.post('/m/:page', async (c) => {
    const page = c.req.param('page')
    const book = await merchants.byPage(page)
    if (!book) return refused(c)
    const slips = await merchants.next(book, 1)
    // the code has an address of its own, so that loading the page again hands out no second one
    return slips?.[0]
      ? c.redirect(`/m/${page}?no=${slips[0].serial}`, 303)
      : merchantPage(c, book, null, 'The book has no codes left. Ask the car park.')
  })

  app.get('/v/:book/:code', async (c) => {
    const claim = readVoucherCode(c.req.param('code'))
    const book = claim && (await merchants.byId(c.req.param('book')))
    const genuine = claim && book && merchants.again(book, claim.serial, 1)[0]?.code === c.req.param('code')
    if (!genuine) return refused(c)
    const speech = speechFor(c.req.header('accept-language'))
    const words = await deps.words(speech)
    const place = await deps.place(book.site)
    return c.html(
      await framed(
        frame(c, speech, book.merchant, place?.name ?? null),
        html`<h1>${book.merchant}<span class="amount small">${worthOf(book, words, speech, place?.currency ?? 'EUR')}</span></h1>
<section class="exit-code"><p class="code small" dir="ltr">${formatVoucherCode(c.req.param('code'))}</p><p>${words.voucherNext}</p></section>`,
      ),
    )
  })
  return app
}

const slipMarkup = (slip: Slip, url: string): Markup =>
  html`<section class="exit-code"><h2>For this customer</h2>${qrMarkup(url, slip.code)}
<p class="code small" dir="ltr">${formatVoucherCode(slip.code)}</p><p>To be typed at the exit machine: “I have a code”. The picture says the same to a phone. No. ${slip.serial + 1}</p></section>`

function worthOf({ kind, value }: Book, words: PayWords, speech: Speech, currency: string): string {
  if (kind === 'minutes') return words.fee.validationMinutes(duration(value * MINUTE_MS, speech.language))
  return kind === 'percent'
    ? words.fee.validationPercent(percent(value * 100, speech.locale))
    : `${words.fee.validationAmount} ${money(value, currency, speech.locale)}`
}
