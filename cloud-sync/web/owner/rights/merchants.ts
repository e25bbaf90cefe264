import { isRightToLeft, languageOf } from '@gatehouse/domain/language.ts'
import { formatVoucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import type { ValidationKind } from '@gatehouse/domain/tariff/fee-line.ts'
import type { BookProblem, BookValues } from '@gatehouse/domain/wire/owner-rights.ts'
import { html } from 'hono/html'
import { dateTime, money, percent } from '../../format.ts'
import { at, document, type Frame, framed } from '../frame.ts'
import type { Markup } from '../paper.ts'
import type { RightsWords } from '../strings/en/rights.ts'
import { wordsOf } from '../strings/every-language.ts'
import { rightsChoices } from './permits.ts'
import type { BookRow, SlipRow } from './rights-port.ts'

export interface MerchantsView {
  readonly books: readonly BookRow[]
  readonly values: BookValues
  readonly problem: BookProblem | 'printHowMany' | 'notAsMany' | null
  /** the address of a new merchant's own page, told once */
  readonly page: { readonly merchant: string; readonly url: string } | null
}

export function givenWords(
  { kind, value }: { readonly kind: ValidationKind; readonly value: number },
  currency: string,
  locale: string,
  words: RightsWords['book']['gives'],
): string {
  if (kind === 'minutes') return words.minutes(value)
  return kind === 'percent' ? words.percent(percent(value * 100, locale)) : words.amount(money(value, currency, locale))
}

/** Who may give discounts, what came of it, and the form for one more. */
export function merchantsPage(frame: Frame, view: MerchantsView): Markup {
  const { discounts, book: words } = frame.words.rights
  return framed(
    frame,
    html`<h1>${discounts}</h1>
${rightsChoices(frame, '/merchants')}
${view.page ? newPage(view.page, words) : ''}
${view.books.length === 0 ? html`<p class="quiet">${words.none}</p>` : bookTable(frame, view.books)}
${bookForm(frame, view)}`,
  )
}

const newPage = ({ merchant, url }: NonNullable<MerchantsView['page']>, words: RightsWords['book']): Markup =>
  html`<p class="news" role="status">${words.pageOf(merchant)} <a href="${url}" dir="ltr">${url}</a> ${words.pageNote}</p>`

function bookTable(frame: Frame, books: readonly BookRow[]): Markup {
  const { currency, timeZone } = frame.site
  const { book: words, change } = frame.words.rights
  const { locale } = frame.speech
  const until = (b: BookRow) =>
    b.closedAt !== null
      ? words.closed(dateTime(b.closedAt, timeZone, locale))
      : b.validUntil === null
        ? words.untilClosed
        : words.until(dateTime(b.validUntil, timeZone, locale))
  const row = (b: BookRow) => html`<tr><th scope="row">${b.merchant}<small>${until(b)}</small></th>
<td data-name="${words.givesColumn}">${givenWords(b, currency, locale, words.gives)}${b.uses > 1 ? html`<small>${words.countsTimes(b.uses)}</small>` : ''}</td>
<td data-name="${words.handedOut}">${words.issuedOf(b.issued, b.codes)}</td>
<td data-name="${words.redeemed}">${b.redeemed}${b.overused > 0 ? html`<small class="bad">${words.overused(b.overused)}</small>` : ''}</td>
<td data-name="${words.costYou}">${money(b.takesOffMinor, currency, locale)}</td>
<td>${b.closedAt === null ? bookActions(frame, b, words) : ''}</td></tr>`
  const together = books.reduce((sum, b) => sum + b.takesOffMinor, 0)
  return html`<table class="list"><thead><tr><th scope="col">${words.merchant}</th><th scope="col">${words.givesColumn}</th><th scope="col">${words.handedOut}</th><th scope="col">${words.redeemed}</th><th scope="col">${words.costYou}</th><th scope="col"><span class="hidden">${change}</span></th></tr></thead>
<tbody>${books.map(row)}</tbody></table>
<p class="quiet">${words.together(money(together, currency, locale))}</p>`
}

const bookActions = (frame: Frame, { id }: BookRow, words: RightsWords['book']): Markup =>
  html`<form method="post" action="${at(frame, `/merchants/${encodeURIComponent(id)}`)}" class="actions">
<label class="hidden" for="n-${id}">${words.howMany}</label><input id="n-${id}" name="count" value="24" size="3" inputmode="numeric">
<button name="do" value="print" class="plain">${words.print}</button> <button name="do" value="close" class="plain">${words.close}</button></form>`

function bookForm(frame: Frame, { values, problem }: MerchantsView): Markup {
  const { book: words } = frame.words.rights
  const field = (name: keyof BookValues, label: string, extra: Markup = html``) =>
    html`<label class="field">${label}<input name="${name}" value="${values[name]}" ${extra}></label>`
  const kinds = { ...words.kind, amount: words.kind.amount(frame.site.currency) }
  return html`<form method="post" action="${at(frame, '/merchants')}" novalidate><fieldset><legend>${words.let}</legend>
${problem ? html`<p class="verdict bad" role="alert">${words.problem[problem]}</p>` : ''}
<div class="pair">${field('merchant', words.name, html`maxlength="60" autocomplete="off"`)}</div>
<div class="pair"><label class="field">${words.givesColumn}<select name="kind">${Object.entries(kinds).map(([id, name]) => html`<option value="${id}"${id === values.kind ? html` selected` : ''}>${name}</option>`)}</select></label>
${field('value', words.value, html`inputmode="decimal"`)}</div>
<div class="pair">${field('codes', words.codes, html`inputmode="numeric"`)}${field('uses', words.uses, html`inputmode="numeric"`)}</div>
<div class="pair">${field('perStay', words.perStay, html`inputmode="numeric"`)}${field('days', words.days, html`inputmode="numeric"`)}</div>
<p class="quiet">${words.note}</p>
<p class="actions"><button class="primary">${words.open}</button></p></fieldset></form>`
}

/** Slips to cut apart: merchant, what it is worth, the digits, and a code that says the same to a phone. They speak to drivers, so as the car park does. */
export function slipsPage(
  frame: Frame,
  book: { readonly merchant: string; readonly kind: ValidationKind; readonly value: number },
  slips: readonly (SlipRow & { readonly qr: Markup })[],
): Markup {
  const words = frame.words.rights.book
  const language = languageOf(frame.site.country)
  const there = wordsOf[language].rights.book
  const gives = givenWords(book, frame.site.currency, language === 'ar' ? 'ar-u-nu-latn' : language, there.gives)
  const slip = (s: (typeof slips)[number]) => html`<li>${s.qr}<div><b>${book.merchant}</b><span>${gives} · ${frame.site.name}</span>
<strong dir="ltr">${formatVoucherCode(s.code)}</strong><small>${there.slip(s.serial + 1)}</small></div></li>`
  return document(
    words.sheet(book.merchant, slips.length),
    frame,
    html`<main class="slips"><p class="screen"><a href="${at(frame, '/merchants')}">${words.back}</a> ${words.printThis}</p><ul lang="${language}" dir="${isRightToLeft(language) ? 'rtl' : 'ltr'}">${slips.map(slip)}</ul></main>`,
  )
}
