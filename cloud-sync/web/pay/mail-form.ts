import { html } from 'hono/html'
import type { Markup } from './layout.ts'
import type { PayWords } from './strings/words.ts'

export interface MailForm {
  readonly action: string
  /** what came of the last try; null before one */
  readonly outcome: 'asked' | 'badAddress' | 'enough' | null
  /** typed before and not understood */
  readonly typed: string
  /** the number on the receipt, where the form's address does not say which one it is */
  readonly number: string | null
}

/** Asks for the receipt by e-mail. What happens to the address stands beside it, before it is typed. */
export function mailForm({ action, outcome, typed, number }: MailForm, words: PayWords): Markup {
  if (outcome === 'asked') return html`<p class="said screen" role="status">${words.mailAsked}</p>`
  const wrong =
    outcome && html`<p class="said wrong" role="alert" id="mail-wrong">${outcome === 'enough' ? words.mailEnough : words.mailBad}</p>`
  return html`<form class="look-up mail" method="post" action="${action}"><label for="mail">${words.mailReceipt}</label>
${wrong ?? ''}${number === null ? '' : html`<input type="hidden" name="no" value="${number}">`}
<input id="mail" name="address" type="email" value="${typed.slice(0, 254)}" required maxlength="254" autocomplete="email" dir="ltr" aria-describedby="${outcome ? 'mail-wrong ' : ''}mail-why">
<p class="note" id="mail-why">${words.mailConsent}</p>
<button class="second">${words.mailSend}</button></form>`
}
