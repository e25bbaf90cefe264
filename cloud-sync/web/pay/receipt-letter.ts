import { isRightToLeft } from '@gatehouse/domain/language.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import { html } from 'hono/html'
import { dateTime, duration, money } from '../format.ts'
import type { Speech } from '../languages.ts'
import type { PayFacts } from './desk-port.ts'
import { type BillRow, billRows } from './fee-rows.ts'
import { receiptNumber, sellerLines } from './receipt-words.ts'
import type { PayWords } from './strings/words.ts'

export interface ReceiptLetter {
  readonly facts: PayFacts & { readonly payment: NonNullable<PayFacts['payment']> }
  readonly tag: string
  readonly words: PayWords
  readonly speech: Speech
  /** why the reader gets it: asked for on the ticket's page, or agreed to with a permit */
  readonly purpose: 'asked' | 'holder'
  readonly stopUrl: string
  /** where receipts are looked up, as people type it */
  readonly receiptsAt: string
}

export interface Written {
  readonly fromName: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A receipt as a letter, in plain text and as HTML that says the same: no picture, no counting of readers, no plate. */
export async function receiptLetter(letter: ReceiptLetter): Promise<Written> {
  const { facts, words, speech } = letter
  const { payment, place } = facts
  const amount = money(payment.amountMinor, payment.currency, speech.locale)
  const parts = partsOf(letter, amount)
  return {
    fromName: place.name,
    subject: withoutIsolates(`${words.receipt} ${amount} · ${place.name}`),
    text: plain(parts),
    html: String(await marked(parts, speech)),
  }
}

/** Marks of direction are for text that is shown; in a header they are noise to some mail programs. */
const withoutIsolates = (text: string): string => text.replaceAll(/[\u2066-\u2069\u200e\u200f\u061c]/g, '')

type Pair = readonly [name: string, value: string]

interface Parts {
  readonly place: string
  readonly title: string
  readonly seller: readonly string[]
  readonly facts: readonly Pair[]
  readonly breakdown: string
  readonly vehicle: string | null
  readonly rows: readonly BillRow[]
  readonly sums: readonly Pair[]
  readonly notes: readonly string[]
  readonly why: string
  readonly stop: { readonly words: string; readonly url: string }
}

function partsOf({ facts, tag, words, speech, purpose, stopUrl, receiptsAt }: ReceiptLetter, amount: string): Parts {
  const { payment, quote, place, refunds } = facts
  const at = (ms: number) => dateTime(ms, place.timeZone, speech.locale)
  const { amountMinor, currency } = payment
  const bill = quote && billRows({ ...quote, amountMinor, currency, timeZone: place.timeZone }, words, speech)
  return {
    place: place.name,
    title: `${words.receipt} ${amount}`,
    seller: place.seller ? sellerLines(place.seller, words) : [],
    facts: [
      [words.receiptNumber, receiptNumber(payment.id)],
      [words.ticket, tag],
      ...(quote?.enteredAt ? [[words.entered, at(quote.enteredAt)] as const] : []),
      ...(quote ? [[words.parkedFor, duration(Math.floor(quote.stayMs / MINUTE_MS) * MINUTE_MS, speech.language)] as const] : []),
      [words.paidAt, at(payment.settledAt)],
      [words.method, payment.method === 'remote' ? words.paidByPhone : words.paidAtMachine],
    ],
    breakdown: words.breakdown,
    vehicle: bill?.vehicle ?? null,
    rows: bill?.rows.map((row) => ({ ...row, vat: row.vat && `${words.vat(bill.rate)}: ${row.vat}` })) ?? [],
    sums: bill
      ? [
          [words.total, bill.total],
          [words.vatIncluded(bill.rate), bill.vat],
          [words.net, bill.net],
        ]
      : [[words.total, amount]],
    notes: [
      ...refunds.map((r) => words.secondPayment(money(r.amountMinor, r.currency, speech.locale))),
      `${words.findReceiptAt} ${receiptsAt}`,
    ],
    why: purpose === 'asked' ? words.mailWhyAsked : words.mailWhyHolder,
    stop: { words: words.mailStop, url: stopUrl },
  }
}

function plain(parts: Parts): string {
  const pair = ([name, value]: Pair) => `${name}: ${value}`
  const row = ({ text, amount, vat }: BillRow) => (amount === null ? text : `${text}: ${amount}${vat === null ? '' : ` (${vat})`}`)
  const blocks = [
    [parts.place, parts.title],
    parts.seller,
    parts.facts.map(pair),
    [...(parts.vehicle === null ? [] : [parts.vehicle]), ...parts.rows.map(row), ...parts.sums.map(pair)],
    parts.notes,
    ['--', parts.why, `${parts.stop.words}: ${parts.stop.url}`],
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

/** Styles stand on the elements: mail programs drop style sheets. Colours are left to the reader's own light or dark. */
async function marked(parts: Parts, { language }: Speech) {
  const rtl = isRightToLeft(language)
  const [start, end] = rtl ? ['right', 'left'] : ['left', 'right']
  const line = 'border-top:1px solid #8a9a9d'
  const cell = `padding:8px 0;${line};vertical-align:top;font-weight:400;text-align:${start}`
  const sum = `padding:${rtl ? '8px 16px 8px 0' : '8px 0 8px 16px'};${line};vertical-align:top;text-align:${end};white-space:nowrap`
  const strong = (i: number) => (i === 0 ? ';font-weight:700' : '')
  const pair = ([name, value]: Pair, i: number) =>
    html`<tr><th scope="row" style="${cell}${strong(i)}">${name}</th><td style="${sum}${strong(i)}">${value}</td></tr>`
  const fact = ([name, value]: Pair) => html`<tr><th scope="row" style="${cell}">${name}</th><td style="${sum}">${value}</td></tr>`
  const row = ({ text, amount, vat }: BillRow) =>
    html`<tr><th scope="row" style="${cell}">${text}</th><td style="${sum}">${amount ?? ''}${vat === null || amount === null ? '' : html`<br><small>${vat}</small>`}</td></tr>`
  const table = 'width:100%;border-collapse:collapse;margin:0 0 24px'
  return html`<!doctype html>
<html lang="${language}" dir="${rtl ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${parts.title}</title></head>
<body style="margin:0;padding:0"><div role="main" style="max-width:34rem;margin:0 auto;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div style="border-top:8px solid #f7b500;padding-top:16px;font-weight:700">${parts.place}</div>
<h1 style="margin:8px 0 16px;font-size:28px;line-height:1.2">${parts.title}</h1>
${parts.seller.length > 0 ? html`<p style="margin:0 0 16px">${parts.seller.map((text, i) => html`${i > 0 ? html`<br>` : ''}<bdi>${text}</bdi>`)}</p>` : ''}
<table role="presentation" style="${table}">${parts.facts.map(fact)}</table>
<h2 style="margin:0 0 8px;font-size:16px">${parts.breakdown}</h2>
<table style="${table}">${parts.vehicle === null ? '' : fact([parts.vehicle, ''])}${parts.rows.map(row)}${parts.sums.map(pair)}</table>
${parts.notes.map((text) => html`<p style="margin:0 0 16px">${text}</p>`)}
<p style="margin:24px 0 0;padding-top:16px;${line};font-size:14px">${parts.why}<br><a href="${parts.stop.url}" style="color:inherit">${parts.stop.words}</a></p>
</div></body></html>`
}
