import { languageCodes, languageNames, languageOf } from '@gatehouse/domain/language.ts'
import type { LocalTimes } from '@gatehouse/domain/tariff/rate-table.ts'
import type { BlockProblem, PermitProblem, PermitValues } from '@gatehouse/domain/wire/owner-rights.ts'
import { html } from 'hono/html'
import { dateTime } from '../../format.ts'
import { at, type Frame, framed } from '../frame.ts'
import type { Markup } from '../paper.ts'
import type { RightsWords } from '../strings/en/rights.ts'
import { weekdayNames } from '../weekdays.ts'
import type { BlockedPlateRow, PermitRow } from './rights-port.ts'

export interface PermitsView {
  readonly permits: readonly PermitRow[]
  readonly values: PermitValues
  readonly problem: PermitProblem | null
  readonly news: string | null
}

/** Permits, discounts and blocked plates are three pages of one tab. */
export function rightsChoices(frame: Frame, here: '/permits' | '/merchants' | '/blocked'): Markup {
  const { permits, discounts, blockedPlates } = frame.words.rights
  const pages = { '/permits': permits, '/merchants': discounts, '/blocked': blockedPlates } as const
  return html`<p class="choices">${Object.entries(pages).map(
    ([path, name]) => html`<a href="${at(frame, path)}"${path === here ? html` aria-current="true"` : ''}>${name}</a>`,
  )}</p>`
}

export function permitsPage(frame: Frame, view: PermitsView): Markup {
  const { permits } = view
  const words = frame.words.rights
  return framed(
    frame,
    html`<h1>${words.permits}</h1>
${rightsChoices(frame, '/permits')}
${view.news ? html`<p class="news" role="status">${view.news}</p>` : ''}
${permits.length === 0 ? html`<p class="quiet">${words.permit.nobody}</p>` : permitTable(frame, permits)}
${permitForm(frame, view)}`,
  )
}

function permitTable(frame: Frame, permits: readonly PermitRow[]): Markup {
  const { permit: words, change } = frame.words.rights
  const date = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const row = (
    p: PermitRow,
  ) => html`<tr><th scope="row">${p.holder?.name ?? words.forgotten}${p.holder?.email ? html`<small>${p.holder.email}</small>` : ''}${p.holder?.phone ? html`<small>${p.holder.phone}</small>` : ''}</th>
<td data-name="${words.permit}">${p.charging === 'tariff' ? words.paysByTariff(p.product) : p.product}<small dir="auto">${p.plates.join(', ')}</small></td>
<td data-name="${words.inside}">${words.insideOf(p.inside, p.poolSize)}${p.groupSize === null ? '' : html`<small>${words.ofAll(p.groupSize)}</small>`}</td>
<td data-name="${words.when}">${timesWords(p.times, frame, words)}<small>${p.revokedAt !== null ? words.withdrawn(date(p.revokedAt)) : p.validUntil === null ? words.untilWithdrawn : words.until(date(p.validUntil))}</small></td>
<td data-name="${words.receipts}">${p.holder?.consentAt ? words.byMail : ''}${p.holder?.language ? html`<small lang="${p.holder.language}">${languageNames[p.holder.language]}</small>` : ''}</td>
<td><form method="post" action="${at(frame, `/permits/${encodeURIComponent(p.id)}`)}" class="actions">
<input type="hidden" name="holder" value="${p.holderId}">
${p.revokedAt === null ? html`<button name="do" value="revoke" class="plain">${words.withdraw}</button>` : ''}
${p.holder ? html`<button name="do" value="forget" class="plain">${words.forget}</button>` : ''}</form></td></tr>`
  return html`<table class="list"><thead><tr><th scope="col">${words.holder}</th><th scope="col">${words.permit}</th><th scope="col">${words.inside}</th><th scope="col">${words.when}</th><th scope="col">${words.receipts}</th><th scope="col"><span class="hidden">${change}</span></th></tr></thead>
<tbody>${permits.map(row)}</tbody></table>`
}

function timesWords(times: readonly LocalTimes[] | null, { speech }: Frame, words: RightsWords['permit']): string {
  if (times === null) return words.always
  const dayNames = weekdayNames(speech.locale)
  const clock = (minute: number) => `${Math.floor((minute % 1440) / 60)}:${String(minute % 60).padStart(2, '0')}`
  return times
    .map((t) => `${t.weekdays.map((day) => dayNames[day - 1]).join(' ')} ${clock(t.fromMinute)}–${clock(t.untilMinute)}`)
    .join(', ')
}

