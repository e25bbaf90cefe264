import { readAddress } from './mail/address.ts'
import type { SmtpSettings } from './mail/smtp.ts'

/** How receipts leave: a mail server, and the address they come from. */
export type MailAccount = Pick<SmtpSettings, 'host' | 'port' | 'tls' | 'login' | 'from'>

type Get = (name: string) => string | null

const URL_ALLOWED = 'smtps://USER:PASSWORD@HOST (TLS from the start, port 465) or smtp://USER:PASSWORD@HOST (STARTTLS, port 587)'

/** Null: no receipts by e-mail. The URL holds a password and is never repeated. */
export function readMailAccount(get: Get, problems: string[], { publicUrl }: { readonly publicUrl: string | null }): MailAccount | null {
  const [text, sender] = [get('SMTP_URL'), get('MAIL_FROM')]
  if (text === null && sender === null) return null
  if (text === null) problems.push('SMTP_URL: missing; it comes with MAIL_FROM')
  if (sender === null) problems.push('MAIL_FROM: missing; it comes with SMTP_URL: the address receipts are sent from')
  const from = sender === null ? null : readAddress(sender)
  if (sender !== null && from === null)
    problems.push(`MAIL_FROM: found ${JSON.stringify(sender)}; allowed: an address such as receipts@example.com`)
  // the letters' links lead here: a receipt looked up later, and "no more mail"
  if (publicUrl === null) problems.push('PUBLIC_URL: missing; SMTP_URL needs it: the letters have links to this cloud')
  const server = text === null ? null : readServer(text)
  if (text !== null && server === null) problems.push(`SMTP_URL: not readable; allowed: ${URL_ALLOWED}`)
  return server && from !== null ? { ...server, from } : null
}

function readServer(text: string): Omit<MailAccount, 'from'> | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text)
  const implicit = protocol === 'smtps:'
  if ((!implicit && protocol !== 'smtp:') || hostname === '' || pathname.length > 1 || search !== '') return null
  const login = username === '' && password === '' ? null : { user: unescaped(username), password: unescaped(password) }
  if (login && (!login.user || !login.password)) return null
  const here = hostname === 'localhost' || /^127\.\d+\.\d+\.\d+$/.test(hostname) || hostname === '[::1]'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (implicit ? 465 : 587) : Number(port),
    // receipts and passwords never cross a network in the clear; a mail server on this very machine needs no TLS
    tls: implicit ? 'implicit' : here ? 'none' : 'starttls',
    login: login?.user && login.password ? { user: login.user, password: login.password } : null,
  }
}

function unescaped(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
