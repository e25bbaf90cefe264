import type { RateSpecialValues, RateWindowValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import type { Markup } from '../paper.ts'
import { weekdayNames } from '../weekdays.ts'
import { lineInputs } from './line-inputs.ts'
import type { Said } from './rate-said.ts'

/** A time with its own prices: name, days, hours, dates, lines, its own maximum. */
export function windowInputs(window: RateWindowValues, i: number, said: Said): Markup {
  const at = `windows.${i}`
  const { form } = said.words
  const { input, times } = timesOf(window, at, said)
  return html`<fieldset class="window"><legend>${window.name || form.otherTimes}</legend>
<div class="pair">${input('name', form.nameForDrivers, window.name, html`maxlength="60"`)}${input('maximum', form.atMostEach, window.maximum, html`inputmode="decimal"`)}</div>
${times}
<ol class="lines">${window.lines.map((line, n) => lineInputs(line, n, `${at}.`, true, said))}</ol>
${said.about(at)}
<p class="actions"><button name="do" value="addLine.${at}" class="plain">${form.addLine}</button> <button name="do" value="removeWindow.${i}" class="plain">${form.removeNamed(window.name)}</button></p></fieldset>`
}

/** A package: when one comes, when one must have left, what it costs. */
export function specialInputs(special: RateSpecialValues, i: number, said: Said): Markup {
  const at = `specials.${i}`
  const { form } = said.words
  const { input, times } = timesOf(special, at, said)
  return html`<fieldset class="window"><legend>${special.name || form.package}</legend>
<div class="pair">${input('name', form.nameForDrivers, special.name, html`maxlength="60"`)}${input('amount', form.price, special.amount, html`inputmode="decimal"`)}</div>
${times}
<div class="pair">${input('leaveBy', form.leaveBy, special.leaveBy, html`type="time"`)}${input('leaveDays', form.leaveDays, special.leaveDays, html`inputmode="numeric" size="2"`)}</div>
${said.about(at)}
<p class="actions"><button name="do" value="removeSpecial.${i}" class="plain">${form.removeNamed(special.name)}</button></p></fieldset>`
}

function timesOf(values: RateWindowValues | RateSpecialValues, at: string, { mark, about, words: { form }, locale }: Said) {
  const input = (name: string, label: string, value: string, extra: Markup = html``) =>
    html`<label class="field">${label}<input name="${at}.${name}" value="${value}" ${mark(`${at}.${name}`)} ${extra}>${about(`${at}.${name}`)}</label>`
  const day = (name: string, i: number) =>
    html`<label class="tick"><input type="checkbox" name="${at}.day.${i + 1}" value="yes"${values.days.includes(String(i + 1)) ? html` checked` : ''}> ${name}</label>`
  const times = html`<div class="days" role="group" aria-label="${form.days}">${weekdayNames(locale).map(day)}</div>${about(`${at}.days`)}
<div class="pair">${input('from', form.fromTime, values.from, html`type="time"`)}${input('until', form.untilTime, values.until, html`type="time"`)}</div>
<div class="pair whole">${input('dates', form.onlyDates, values.dates, html`placeholder="2026-07-14, 2026-12-24 – 2026-12-26"`)}</div>`
  return { input, times }
}
