import { isLanguage } from '@gatehouse/domain/language.ts'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Speech, speechFor } from '../languages.ts'
import type { MailStop } from './desk-port.ts'
import { board, framed, type Markup } from './layout.ts'
import { wordsOf } from './strings/every-language.ts'
import type { PayWords } from './strings/words.ts'

/**
 * `GET /mail/:link` asks, `POST` stops all mail to the address that got the link. A mail program posts by itself (RFC 8058), without
 * cookies and from nowhere: the link alone says whose wish it is. A GET changes nothing, for programs that look at links open them.
 */
export function mountMailStop(mail: MailStop): Hono {
  const app = new Hono()
  const headers = secureHeaders({
    contentSecurityPolicy: {
      ...{ defaultSrc: ["'none'"], styleSrc: [NONCE], imgSrc: ['data:'], baseUri: ["'none'"], frameAncestors: ["'none'"] },
      formAction: ["'self'"],
    },
    referrerPolicy: 'no-referrer',
  })
  app.use('/mail/*', headers, bodyLimit({ maxSize: 4096 }), async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  /** As the letter, whatever the browser is set to: who reads the one reads the other. */
  const speechOf = async (c: Context): Promise<Speech> => {
    const language = await mail.languageOf(c.req.param('link') ?? '')
    return isLanguage(language) ? { language, locale: language } : speechFor(c.req.header('accept-language'))
  }
  const page = async (c: Context, body: (words: PayWords) => Markup, status: ContentfulStatusCode = 200) => {
    const speech = await speechOf(c)
    const words = wordsOf[speech.language]
    const frame = { speech, styleNonce: c.get('secureHeadersNonce') ?? '', title: words.mailStop, placeName: null }
    return c.html(await framed(frame, body(words)), status)
  }
  const old = (c: Context) => page(c, ({ mailLinkOld }) => html`<h1 class="plain">${mailLinkOld}</h1>`, 404)

  app.get('/mail/:link', (c) => {
    if (!mail.isOurs(c.req.param('link'))) return old(c)
    return page(
      c,
      ({ mailStop, mailStopText }) =>
        html`<h1 class="plain">${mailStop}</h1><p>${mailStopText}</p><form method="post"><button class="first">${mailStop}</button></form>`,
    )
  })
  app.post('/mail/:link', async (c) => {
    if (!(await mail.stop(c.req.param('link')))) return old(c)
    return page(c, ({ mailStop, mailStopped }) => board('go', mailStop, mailStopped))
  })
  return app
}
