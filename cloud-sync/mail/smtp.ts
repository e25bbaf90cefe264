import { createTransport } from 'nodemailer'
import { type Letter, MailError, type Post } from './post.ts'

export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** implicit: from the first byte. starttls: nothing is said before it is on. none: on this machine only */
  readonly tls: 'implicit' | 'starttls' | 'none'
  readonly login: { readonly user: string; readonly password: string } | null
  /** the sender, a bare address */
  readonly from: string
  /** PEM of an authority that is not among the system's */
  readonly ca?: string
  /** at most this long for one letter (60 s), and for any silence of the server (20 s) */
  readonly letterMs?: number
  readonly silenceMs?: number
}

/** Sends over SMTP, one connection a letter: receipts are few, and a server that went away is noticed at once. */
export function makeSmtp(settings: SmtpSettings): Post & { check(): Promise<void> } {
  const { host, port, tls, login, from, ca, letterMs = 60_000, silenceMs = 20_000 } = settings
  const transport = createTransport({
    ...{ host, port, secure: tls === 'implicit', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' },
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...{ connectionTimeout: silenceMs, greetingTimeout: silenceMs, socketTimeout: silenceMs, dnsTimeout: silenceMs },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  return {
    async send(letter) {
      try {
        await transport.sendMail({ ...message(letter, from), signal: AbortSignal.timeout(letterMs) })
      } catch (error) {
        throw understood(error, letter.to)
      }
    },
    async check() {
      try {
        await transport.verify()
      } catch (error) {
        throw understood(error, '')
      }
    },
  }
}

function message(letter: Letter, from: string) {
  const { to, subject, text, html } = letter
  return {
    from: { name: oneLine(letter.fromName), address: from },
    // the address alone: nothing of it is read as a name, a group or a list
    to: { name: '', address: to },
    envelope: { from, to: [to] },
    ...{ subject: oneLine(subject), text, html, xMailer: false as const },
    messageId: `<${letter.id}@${from.slice(from.indexOf('@') + 1)}>`,
    ...(letter.stopUrl === null ? {} : { list: { unsubscribe: { url: letter.stopUrl } } }),
    headers: {
      'Content-Language': letter.language,
      'Auto-Submitted': 'auto-generated',
      ...(letter.stopUrl === null ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  }
}

/** Names are an owner's own words: a line's end in them must not begin a header. */
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').trim()

interface SmtpTrouble extends Error {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
}

/** What a failure means for the letter. The recipient's address is taken out of the words: they are kept longer than it is. */
function understood(error: unknown, recipient: string): MailError {
  const trouble: SmtpTrouble = error instanceof Error ? error : new Error(String(error))
  const { code = '', command = '', responseCode = 0 } = trouble
  const words = withoutAddress(trouble.message, recipient)
  const say = (kind: MailError['kind'], sentence: string) => new MailError(kind, sentence)
  const aboutLetter = command === 'RCPT TO' || command === 'DATA' || code === 'EMESSAGE'
  if (aboutLetter && responseCode >= 500) return say('refused', `The mail server will not take this letter: ${words}`)
  if (aboutLetter) return say('later', `The mail server did not take this letter now: ${words}`)
  if (code === 'EAUTH' || code === 'ENOAUTH') return say('setup', `The mail server does not accept SMTP_URL's user and password: ${words}`)
  if (code === 'ETLS' || /certificate/i.test(words)) return say('setup', `No safe connection to the mail server: ${words}`)
  if (responseCode >= 500) return say('setup', `The mail server refuses us: ${words}`)
  return say('unreachable', `The mail server could not be asked: ${words}`)
}

function withoutAddress(text: string, recipient: string): string {
  const plain = recipient === '' ? text : text.replaceAll(recipient, '(the address)')
  return plain.replaceAll(/[^\s<>"]+@[^\s<>"]+/g, '(an address)').slice(0, 300)
}
