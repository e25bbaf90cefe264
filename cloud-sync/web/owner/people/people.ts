import { isLanguage, languageCodes, languageNames } from '@gatehouse/domain/language.ts'
import { coversSites, type Invited, type OwnerAct, type PersonRow, type PersonValues, roles } from '@gatehouse/domain/wire/owner-people.ts'
import { html } from 'hono/html'
import { dateTime } from '../../format.ts'
import { at, type Frame, framed } from '../frame.ts'
import { icon } from '../icons.ts'
import type { Markup } from '../paper.ts'
import { ifFresh } from './if-fresh.ts'

export interface PeopleView {
  readonly people: readonly PersonRow[]
  readonly acts: readonly OwnerAct[]
  /** a link that has just been made; it is shown this once */
  readonly made: (Invited & { readonly link: string }) | null
  readonly news: string | null
  readonly problem: string | null
  /** what stood in the form that was refused */
  readonly typed: PersonValues
}

export const roleWords = {
  viewer: 'reads the reports',
  manager: 'also sets prices, permits, discounts and boxes',
  owner: 'also says who may do what',
} as const

export function peoplePage(frame: Frame, view: PeopleView): Markup {
  return framed(
    frame,
    html`<h1>People</h1>
${accountChoices(frame, '/people')}
<p class="said">Everybody comes in under their own name, with a passkey or a link by e-mail. What they change is on record.</p>
${view.news ? html`<p class="news" role="status">${icon('ok')} ${view.news}</p>` : ''}
${view.problem ? html`<p class="verdict bad" role="alert">${icon('warn')} ${view.problem}</p>` : ''}
${view.made ? linkSign(frame, view.made) : ''}
<div class="columns">
<section><h2>Those with an account</h2>${
      view.people.length === 0
        ? html`<p class="quiet">Nobody yet: only the owner token opens these pages.</p>`
        : html`<ul class="keys">${view.people.map((person) => personItem(frame, person))}</ul>`
    }</section>
<section><h2>Invite somebody</h2>${ifFresh(frame, '/people', inviteForm(frame, view.typed))}</section>
</div>
${actsPart(frame, view.acts)}`,
  )
}

/** A person's own page and, for owners, everybody's are two pages of one place. */
export function accountChoices(frame: Frame, here: '/me' | '/people'): Markup {
  if (frame.who.person === null || frame.who.role !== 'owner') return html``
  const pages = { '/me': frame.words.frame.you, '/people': frame.words.frame.people } as const
  return html`<p class="choices">${Object.entries(pages).map(
    ([path, name]) => html`<a href="${at(frame, path)}"${path === here ? html` aria-current="true"` : ''}>${name}</a>`,
  )}</p>`
}

function linkSign(frame: Frame, { person, until, mailed, link }: Invited & { readonly link: string }): Markup {
  const how =
    mailed === true
      ? html`<p>It is on its way to ${person.email}.</p>`
      : html`<p>${mailed === null ? 'No mail server is set up:' : 'The mail server did not take the letter:'} hand it to ${person.name} yourself, to nobody else.</p>`
  return html`<section class="claim" aria-labelledby="link"><h2 id="link">The link for ${person.name}</h2>
<p><code>${link}</code></p>${how}
<p>Good once, until ${dateTime(until, frame.site.timeZone, frame.speech.locale)}. It is shown only now.</p></section>`
}

const sitesWords = (frame: Frame, sites: readonly string[] | null): string =>
  sites === null ? 'all car parks' : sites.map((id) => frame.sites.find((site) => site.id === id)?.name ?? id).join(', ')

function personItem(frame: Frame, person: PersonRow): Markup {
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const state = person.seenAt === null ? `invited ${time(person.invitedAt)} by ${person.invitedBy}` : `was here ${time(person.seenAt)}`
  const keys = person.passkeys === 0 ? 'no passkey yet' : person.passkeys === 1 ? 'one passkey' : `${person.passkeys} passkeys`
  const mine = person.id === frame.who.person
  return html`<li id="person-${person.id}"><h3>${person.name}${mine ? ' (you)' : ''} <small>${person.email}</small></h3>
<p>${person.role}, ${sitesWords(frame, person.sites)}</p>
<p><small>${state}, ${keys}</small></p>
${person.linkUntil === null ? '' : html`<p><small>${icon('wait')} A link of theirs is good until ${time(person.linkUntil)}.</small></p>`}
${mine || !frame.fresh ? '' : personActs(frame, person)}</li>`
}

