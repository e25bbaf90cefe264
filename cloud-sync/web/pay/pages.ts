import { formatExitCode } from '@gatehouse/domain/proof/exit-code.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import { html } from 'hono/html'
import { clockTime, dateTime, duration, money } from '../format.ts'
import type { Speech } from '../languages.ts'
import type { PayFacts, PayProvider, PayTicket } from './desk-port.ts'
import { feeTable } from './fee-rows.ts'
import { board, framed, type Markup } from './layout.ts'
import { type MailForm, mailForm } from './mail-form.ts'
import { receiptNumber, sellerLines } from './receipt-words.ts'
import type { PayWords } from './strings/words.ts'

/** What every page of one ticket is made of. */
export interface Sheet {
  readonly ticket: PayTicket
  readonly facts: PayFacts
  readonly words: PayWords
  readonly speech: Speech
  readonly styleNonce: string
  /** address of the ticket's page, relative to the host */
  readonly path: string
  readonly now: number
  /** this browser set out to pay: the code for the machine, should the barrier not hear of the payment */
  readonly exitCode: string | null
  /** the receipt may be sent by e-mail: where the form goes, and what came of it; null where no letters are sent */
  readonly mail: MailForm | null
  /** where receipts are looked up, as people type it: "pay.example/receipt" */
  readonly receiptsAt: string
}

const amountOf = ({ ticket, speech }: Sheet) => money(ticket.amountMinor, ticket.currency, speech.locale)
const frameOf = (sheet: Sheet, title: string) => ({
  ...{ speech: sheet.speech, styleNonce: sheet.styleNonce, title, placeName: sheet.facts.place.name },
})

/** The price, and one button per way to pay. `notice`: why the last try did not work. */
export function duePage(sheet: Sheet, providers: readonly PayProvider[], notice: string | null): Markup {
  const { ticket, facts, words, speech } = sheet
  const { timeZone } = facts.place
  return framed(
    frameOf(sheet, `${words.toPay} ${amountOf(sheet)}`),
    html`${notice ? board('stop', words.unavailable, notice) : ''}
<h1>${words.toPay} <span class="amount">${amountOf(sheet)}</span></h1>
<dl class="facts">
<div><dt>${words.parkedFor}</dt><dd>${duration(ticket.stayMinutes * MINUTE_MS, speech.language)}</dd></div>
<div><dt>${words.priceStays}</dt><dd>${clockTime(ticket.lockUntil, timeZone, speech.locale)}</dd></div>
<div class="wide"><dt>${words.ticket}</dt><dd><span class="tag">${ticket.tag}</span> <small>${words.sameAsMachine}</small></dd></div>
</dl>
${payForm(sheet, providers)}
${facts.place.takesCodes ? html`<p class="note">${words.discount} <a href="${sheet.path}">${words.checkAgain}</a></p>` : ''}
<h2>${words.breakdown}</h2>
${facts.quote ? feeTable({ ...ticket, ...facts.quote, timeZone }, words, speech) : html`<p class="note">${words.breakdownLater}</p>`}
<p class="note">${words.legal}</p>`,
  )
}

function payForm({ words, ticket, speech, path }: Sheet, providers: readonly PayProvider[]): Markup {
  if (providers.length === 0) return html`<p>${words.noProvider}</p>`
  const amount = money(ticket.amountMinor, ticket.currency, speech.locale)
  // UPI moves rupees only; where it does, it is what a driver looks for first (decision 0009)
  const upi = ticket.currency === 'INR'
  const inOrder = upi ? [...providers].sort((a, b) => Number(b === 'razorpay') - Number(a === 'razorpay')) : providers
  const how = (id: PayProvider) => words.provider[id === 'razorpay' && !upi ? 'card' : id]
  return html`<form method="post" action="${path}/pay">${inOrder.map(
    (id, i) =>
      html`<button name="provider" value="${id}" class="${i === 0 ? 'first' : 'second'}">${words.pay(amount)}<small>${how(id)}</small></button>`,
  )}</form>`
}

