import { html } from 'hono/html'
import { money } from '../format.ts'
import type { Speech } from '../languages.ts'
import { framed, type Markup } from './layout.ts'
import type { PayWords } from './strings/words.ts'

/** Stands in for a provider's hosted page: one click pays. */
export function testPage(
  checkout: { readonly label: string; readonly amountMinor: number; readonly currency: string },
  words: PayWords,
  speech: Speech,
  styleNonce: string,
): Markup {
  const amount = money(checkout.amountMinor, checkout.currency, speech.locale)
  return framed(
    { speech, styleNonce, title: words.testTitle, placeName: checkout.label },
    html`<h1>${words.testTitle} <span class="amount">${amount}</span></h1>
<p class="note">${words.testText}</p>
<form method="post">
<button name="do" value="pay">${words.testPay(amount)}</button>
<button name="do" value="cancel" class="second">${words.testCancel}</button>
</form>`,
  )
}