function personActs(frame: Frame, person: PersonRow): Markup {
  const path = (what: string) => at(frame, `/people/${encodeURIComponent(person.id)}/${what}`)
  const named = html`<span class="hidden"> for ${person.name}</span>`
  return html`<div class="acts"><form method="post" action="${path('link')}"><button class="plain">New link${named}</button></form>
<details><summary>Change<span class="hidden"> ${person.name}</span></summary><form method="post" action="${path('change')}">
<p class="pair whole"><label class="field">Name <input name="name" value="${person.name}" maxlength="80" required autocomplete="off"></label>${rightsFields(frame, person)}</p>
<p class="actions"><button class="primary">Change</button></p></form></details>
<details><summary>Remove<span class="hidden"> ${person.name}</span></summary><form method="post" action="${path('remove')}">
<p>${person.name} is signed out everywhere at once, and their passkeys open nothing here any more. What they did stays on record.</p>
<p class="actions"><button class="stop">Remove ${person.name}</button></p></form></details></div>`
}

function rightsFields(frame: Frame, { role, sites }: { readonly role: string; readonly sites: readonly string[] | null }): Markup {
  const { who } = frame
  const whole = who.sites === null
  return html`<label class="field">May <select name="role">${roles.map(
    (one) => html`<option value="${one}"${one === role ? html` selected` : ''}>${one}: ${roleWords[one]}</option>`,
  )}</select></label>
${
  frame.sites.length === 1 && whole
    ? html`<input type="hidden" name="all" value="yes">`
    : html`<span class="field" role="group" aria-label="Car parks">Looks after
${whole ? html`<label class="tick"><input type="checkbox" name="all" value="yes"${sites === null ? html` checked` : ''}> all car parks, those to come too</label>` : ''}
${frame.sites.map((site) => html`<label class="tick"><input type="checkbox" name="site.${site.id}" value="yes"${sites !== null && coversSites(sites, [site.id]) ? html` checked` : ''}> ${site.name}</label>`)}</span>`
}`
}

function inviteForm(frame: Frame, typed: PersonValues): Markup {
  const chosen = isLanguage(typed.language) ? typed.language : frame.speech.language
  return html`<form method="post" action="${at(frame, '/people')}">
<p class="pair whole"><label class="field">Name <input name="name" value="${typed.name}" maxlength="80" required autocomplete="off"></label>
<label class="field">E-mail <input type="email" name="email" value="${typed.email}" maxlength="254" required autocomplete="off"></label>
${rightsFields(frame, typed)}
<label class="field">${frame.words.frame.language} <select name="language">${languageCodes.map((code) => html`<option value="${code}" lang="${code}"${code === chosen ? html` selected` : ''}>${languageNames[code]}</option>`)}</select></label></p>
<p class="actions"><button class="primary">Invite</button></p></form>`
}

function actsPart(frame: Frame, acts: readonly OwnerAct[]): Markup {
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const by = (act: OwnerAct) => (act.person === null ? 'the owner token' : act.by)
  const row = (
    act: OwnerAct,
  ) => html`<tr><th scope="row">${by(act)}</th><td data-name="Did">${act.what}${act.site === null || frame.sites.length < 2 ? '' : html`<small>${sitesWords(frame, [act.site])}</small>`}</td>
<td data-name="When">${time(act.at)}</td></tr>`
  return html`<section id="acts"><h2>What was done</h2>${
    acts.length === 0
      ? html`<p class="quiet">Nothing yet.</p>`
      : html`<table class="list"><thead><tr><th scope="col">By</th><th scope="col">Did</th><th scope="col">When</th></tr></thead><tbody>${acts.map(row)}</tbody></table>`
  }</section>`
}
