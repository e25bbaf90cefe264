/**
 * A driver's phone: opens the page behind the QR and presses its way through the payment as a person would, form by form.
 * It knows nothing of the cloud but HTML. Its line is its own: cutting the box's internet does not cut it.
 */
const MOST_PAGES = 8

interface Form {
  readonly action: string
  readonly method: string
  readonly fields: URLSearchParams
}

const attribute = (tag: string, name: string): string | null => {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag)
  return found ? unescapeHtml(found[1] ?? found[2] ?? found[3] ?? '') : null
}
const unescapeHtml = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** The first form of a page that posts: what the thumb would press. Cancelling forms are left alone. */
export function payForm(html: string): Form | null {
  for (const [, open = '', body = ''] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    const method = (attribute(open, 'method') ?? 'get').toLowerCase()
    const action = attribute(open, 'action') ?? ''
    if (method !== 'post' || /cancel|decline|refus/i.test(`${action} ${attribute(open, 'data-role') ?? ''}`)) continue
    const fields = new URLSearchParams()
    for (const [tag] of body.matchAll(/<input\b[^>]*>/gi)) {
      const name = attribute(tag, 'name')
      if (name && (attribute(tag, 'type') ?? 'text') !== 'submit') fields.append(name, attribute(tag, 'value') ?? '')
    }
    const button = [...body.matchAll(/<button\b[^>]*>/gi)].map(([tag]) => tag).find((tag) => !/cancel|decline|fail/i.test(tag))
    const name = button ? attribute(button, 'name') : null
    if (button && name) fields.append(name, attribute(button, 'value') ?? '')
    return { action, method, fields }
  }
  return null
}

/** True once a page came without anything left to pay. */
export async function payBehindQr(url: string, fetcher: typeof fetch = fetch): Promise<boolean> {
  const cookies = new Map<string, string>()
  let request: { url: string; body: URLSearchParams | null } = { url, body: null }
  let pressed = 0
  for (let page = 0; page < MOST_PAGES; page++) {
    const headers: Record<string, string> = { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (simulated driver)' }
    if (cookies.size > 0) headers.cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (request.body) headers.origin = new URL(request.url).origin
    const answer = await fetcher(request.url, {
      method: request.body ? 'POST' : 'GET',
      redirect: 'manual',
      headers,
      signal: AbortSignal.timeout(10_000),
      ...(request.body ? { body: request.body } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = answer.headers.get('location')
    if (answer.status >= 300 && answer.status < 400 && location) {
      request = { url: new URL(location, request.url).href, body: null }
      continue
    }
    if (!answer.ok) return false
    const form = payForm(await answer.text())
    if (!form) return pressed > 0
    pressed++
    request = { url: new URL(form.action, request.url).href, body: form.fields }
  }
  return false
}
