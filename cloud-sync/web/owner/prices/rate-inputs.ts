import { type VehicleClass, vehicleClasses } from '@gatehouse/domain/tariff/rate-table.ts'
import type { RateProblem, RateValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { classesFrom } from '@gatehouse/domain/wire/rate-table.ts'
import { html } from 'hono/html'
import { wordsOf as drivers } from '../../pay/strings/every-language.ts'
import type { Frame } from '../frame.ts'
import type { Markup } from '../paper.ts'
import { lineInputs } from './line-inputs.ts'
import { said } from './rate-said.ts'
import { specialInputs, windowInputs } from './window-inputs.ts'

/** A class with prices that are no share of the car's came from an import: the form keeps them as they are. */
const keepsOwn = ({ classes }: RateValues, name: VehicleClass): boolean =>
  (classes === '' ? [] : (classesFrom(classes) ?? [])).some((each) => each.vehicleClass === name)

/** Every field of the price form. Works by posting: each button adds, removes, checks or publishes, and nothing typed is lost. */
export function rateInputs(
  frame: Frame,
  { values, problems }: { readonly values: RateValues; readonly problems: readonly RateProblem[] },
): Markup {
  const words = frame.words.prices
  const { form } = words
  const { vehicle } = drivers[frame.speech.language].fee
  const speak = said(problems, words, frame.speech.locale, vehicle)
  const { mark, about } = speak
  const field = (name: keyof RateValues, label: string, extra: Markup = html``) =>
    html`<label class="field">${label}<input name="${name}" value="${String(values[name])}" ${mark(name)} ${extra}>${about(name)}</label>`
  const tick = (name: 'freeIsGrace' | 'reentry' | 'cut', label: string) =>
    html`<label class="tick"><input type="checkbox" name="${name}" value="yes"${values[name] ? html` checked` : ''}> ${label}</label>`
  return html`<fieldset><legend>${form.stay}</legend>
<div class="pair">${field('freeMinutes', form.freeMinutes, html`inputmode="numeric"`)}
${tick('freeIsGrace', form.freeIsGrace)}</div>
<ol class="lines">${values.lines.map((line, i) => lineInputs(line, i, '', values.lines.length > 1 || values.windows.length > 0, speak))}</ol>
${about('lines')}
<button name="do" value="addLine" class="plain">${form.addLine}</button></fieldset>
<fieldset><legend>${form.maximum}</legend><div class="pair">
<label class="field">${form.maximum}<select name="cap">${Object.entries(form.cap).map(([id, name]) => html`<option value="${id}"${id === values.cap ? html` selected` : ''}>${name}</option>`)}</select></label>
${field('capAmount', form.capAmount(frame.site.currency), html`inputmode="decimal"`)}</div>
${tick('reentry', form.reentry)}</fieldset>
<fieldset><legend>${form.windows}</legend>
<p class="quiet">${form.windowsNote}</p>
${values.windows.map((window, i) => windowInputs(window, i, speak))}
<button name="do" value="addWindow" class="plain">${form.addWindow}</button></fieldset>
<fieldset><legend>${form.packages}</legend>
<p class="quiet">${form.packagesNote}</p>
${values.specials.map((special, i) => specialInputs(special, i, speak))}
<button name="do" value="addSpecial" class="plain">${form.addPackage}</button></fieldset>
<fieldset><legend>${form.rest}</legend><div class="pair">
${field('exitGraceMinutes', form.exitGrace, html`inputmode="numeric"`)}
${field('vatPercent', form.vat, html`inputmode="decimal"`)}</div>
<div class="pair">${field('overstayAfter', form.overstayAfter)}${field('overstayAmount', form.overstayAmount, html`inputmode="decimal"`)}</div>
<div class="pair">${field('overstayName', form.overstayName, html`maxlength="60"`)}</div>
<div class="pair">${field('name', form.name, html`maxlength="60"`)}
${field('when', form.when, html`type="datetime-local"`)}</div>
${tick('cut', form.cut)}${about('table')}</fieldset>
<fieldset><legend>${form.vehicles}</legend>
<p class="quiet">${form.vehiclesNote}</p>
<div class="pair">${vehicleClasses.map((name) => html`<label class="field">${keepsOwn(values, name) ? form.keepsOwn(vehicle[name]) : vehicle[name]}<input name="share.${name}" value="${values.shares[name] ?? ''}" ${mark(`share.${name}`)} inputmode="decimal">${about(`share.${name}`)}</label>`)}</div>
<input type="hidden" name="classes" value="${values.classes}"></fieldset>`
}
