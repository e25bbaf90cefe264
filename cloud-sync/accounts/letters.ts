/** A letter about an account, as mail/ sends it. */
export interface AccountLetter {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Hands a letter to the mail server. Never rejects: true once the server has taken it; what went wrong is in the log. */
export interface Letters {
  send(letter: AccountLetter): Promise<boolean>
}

export function invitationLetter(told: { readonly name: string; readonly from: string; readonly link: string }) {
  const from = told.from === 'owner' ? 'Whoever runs your car park' : told.from
  return letter('Your account at Gatehouse', [
    `Hello ${told.name},`,
    `${from} has made you an account for the car park's pages. Open this link within a week; it works once:`,
    told.link,
    'You need no password: the page lets you make a passkey, so that next time your phone or computer opens it.',
  ])
}

export function signInLetter(told: { readonly name: string; readonly link: string; readonly minutes: number }) {
  return letter('Your link to sign in', [
    `Hello ${told.name},`,
    `here is the link you asked for. It works once, for ${told.minutes} minutes:`,
    told.link,
    'If you did not ask for it, somebody typed your address. They cannot come in without this letter; there is nothing you need to do.',
  ])
}

function letter(subject: string, paragraphs: readonly string[]): Omit<AccountLetter, 'to'> {
  const lines = paragraphs.map((text) =>
    /^https?:\/\/\S+$/.test(text) ? `<a href="${escaped(text)}">${escaped(text)}</a>` : escaped(text),
  )
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(subject)}</title><body>${lines.map((text) => `<p>${text}</p>`).join('')}</body></html>`
  return { subject, text: `${paragraphs.join('\n\n')}\n`, html }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
