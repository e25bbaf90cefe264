import { languageCodes, languageNames, languageOf } from '@gatehouse/domain/language.ts'
import type { LocalTimes } from '@gatehouse/domain/tariff/rate-table.ts'
import type { PermitValues } from '@gatehouse/domain/wire/owner-rights.ts'
import { html } from 'hono/html'
import { dateTime } from '../../format.ts'
import { at, type Frame, framed } from '../frame.ts'
import type { Markup } from '../paper.ts'
import type { BlockedPlateRow, PermitRow } from './rights-port.ts'

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

export interface PermitsView {
  readonly permits: readonly PermitRow[]
  readonly values: PermitValues
  readonly problem: string | null
  readonly news: string | null
}

/** Permits, discounts and blocked plates are three pages of one tab. */
export function rightsChoices(frame: Frame, here: '/permits' | '/merchants' | '/blocked'): Markup {
  const pages = { '/permits': 'Permits', '/merchants': 'Discounts', '/blocked': 'Blocked plates' } as const
  return html`<p class="choices">${Object.entries(pages).map(
    ([path, name]) => html`<a href="${at(frame, path)}"${path === here ? html` aria-current="true"` : ''}>${name}</a>`,
  )}</p>`
}

export function permitsPage(frame: Frame, view: PermitsView): Markup {
  const { permits } = view
  return framed(
    frame,
    html`<h1>Permits</h1>
${rightsChoices(frame, '/permits')}
${view.news ? html`<p class="news" role="status">${view.news}</p>` : ''}
${permits.length === 0 ? html`<p class="quiet">Nobody has a permit yet.</p>` : permitTable(frame, permits)}
${permitForm(frame, view)}`,
  )
}

function permitTable(frame: Frame, permits: readonly PermitRow[]): Markup {
  const date = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const row = (
    p: PermitRow,
  ) => html`<tr><th scope="row">${p.holder?.name ?? 'forgotten'}${p.holder?.email ? html`<small>${p.holder.email}</small>` : ''}${p.holder?.phone ? html`<small>${p.holder.phone}</small>` : ''}</th>
<td data-name="Permit">${p.product}${p.charging === 'tariff' ? ', pays by tariff' : ''}<small>${p.plates.join(', ')}</small></td>
<td data-name="Inside">${p.inside} of ${p.poolSize}${p.groupSize === null ? '' : html`<small>${p.groupSize} of all together</small>`}</td>
<td data-name="When">${timesWords(p.times)}<small>${p.revokedAt !== null ? `withdrawn ${date(p.revokedAt)}` : p.validUntil === null ? 'until withdrawn' : `until ${date(p.validUntil)}`}</small></td>
<td data-name="Receipts">${p.holder?.consentAt ? 'by e-mail' : ''}${p.holder?.language ? html`<small lang="${p.holder.language}">${languageNames[p.holder.language]}</small>` : ''}</td>
<td><form method="post" action="${at(frame, `/permits/${encodeURIComponent(p.id)}`)}" class="actions">
<input type="hidden" name="holder" value="${p.holderId}">
${p.revokedAt === null ? html`<button name="do" value="revoke" class="plain">Withdraw</button>` : ''}
${p.holder ? html`<button name="do" value="forget" class="plain">Forget the name</button>` : ''}</form></td></tr>`
  return html`<table class="list"><thead><tr><th scope="col">Holder</th><th scope="col">Permit</th><th scope="col">Inside</th><th scope="col">When</th><th scope="col">Receipts</th><th scope="col"><span class="hidden">Change</span></th></tr></thead>
<tbody>${permits.map(row)}</tbody></table>`
}

function timesWords(times: readonly LocalTimes[] | null): string {
  if (times === null) return 'always'
  const clock = (minute: number) => `${Math.floor((minute % 1440) / 60)}:${String(minute % 60).padStart(2, '0')}`
  return times
    .map((t) => `${t.weekdays.map((day) => dayNames[day - 1]).join(' ')} ${clock(t.fromMinute)}–${clock(t.untilMinute)}`)
    .join(', ')
}

