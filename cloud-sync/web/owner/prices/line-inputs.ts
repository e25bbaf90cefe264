import type { RateLineValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import type { Markup } from '../paper.ts'
import type { Said } from './rate-said.ts'

const kinds = { incrementingRate: 'each started', flatRateTier: 'once for the whole span', flatRate: 'once, on reaching' }

/** One price line of the table or of a window; `prefix` is `` or `windows.0.`. */
export function lineInputs(line: RateLineValues, i: number, prefix: string, removable: boolean, { mark, about }: Said): Markup {
  const at = `${prefix}lines.${i}`
  const input = (name: keyof RateLineValues, label: string, size: number, hint = '') =>
    html`<label class="field">${label}<input name="${at}.${name}" value="${line[name]}" size="${size}" placeholder="${hint}" ${mark(`${at}.${name}`)}></label>`
  const removal = prefix === '' ? `removeLine.${i}` : `removeLine.${i}.${prefix.slice(0, -1)}`
  return html`<li><span class="hidden">Line ${i + 1}</span>
${input('from', 'From h:mm', 5)}${input('until', 'to h:mm', 5, 'no end')}
<label class="field">charged<select name="${at}.kind">${Object.entries(kinds).map(([id, name]) => html`<option value="${id}"${id === line.kind ? html` selected` : ''}>${name}</option>`)}</select></label>
${input('stepMinutes', 'minutes', 4)}${input('amount', 'amount', 6)}
${removable ? html`<button name="do" value="${removal}" class="plain small" aria-label="Remove line ${i + 1}">Remove</button>` : ''}
${(['from', 'until', 'stepMinutes', 'amount'] as const).map((name) => about(`${at}.${name}`))}${about(at)}</li>`
}