function permitForm(frame: Frame, { values, problem }: PermitsView): Markup {
  const { permit: words } = frame.words.rights
  const field = (name: keyof PermitValues, label: string, extra: Markup = html``) =>
    html`<label class="field">${label}<input name="${name}" value="${String(values[name])}" ${extra}></label>`
  return html`<form method="post" action="${at(frame, '/permits')}" novalidate>
<fieldset><legend>${words.give}</legend>
${problem ? html`<p class="verdict bad" role="alert">${words.problem[problem]}</p>` : ''}
<div class="pair">${field('name', words.holder, html`maxlength="100" required autocomplete="off"`)}${field('product', words.kind, html`maxlength="60"`)}</div>
<div class="pair">${field('phone', words.phone, html`type="tel" maxlength="40" autocomplete="off"`)}${field('email', words.email, html`type="email" maxlength="200" autocomplete="off"`)}</div>
<label class="field">${words.language}<select name="language"><option value="">${words.asThere(languageNames[languageOf(frame.site.country)])}</option>${languageCodes.map(
    (code) =>
      html`<option value="${code}" lang="${code}"${values.language === code ? html` selected` : ''}>${languageNames[code]}</option>`,
  )}</select></label>
<label class="tick"><input type="checkbox" name="consent" value="yes"${values.consent ? html` checked` : ''}> ${words.consent}</label>
<div class="pair">${field('plates', words.plates, html`autocapitalize="characters" autocomplete="off"`)}${field('places', words.places, html`inputmode="numeric"`)}</div>
<div class="pair">${field('group', words.group, html`inputmode="numeric"`)}${field('days', words.forDays, html`inputmode="numeric"`)}</div>
<div class="days" role="group" aria-label="${words.days}">${weekdayNames(frame.speech.locale).map(
    (name, i) =>
      html`<label class="tick"><input type="checkbox" name="day.${i + 1}" value="yes"${values.weekdays.includes(String(i + 1)) ? html` checked` : ''}> ${name}</label>`,
  )}</div>
<div class="pair">${field('from', words.from, html`type="time"`)}${field('until', words.untilTime, html`type="time"`)}</div>
<label class="field">${words.itsCars}<select name="charging"><option value="free"${values.charging === 'free' ? html` selected` : ''}>${words.parkFree}</option><option value="tariff"${values.charging === 'tariff' ? html` selected` : ''}>${words.payByTariff}</option></select></label>
<p class="quiet">${words.note}</p>
<p class="actions"><button class="primary">${words.submit}</button></p></fieldset></form>`
}

export function blockedPage(
  frame: Frame,
  view: { readonly blocked: readonly BlockedPlateRow[]; readonly problem: BlockProblem | null; readonly typed: BlockedPlateRow },
): Markup {
  const { block: words, blockedPlates, change } = frame.words.rights
  const row = (b: BlockedPlateRow) => html`<tr><th scope="row">${b.plate}</th><td data-name="${words.because}">${b.reason}</td>
<td><form method="post" action="${at(frame, '/blocked')}"><input type="hidden" name="plate" value="${b.plate}"><button name="do" value="unblock" class="plain">${words.letIn}</button></form></td></tr>`
  return framed(
    frame,
    html`<h1>${blockedPlates}</h1>
${rightsChoices(frame, '/blocked')}
<p class="quiet">${words.note}</p>
${view.blocked.length === 0 ? html`<p class="quiet">${words.none}</p>` : html`<table class="list"><thead><tr><th scope="col">${words.plate}</th><th scope="col">${words.because}</th><th scope="col"><span class="hidden">${change}</span></th></tr></thead><tbody>${view.blocked.map(row)}</tbody></table>`}
<form method="post" action="${at(frame, '/blocked')}"><fieldset><legend>${words.block}</legend>
${view.problem ? html`<p class="verdict bad" role="alert">${words.problem[view.problem]}</p>` : ''}
<div class="pair"><label class="field">${words.plate}<input name="plate" value="${view.typed.plate}" maxlength="12" autocapitalize="characters" autocomplete="off"></label>
<label class="field">${words.because}<input name="reason" value="${view.typed.reason}" maxlength="200" autocomplete="off"></label></div>
<p class="actions"><button name="do" value="block" class="primary">${words.submit}</button></p></fieldset></form>`,
  )
}
