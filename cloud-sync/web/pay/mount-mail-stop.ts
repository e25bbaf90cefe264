import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { speechFor } from '../languages.ts'
import type { MailStop } from './desk-port.ts'
import { board, framed, type Markup } from './layout.ts'
import { wordsOf } from './strings/every-language.ts'

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
  const page = async (c: Context, title: string, body: Markup, status: ContentfulStatusCode = 200) => {
    const speech = speechFor(c.req.header('accept-language'))
    return c.html(await framed({ speech, styleNonce: c.get('secureHeadersNonce') ?? '', title, placeName: null }, body), status)
  }
  const words = (c: Context) => wordsOf[speechFor(c.req.header('accept-language')).language]
  const old = (c: Context) => page(c, words(c).mailStop, html`<h1 class="plain">${words(c).mailLinkOld}</h1>`, 404)

  app.get('/mail/:link', (c) => {
    const link = c.req.param('link')
    if (!mail.isOurs(link)) return old(c)
    const { mailStop, mailStopText } = words(c)
    return page(
      c,
      mailStop,
      html`<h1 class="plain">${mailStop}</h1><p>${mailStopText}</p><form method="post"><button class="first">${mailStop}</button></form>`,
    )
  })
  app.post('/mail/:link', async (c) => {
    if (!(await mail.stop(c.req.param('link')))) return old(c)
    return page(c, words(c).mailStop, board('go', words(c).mailStop, words(c).mailStopped))
  })
  return app
}
