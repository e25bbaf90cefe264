import { type VehicleClass, vehicleClasses } from '@gatehouse/domain/tariff/rate-table.ts'
import type { RateProblem, RateValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { classesFrom } from '@gatehouse/domain/wire/rate-table.ts'
import { html } from 'hono/html'
import { vehicleWords } from '../car.ts'
import type { Frame } from '../frame.ts'
import type { Markup } from '../paper.ts'
import { lineInputs } from './line-inputs.ts'
import { said } from './rate-said.ts'
import { specialInputs, windowInputs } from './window-inputs.ts'

/** A class with prices that are no share of the car's came from an import: the form keeps them as they are. */
const keepsOwn = ({ classes }: RateValues, name: VehicleClass): boolean =>
  (classes === '' ? [] : (classesFrom(classes) ?? [])).some((each) => each.vehicleClass === name)

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
  const tick = (name: 'freeIsGrace' | 'reentry' | 'cut', label: string) =>
    html`<label class="tick"><input type="checkbox" name="${name}" value="yes"${values[name] ? html` checked` : ''}> ${label}</label>`
  return html`<fieldset><legend>Stay</legend>
<div class="pair">${field('freeMinutes', 'First minutes free', html`inputmode="numeric"`)}
${tick('freeIsGrace', 'a longer stay pays from its beginning')}</div>
<ol class="lines">${values.lines.map((line, i) => lineInputs(line, i, '', values.lines.length > 1 || values.windows.length > 0, speak))}</ol>
${about('lines')}
<button name="do" value="addLine" class="plain">Add a line</button></fieldset>
<fieldset><legend>Maximum</legend><div class="pair">
<label class="field">Maximum<select name="cap">${Object.entries(capNames).map(([id, name]) => html`<option value="${id}"${id === values.cap ? html` selected` : ''}>${name}</option>`)}</select></label>
${field('capAmount', `Amount (${frame.site.currency})`, html`inputmode="decimal"`)}</div>
${tick('reentry', 'who comes back on the same day, or within the 24 hours, shares it')}</fieldset>
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
${tick('cut', 'cars inside pay these prices from then on; unticked, they keep theirs to the end')}${about('table')}</fieldset>
<fieldset><legend>Other vehicles</legend>
<p class="quiet">In % of what a car pays; empty: as a car. The lane says what comes in (vehicle_class in site.toml), or the attendant does.</p>
<div class="pair">${vehicleClasses.map((name) => html`<label class="field">${vehicleWords[name]}${keepsOwn(values, name) ? ' (own prices, kept while empty)' : ''}<input name="share.${name}" value="${values.shares[name] ?? ''}" ${mark(`share.${name}`)} inputmode="decimal">${about(`share.${name}`)}</label>`)}</div>
<input type="hidden" name="classes" value="${values.classes}"></fieldset>`
}
