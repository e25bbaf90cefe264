import { formatVoucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import type { ValidationKind } from '@gatehouse/domain/tariff/fee-line.ts'
import type { BookValues } from '@gatehouse/domain/wire/owner-rights.ts'
import { html } from 'hono/html'
import { dateTime, money } from '../../format.ts'
import { at, document, type Frame, framed } from '../frame.ts'
import type { Markup } from '../paper.ts'
import { rightsChoices } from './permits.ts'
import type { BookRow, SlipRow } from './rights-port.ts'

export interface MerchantsView {
  readonly books: readonly BookRow[]
  readonly values: BookValues
  readonly problem: string | null
  /** the address of a new merchant's own page, told once */
  readonly page: { readonly merchant: string; readonly url: string } | null
}

export function givenWords(
  { kind, value }: { readonly kind: ValidationKind; readonly value: number },
  currency: string,
  locale: string,
): string {
  if (kind === 'minutes') return `${value} minutes free`
  return kind === 'percent' ? `${value} % off` : `${money(value, currency, locale)} off`
}

/** Who may give discounts, what came of it, and the form for one more. */
export function merchantsPage(frame: Frame, view: MerchantsView): Markup {
  return framed(
    frame,
    html`<h1>Discounts</h1>
${rightsChoices(frame, '/merchants')}
${view.page ? newPage(view.page) : ''}
${view.books.length === 0 ? html`<p class="quiet">No merchant gives discounts yet.</p>` : bookTable(frame, view.books)}
${bookForm(frame, view)}`,
  )
}

const newPage = ({ merchant, url }: NonNullable<MerchantsView['page']>): Markup =>
  html`<p class="news" role="status">The page of ${merchant}: <a href="${url}">${url}</a>. It is shown this once: send it to the merchant. Whoever has it can give out the codes.</p>`

function bookTable(frame: Frame, books: readonly BookRow[]): Markup {
  const { currency, timeZone } = frame.site
  const { locale } = frame.speech
  const until = (b: BookRow) =>
    b.closedAt !== null
      ? `closed ${dateTime(b.closedAt, timeZone, locale)}`
      : b.validUntil === null
        ? 'until closed'
        : `until ${dateTime(b.validUntil, timeZone, locale)}`
  const row = (b: BookRow) => html`<tr><th scope="row">${b.merchant}<small>${until(b)}</small></th>
<td data-name="Gives">${givenWords(b, currency, locale)}${b.uses > 1 ? html`<small>a code counts ${b.uses} times</small>` : ''}</td>
<td data-name="Handed out">${b.issued} of ${b.codes}</td>
<td data-name="Redeemed">${b.redeemed}${b.overused > 0 ? html`<small class="bad">${b.overused} more often than allowed, at boxes that were cut off</small>` : ''}</td>
<td data-name="Cost you">${money(b.takesOffMinor, currency, locale)}</td>
<td>${b.closedAt === null ? bookActions(frame, b) : ''}</td></tr>`
  const together = books.reduce((sum, b) => sum + b.takesOffMinor, 0)
  return html`<table class="list"><thead><tr><th scope="col">Merchant</th><th scope="col">Gives</th><th scope="col">Handed out</th><th scope="col">Redeemed</th><th scope="col">Cost you</th><th scope="col"><span class="hidden">Change</span></th></tr></thead>
<tbody>${books.map(row)}</tbody></table>
<p class="quiet">${money(together, currency, locale)} together: what drivers paid less at the exit, as far as the boxes have told. A code that an attendant redeemed before the end of a stay is counted without its amount.</p>`
}

const bookActions = (frame: Frame, { id }: BookRow): Markup =>
  html`<form method="post" action="${at(frame, `/merchants/${encodeURIComponent(id)}`)}" class="actions">
<label class="hidden" for="n-${id}">How many codes</label><input id="n-${id}" name="count" value="24" size="3" inputmode="numeric">
<button name="do" value="print" class="plain">Print codes</button> <button name="do" value="close" class="plain">Close</button></form>`

function bookForm(frame: Frame, { values, problem }: MerchantsView): Markup {
  const field = (name: keyof BookValues, label: string, extra: Markup = html``) =>
    html`<label class="field">${label}<input name="${name}" value="${values[name]}" ${extra}></label>`
  const kinds = { minutes: 'free minutes', percent: 'percent off', amount: `an amount off (${frame.site.currency})` }
  return html`<form method="post" action="${at(frame, '/merchants')}" novalidate><fieldset><legend>Let a merchant give discounts</legend>
${problem ? html`<p class="verdict bad" role="alert">${problem}</p>` : ''}
<div class="pair">${field('merchant', 'Merchant, as drivers read it', html`maxlength="60" autocomplete="off"`)}</div>
<div class="pair"><label class="field">Gives<select name="kind">${Object.entries(kinds).map(([id, name]) => html`<option value="${id}"${id === values.kind ? html` selected` : ''}>${name}</option>`)}</select></label>
${field('value', 'How much', html`inputmode="decimal"`)}</div>
<div class="pair">${field('codes', 'Codes in the book', html`inputmode="numeric"`)}${field('uses', 'A code counts how often', html`inputmode="numeric"`)}</div>
<div class="pair">${field('perStay', 'Codes a stay may use', html`inputmode="numeric"`)}${field('days', 'Holds for how many days (empty: until closed)', html`inputmode="numeric"`)}</div>
<p class="quiet">A discount never takes off more than the price. Each box checks the codes by itself, also without internet.</p>
<p class="actions"><button class="primary">Open the book</button></p></fieldset></form>`
}

/** Slips to cut apart: merchant, what it is worth, the digits, and a code that says the same to a phone. */
export function slipsPage(
  frame: Frame,
  book: { readonly merchant: string; readonly kind: ValidationKind; readonly value: number },
  slips: readonly (SlipRow & { readonly qr: Markup })[],
): Markup {
  const gives = givenWords(book, frame.site.currency, frame.speech.locale)
  const slip = (s: (typeof slips)[number]) => html`<li>${s.qr}<div><b>${book.merchant}</b><span>${gives} · ${frame.site.name}</span>
<strong>${formatVoucherCode(s.code)}</strong><small>Type these digits at the exit machine: “I have a code”. No. ${s.serial + 1}</small></div></li>`
  return document(
    `${book.merchant}: ${slips.length} codes`,
    frame,
    html`<main class="slips"><p class="screen"><a href="${at(frame, '/merchants')}">Back</a> Print this page: these codes are handed out now and will not be made again.</p><ul>${slips.map(slip)}</ul></main>`,
  )
}
