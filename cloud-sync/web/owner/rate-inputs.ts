import type { RateProblem, RateValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import type { Frame, Markup } from './frame.ts'
import { lineInputs } from './line-inputs.ts'
import { said } from './rate-said.ts'
import { specialInputs, windowInputs } from './window-inputs.ts'

const capNames = { none: 'no maximum', calendarDay: 'per calendar day', rolling: 'per 24 hours of stay' }

/** Every field of the price form. Works by posting: each button adds, removes, checks or publishes, and nothing typed is lost. */
export function rateInputs(
  frame: Frame,
  { values, problems }: { readonly values: RateValues; readonly problems: readonly RateProblem[] },
): Markup {
  const speak = said(problems)
  const { mark, about } = speak
  const field = (name: keyof RateValues, label: string, extra: Markup = html``) =>
    html`<label class="field">${label}<input name="${name}" value="${String(values[name])}" ${mark(name)} ${extra}>${about(name)}</label>`
  const tick = (name: 'freeIsGrace', label: string) =>
    html`<label class="tick"><input type="checkbox" name="${name}" value="yes"${values[name] ? html` checked` : ''}> ${label}</label>`
  return html`<fieldset><legend>Stay</legend>
<div class="pair">${field('freeMinutes', 'First minutes free', html`inputmode="numeric"`)}
${tick('freeIsGrace', 'a longer stay pays from its beginning')}</div>
<ol class="lines">${values.lines.map((line, i) => lineInputs(line, i, '', values.lines.length > 1 || values.windows.length > 0, speak))}</ol>
${about('lines')}
<button name="do" value="addLine" class="plain">Add a line</button></fieldset>
<fieldset><legend>Maximum</legend><div class="pair">
<label class="field">Maximum<select name="cap">${Object.entries(capNames).map(([id, name]) => html`<option value="${id}"${id === values.cap ? html` selected` : ''}>${name}</option>`)}</select></label>
${field('capAmount', `Amount (${frame.site.currency})`, html`inputmode="decimal"`)}</div></fieldset>
<fieldset><legend>Nights, weekends, events</legend>
<p class="quiet">At these times their own prices hold instead. Where two meet, the upper one counts.</p>
${values.windows.map((window, i) => windowInputs(window, i, speak))}
<button name="do" value="addWindow" class="plain">Add a time with its own prices</button></fieldset>
<fieldset><legend>Packages</legend>
<p class="quiet">One price for those who come and leave in time, such as an early bird. Nobody pays more by it.</p>
${values.specials.map((special, i) => specialInputs(special, i, speak))}
<button name="do" value="addSpecial" class="plain">Add a package</button></fieldset>
<fieldset><legend>Rest</legend><div class="pair">
${field('exitGraceMinutes', 'Minutes to leave after paying', html`inputmode="numeric"`)}
${field('vatPercent', 'VAT included, %', html`inputmode="decimal"`)}</div>
<div class="pair">${field('overstayAfter', 'Longest stay h:mm (empty: none)')}${field('overstayAmount', 'A longer one costs more', html`inputmode="decimal"`)}</div>
<div class="pair">${field('overstayName', 'How that is called', html`maxlength="60"`)}</div>
<div class="pair">${field('name', 'Name of this version', html`maxlength="60"`)}
${field('when', 'In force from (empty: at once)', html`type="datetime-local"`)}</div>
${values.classes === '' ? '' : html`<p class="quiet">Prices of other vehicles are kept as they are.</p>`}
<input type="hidden" name="classes" value="${values.classes}">${about('table')}</fieldset>`
}