/** Paid: what to do now, and a receipt that prints clean. */
export function paidPage(sheet: Sheet): Markup {
  const { ticket, facts, words, speech } = sheet
  const { payment, quote, place } = facts
  const at = (ms: number) => dateTime(ms, place.timeZone, speech.locale)
  const paid = payment ?? {
    id: ticket.nonce,
    amountMinor: ticket.amountMinor,
    currency: ticket.currency,
    settledAt: sheet.now,
    method: 'remote',
  }
  const amount = money(paid.amountMinor, paid.currency, speech.locale)
  const row = (name: string, value: string) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`
  return framed(
    frameOf(sheet, `${words.paid} ${amount}`),
    html`${board('go', `${words.paid} ${amount}`, quote?.leftAt ? words.alreadyLeft : words.driveOn)}
${sheet.exitCode !== null && payment?.method === 'remote' && !quote?.leftAt ? exitCodeBoard(sheet.exitCode, words) : ''}
${sheet.mail?.outcome ? mailForm(sheet.mail, words) : ''}
${facts.refunds.map((r) => html`<p role="status">${words.secondPayment(money(r.amountMinor, r.currency, speech.locale))}</p>`)}
<h2>${words.receipt} · ${place.name}</h2>
${place.seller ? sellerMarkup(place.seller, words) : ''}
<table><tbody>
${row(words.receiptNumber, receiptNumber(paid.id))}
${row(words.ticket, ticket.tag)}
${quote?.enteredAt ? row(words.entered, at(quote.enteredAt)) : ''}
${row(words.parkedFor, duration(ticket.stayMinutes * MINUTE_MS, speech.language))}
${row(words.paidAt, at(paid.settledAt))}
${row(words.method, paid.method === 'remote' ? words.paidByPhone : words.paidAtMachine)}
</tbody></table>
<h2>${words.breakdown}</h2>
${quote ? feeTable({ ...ticket, ...quote, timeZone: place.timeZone, amountMinor: paid.amountMinor, currency: paid.currency }, words, speech, true) : html`<p class="note">${words.vatLater} <a class="screen" href="${sheet.path}">${words.checkAgain}</a></p>`}
${sheet.mail && !sheet.mail.outcome ? mailForm(sheet.mail, words) : ''}
<p class="note"><span class="screen">${words.keepPage}</span> ${words.findReceiptAt} <b dir="ltr">${sheet.receiptsAt}</b></p>`,
  )
}

/** The machine may have no internet: three groups of three to carry there, in digits everybody reads left to right. */
function exitCodeBoard(code: string, words: PayWords): Markup {
  return html`<section class="exit-code screen"><h2>${words.exitCode}</h2>
<p class="code" dir="ltr">${formatExitCode(code)}</p>
<p>${words.exitCodeNext}</p></section>`
}

/** A receipt with VAT names who sold the parking. */
function sellerMarkup(seller: NonNullable<PayFacts['place']['seller']>, words: PayWords): Markup {
  return html`<address>${sellerLines(seller, words).map((line, i) => html`${i > 0 ? html`<br>` : ''}<bdi>${line}</bdi>`)}</address>`
}

export function nothingDuePage(sheet: Sheet): Markup {
  return framed(frameOf(sheet, sheet.words.nothingDue), board('go', sheet.words.nothingDue, sheet.words.nothingDueNext))
}

export function expiredPage(sheet: Sheet): Markup {
  const { words, ticket } = sheet
  return framed(
    frameOf(sheet, words.expired),
    html`${board('wait', words.expired, words.expiredNext)}
<dl class="facts"><div><dt>${words.ticket}</dt><dd><span class="tag">${ticket.tag}</span></dd></div>
<div><dt>${words.toPay}</dt><dd>${amountOf(sheet)}</dd></div></dl>`,
  )
}

/**
 * The bank or the provider has not said yet. The page asks again every few seconds (there is nothing on it to lose one's
 * place in); it never offers a second payment.
 */
export function waitingPage(sheet: Sheet, kind: 'pending' | 'unknown'): Markup {
  const { words, path } = sheet
  const again = `${path}/return`
  return framed(
    { ...frameOf(sheet, words[kind]), refresh: { seconds: 4, to: again } },
    html`${board('wait', words[kind], kind === 'pending' ? words.pendingNext : words.unknownNext)}
<a class="next" href="${again}">${words.checkAgain}</a>`,
  )
}

/** Paid at the machine, and its box has not told us yet: the page looks again, and offers no way to pay a second time. */
export function receiptLaterPage(sheet: Sheet): Markup {
  const { words, ticket } = sheet
  return framed(
    { ...frameOf(sheet, words.receiptLater), refresh: { seconds: 20 } },
    html`${board('wait', words.receiptLater, words.receiptLaterNext)}
<dl class="facts"><div><dt>${words.ticket}</dt><dd><span class="tag">${ticket.tag}</span></dd></div></dl>`,
  )
}

export function badTicketPage(words: PayWords, speech: Speech, styleNonce: string): Markup {
  return framed({ speech, styleNonce, title: words.badTicket, placeName: null }, board('stop', words.badTicket, words.badTicketNext))
}