function permitForm(frame: Frame, { values, problem }: PermitsView): Markup {
  const field = (name: keyof PermitValues, label: string, extra: Markup = html``) =>
    html`<label class="field">${label}<input name="${name}" value="${String(values[name])}" ${extra}></label>`
  return html`<form method="post" action="${at(frame, '/permits')}" novalidate>
<fieldset><legend>Give a permit</legend>
${problem ? html`<p class="verdict bad" role="alert">${problem}</p>` : ''}
<div class="pair">${field('name', 'Holder', html`maxlength="100" required autocomplete="off"`)}${field('product', 'Kind of permit', html`maxlength="60"`)}</div>
<div class="pair">${field('phone', 'Phone', html`type="tel" maxlength="40" autocomplete="off"`)}${field('email', 'E-mail', html`type="email" maxlength="200" autocomplete="off"`)}</div>
<label class="field">Letters and screens speak to the holder in<select name="language"><option value="">${languageNames[languageOf(frame.site.country)]}, as at the car park</option>${languageCodes.map(
    (code) =>
      html`<option value="${code}" lang="${code}"${values.language === code ? html` selected` : ''}>${languageNames[code]}</option>`,
  )}</select></label>
<label class="tick"><input type="checkbox" name="consent" value="yes"${values.consent ? html` checked` : ''}> has agreed to get receipts by e-mail</label>
<div class="pair">${field('plates', 'Plates, with commas between', html`autocapitalize="characters" autocomplete="off"`)}${field('places', 'Of them inside at once', html`inputmode="numeric"`)}</div>
<div class="pair">${field('group', 'All of this kind inside together (empty: no limit)', html`inputmode="numeric"`)}${field('days', 'Holds for how many days (empty: until withdrawn)', html`inputmode="numeric"`)}</div>
<div class="days" role="group" aria-label="Days">${dayNames.map(
    (name, i) =>
      html`<label class="tick"><input type="checkbox" name="day.${i + 1}" value="yes"${values.weekdays.includes(String(i + 1)) ? html` checked` : ''}> ${name}</label>`,
  )}</div>
<div class="pair">${field('from', 'From (empty: all day)', html`type="time"`)}${field('until', 'until', html`type="time"`)}</div>
<label class="field">Its cars<select name="charging"><option value="free"${values.charging === 'free' ? html` selected` : ''}>park free</option><option value="tariff"${values.charging === 'tariff' ? html` selected` : ''}>pay by tariff, as known cars</option></select></label>
<p class="quiet">Time outside the permit’s hours is paid by tariff. One car more than it has places pays the visitor’s rate, and is told at the entry.</p>
<p class="actions"><button class="primary">Give the permit</button></p></fieldset></form>`
}

export function blockedPage(
  frame: Frame,
  view: { readonly blocked: readonly BlockedPlateRow[]; readonly problem: string | null; readonly typed: BlockedPlateRow },
): Markup {
  const row = (b: BlockedPlateRow) => html`<tr><th scope="row">${b.plate}</th><td data-name="Because">${b.reason}</td>
<td><form method="post" action="${at(frame, '/blocked')}"><input type="hidden" name="plate" value="${b.plate}"><button name="do" value="unblock" class="plain">Let in again</button></form></td></tr>`
  return framed(
    frame,
    html`<h1>Blocked plates</h1>
${rightsChoices(frame, '/blocked')}
<p class="quiet">Turned away at the entry, only when the plate was read surely and alike in several pictures. Nobody is kept in.</p>
${view.blocked.length === 0 ? html`<p class="quiet">No plate is blocked.</p>` : html`<table class="list"><thead><tr><th scope="col">Plate</th><th scope="col">Because</th><th scope="col"><span class="hidden">Change</span></th></tr></thead><tbody>${view.blocked.map(row)}</tbody></table>`}
<form method="post" action="${at(frame, '/blocked')}"><fieldset><legend>Block a plate</legend>
${view.problem ? html`<p class="verdict bad" role="alert">${view.problem}</p>` : ''}
<div class="pair"><label class="field">Plate<input name="plate" value="${view.typed.plate}" maxlength="12" autocapitalize="characters" autocomplete="off"></label>
<label class="field">Because<input name="reason" value="${view.typed.reason}" maxlength="200" autocomplete="off"></label></div>
<p class="actions"><button name="do" value="block" class="primary">Block it</button></p></fieldset></form>`,
  )
}
