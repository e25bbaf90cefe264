import type { RateLineValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import type { Markup } from '../paper.ts'
import type { Said } from './rate-said.ts'

/** One price line of the table or of a window; `prefix` is `` or `windows.0.`. */
export function lineInputs(line: RateLineValues, i: number, prefix: string, removable: boolean, { mark, about, words }: Said): Markup {
  const { form } = words
  const at = `${prefix}lines.${i}`
  const input = (name: keyof RateLineValues, label: string, size: number, hint = '') =>
    html`<label class="field">${label}<input name="${at}.${name}" value="${line[name]}" size="${size}" placeholder="${hint}" ${mark(`${at}.${name}`)}></label>`
  const removal = prefix === '' ? `removeLine.${i}` : `removeLine.${i}.${prefix.slice(0, -1)}`
  return html`<li><span class="hidden">${form.line(i + 1)}</span>
${input('from', form.from, 5)}${input('until', form.until, 5, form.noEnd)}
<label class="field">${form.charged}<select name="${at}.kind">${Object.entries(form.kind).map(([id, name]) => html`<option value="${id}"${id === line.kind ? html` selected` : ''}>${name}</option>`)}</select></label>
${input('stepMinutes', form.minutes, 4)}${input('amount', form.amount, 6)}
${removable ? html`<button name="do" value="${removal}" class="plain small" aria-label="${form.removeNamed(form.line(i + 1))}">${form.remove}</button>` : ''}
${(['from', 'until', 'stepMinutes', 'amount'] as const).map((name) => about(`${at}.${name}`))}${about(at)}</li>`
}
