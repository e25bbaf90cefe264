import { isRightToLeft, type Language } from '@gatehouse/domain/language.ts'
import { letterWords } from './strings/every-language.ts'

/** A letter about an account, as mail/ sends it. */
export interface AccountLetter {
  readonly to: string
  readonly language: Language
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Hands a letter to the mail server. Never rejects: true once the server has taken it; what went wrong is in the log. */
export interface Letters {
  send(letter: AccountLetter): Promise<boolean>
}

export function invitationLetter(told: { readonly name: string; readonly from: string; readonly link: string }, language: Language) {
  const { hello, invitation } = letterWords[language]
  const invited = told.from === 'owner' ? invitation.invitedByOperator : invitation.invitedBy(told.from)
  return letter(language, invitation.subject, [hello(told.name), invited, told.link, invitation.noPassword])
}

export function signInLetter(told: { readonly name: string; readonly link: string; readonly minutes: number }, language: Language) {
  const { hello, signIn } = letterWords[language]
  return letter(language, signIn.subject, [hello(told.name), signIn.yourLink(told.minutes), told.link, signIn.notAsked])
}

function letter(language: Language, subject: string, paragraphs: readonly string[]): Omit<AccountLetter, 'to'> {
  const lines = paragraphs.map((text) =>
    /^https?:\/\/\S+$/.test(text) ? `<a href="${escaped(text)}">${escaped(text)}</a>` : escaped(text),
  )
  const direction = isRightToLeft(language) ? 'rtl' : 'ltr'
  const html = `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8"><title>${escaped(subject)}</title><body>${lines.map((text) => `<p>${text}</p>`).join('')}</body></html>`
  return { language, subject, text: `${paragraphs.join('\n\n')}\n`, html }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
