import { decimalText } from '@gatehouse/domain/money.ts'
import { type EpochMs, MINUTE_MS, offsetAt, transitionsFor } from '@gatehouse/domain/time.ts'
import type { OwnerCar, OwnerDebt, OwnerGrant, OwnerPayment, OwnerSite } from '@gatehouse/domain/wire/owner.ts'

/** RFC 4180 with a byte order mark, which is what makes Excel read it as UTF-8. Amounts as decimals, times with their offset. */
export function carsCsv(cars: readonly OwnerCar[], site: OwnerSite): string {
  const time = localTime(site.timeZone)
  return csv([
    [
      'session',
      'plate',
      'country',
      'entered',
      'left',
      'entry lane',
      'exit lane',
      'outcome',
      'paid',
      'currency',
      'tariff',
      'tariff version',
    ],
    ...cars.map((c) => [
      ...[c.sessionId, c.plate?.text ?? '', c.plate?.country ?? '', time(c.enteredAt), time(c.leftAt), c.entryLane ?? '', c.exitLane ?? ''],
      ...[c.outcome ?? '', decimalText({ amountMinor: c.paidMinor, currency: site.currency }), site.currency, c.rateTableId ?? ''],
      String(c.rateTableVersion ?? ''),
    ]),
  ])
}

export function paymentsCsv(payments: readonly OwnerPayment[], site: OwnerSite): string {
  const time = localTime(site.timeZone)
  return csv([
    [
      'payment',
      'session',
      'plate',
      'settled',
      'amount',
      'currency',
      'method',
      'provider',
      'provider reference',
      'state',
      'booked',
      'refund',
      'refunded',
    ],
    ...payments.map((p) => [
      ...[p.paymentId, p.sessionId ?? '', p.plate?.text ?? '', time(p.settledAt), decimalText(p), p.currency, p.method, p.provider],
      ...[p.providerRef ?? '', p.state, p.booked ? 'yes' : 'no', p.refund?.state ?? ''],
      p.refund ? decimalText({ amountMinor: p.refund.amountMinor, currency: p.currency }) : '',
    ]),
  ])
}

/** What was given away; an empty amount where nobody can say. */
export function grantsCsv(grants: readonly OwnerGrant[], { timeZone, currency }: OwnerSite): string {
  const time = localTime(timeZone)
  return csv([
    ['session', 'plate', 'country', 'given', 'by', 'merchant', 'minutes', 'percent', 'amount', 'took off', 'currency'],
    ...grants.map((g) => [
      ...[g.sessionId, g.plate?.text ?? '', g.plate?.country ?? '', time(g.at), g.by, g.merchant ?? ''],
      ...[g.kind === 'minutes' ? String(g.value) : '', g.kind === 'percent' ? String(g.value) : ''],
      g.kind === 'amount' ? decimalText({ amountMinor: g.value, currency }) : '',
      ...[g.takesOffMinor === null ? '' : decimalText({ amountMinor: g.takesOffMinor, currency }), currency],
    ]),
  ])
}

export function debtsCsv(debts: readonly OwnerDebt[], { timeZone, currency }: OwnerSite): string {
  const time = localTime(timeZone)
  return csv([
    ['session', 'plate', 'country', 'left', 'amount', 'currency', 'state', 'ended', 'by', 'reason'],
    ...debts.map((d) => [
      ...[d.sessionId, d.plate?.text ?? '', d.plate?.country ?? '', time(d.leftAt), decimalText({ amountMinor: d.amountMinor, currency })],
      ...[currency, d.state, time(d.endedAt), d.by ?? '', d.reason ?? ''],
    ]),
  ])
}

/** Rows as RFC 4180 with a byte order mark; the first names the columns. */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A cell that a spreadsheet would run as a formula is defused with an apostrophe (OWASP, CSV injection). */
function cell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** ISO 8601 on the site's clock: 2026-11-22T09:12:00+01:00. */
function localTime(timeZone: string): (at: EpochMs | null) => string {
  return (at) => {
    if (at === null) return ''
    const offset = offsetAt(transitionsFor(timeZone, at - 1, at + 1), at)
    const minutes = Math.abs(offset) / MINUTE_MS
    const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
    return `${new Date(at + offset).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
  }
}
