import { isLanguage, languageCodes, languageNames } from '@gatehouse/domain/language.ts'
import type { OwnerAct } from '@gatehouse/domain/wire/owner-deeds.ts'
import { coversSites, type Invited, type PersonRow, type PersonValues, roles } from '@gatehouse/domain/wire/owner-people.ts'
import { html } from 'hono/html'
import { dateTime } from '../../format.ts'
import { at, type Frame, framed } from '../frame.ts'
import { icon } from '../icons.ts'
import { listed } from '../listed.ts'
import type { Markup } from '../paper.ts'
import { ifFresh } from './if-fresh.ts'
import { sayDeed } from './say-deed.ts'

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

export function peoplePage(frame: Frame, view: PeopleView): Markup {
  const words = frame.words.people
  return framed(
    frame,
    html`<h1>${frame.words.frame.people}</h1>
${accountChoices(frame, '/people')}
<p class="said">${words.intro}</p>
${view.news ? html`<p class="news" role="status">${icon('ok')} ${view.news}</p>` : ''}
${view.problem ? html`<p class="verdict bad" role="alert">${icon('warn')} ${view.problem}</p>` : ''}
${view.made ? linkSign(frame, view.made) : ''}
<div class="columns">
<section><h2>${words.known}</h2>${
      view.people.length === 0
        ? html`<p class="quiet">${words.nobody}</p>`
        : html`<ul class="keys">${view.people.map((person) => personItem(frame, person))}</ul>`
    }</section>
<section><h2>${words.invite}</h2>${ifFresh(frame, '/people', inviteForm(frame, view.typed))}</section>
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
  const words = frame.words.people
  const byHand = mailed === null ? words.noMail : words.mailRefused
  return html`<section class="claim" aria-labelledby="link"><h2 id="link">${words.linkFor(person.name)}</h2>
<p><code>${link}</code></p>
<p>${mailed === true ? words.mailed(person.email) : byHand(person.name)}</p>
<p>${words.goodUntil(dateTime(until, frame.site.timeZone, frame.speech.locale))}</p></section>`
}

/** Somebody invited by whoever holds the owner token has this name for them on record. */
const OPERATOR = 'owner'

const sitesWords = (frame: Frame, sites: readonly string[] | null): string =>
  sites === null
    ? frame.words.people.allSites
    : listed(
        frame.speech,
        sites.map((id) => frame.sites.find((site) => site.id === id)?.name ?? id),
      )

function personItem(frame: Frame, person: PersonRow): Markup {
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const words = frame.words.people
  const by = person.invitedBy === OPERATOR ? words.operator : person.invitedBy
  const state = person.seenAt === null ? words.invited(time(person.invitedAt), by) : words.wasHere(time(person.seenAt))
  const keys = person.passkeys === 0 ? words.noPasskey : words.passkeys(person.passkeys)
  const mine = person.id === frame.who.person
  return html`<li id="person-${person.id}"><h3>${mine ? words.isYou(person.name) : person.name} <small>${person.email}</small></h3>
<p>${listed(frame.speech, [frame.words.frame.role[person.role], sitesWords(frame, person.sites)])}</p>
<p><small>${state} ${keys}</small></p>
${person.linkUntil === null ? '' : html`<p><small>${icon('wait')} ${words.linkUntil(time(person.linkUntil))}</small></p>`}
${mine || !frame.fresh ? '' : personActs(frame, person)}</li>`
}

function personActs(frame: Frame, person: PersonRow): Markup {
  const path = (what: string) => at(frame, `/people/${encodeURIComponent(person.id)}/${what}`)
  const words = frame.words.people
  const named = html`<span class="hidden">: ${person.name}</span>`
  return html`<div class="acts"><form method="post" action="${path('link')}"><button class="plain">${words.newLink}${named}</button></form>
<details><summary>${words.change}${named}</summary><form method="post" action="${path('change')}">
<p class="pair whole"><label class="field">${words.name} <input name="name" value="${person.name}" maxlength="80" required autocomplete="off"></label>${rightsFields(frame, person)}</p>
<p class="actions"><button class="primary">${words.change}</button></p></form></details>
<details><summary>${words.remove}${named}</summary><form method="post" action="${path('remove')}">
<p>${words.removeMeans(person.name)}</p>
<p class="actions"><button class="stop">${words.removeButton(person.name)}</button></p></form></details></div>`
}

function rightsFields(frame: Frame, { role, sites }: { readonly role: string; readonly sites: readonly string[] | null }): Markup {
  const { who } = frame
  const words = frame.words.people
  const whole = who.sites === null
  return html`<label class="field">${words.may} <select name="role">${roles.map(
    (one) => html`<option value="${one}"${one === role ? html` selected` : ''}>${words.mayDo[one]}</option>`,
  )}</select></label>
${
  frame.sites.length === 1 && whole
    ? html`<input type="hidden" name="all" value="yes">`
    : html`<span class="field" role="group" aria-label="${words.looksAfter}">${words.looksAfter}
${whole ? html`<label class="tick"><input type="checkbox" name="all" value="yes"${sites === null ? html` checked` : ''}> ${words.allToCome}</label>` : ''}
${frame.sites.map((site) => html`<label class="tick"><input type="checkbox" name="site.${site.id}" value="yes"${sites !== null && coversSites(sites, [site.id]) ? html` checked` : ''}> ${site.name}</label>`)}</span>`
}`
}

function inviteForm(frame: Frame, typed: PersonValues): Markup {
  const words = frame.words.people
  const chosen = isLanguage(typed.language) ? typed.language : frame.speech.language
  return html`<form method="post" action="${at(frame, '/people')}">
<p class="pair whole"><label class="field">${words.name} <input name="name" value="${typed.name}" maxlength="80" required autocomplete="off"></label>
<label class="field">${words.email} <input type="email" name="email" value="${typed.email}" maxlength="254" required autocomplete="off"></label>
${rightsFields(frame, typed)}
<label class="field">${frame.words.frame.language} <select name="language">${languageCodes.map((code) => html`<option value="${code}" lang="${code}"${code === chosen ? html` selected` : ''}>${languageNames[code]}</option>`)}</select></label></p>
<p class="actions"><button class="primary">${words.inviteButton}</button></p></form>`
}

/** In the reader's language; what an earlier release wrote down is shown as it was written, in English. */
function deedSaid(frame: Frame, what: OwnerAct['what']): Markup {
  if (typeof what === 'string') return html`<bdi lang="en">${what}</bdi>`
  return html`${sayDeed(frame.words, what, (sites) => sitesWords(frame, sites))}`
}

function actsPart(frame: Frame, acts: readonly OwnerAct[]): Markup {
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const words = frame.words.people
  const by = (act: OwnerAct) => (act.person === null ? words.operator : act.by)
  const row = (
    act: OwnerAct,
  ) => html`<tr><th scope="row">${by(act)}</th><td data-name="${words.did}">${deedSaid(frame, act.what)}${act.site === null || frame.sites.length < 2 ? '' : html` <small>${sitesWords(frame, [act.site])}</small>`}</td>
<td data-name="${words.when}">${time(act.at)}</td></tr>`
  return html`<section id="acts"><h2>${words.done}</h2>${
    acts.length === 0
      ? html`<p class="quiet">${words.nothingDone}</p>`
      : html`<table class="list"><thead><tr><th scope="col">${words.by}</th><th scope="col">${words.did}</th><th scope="col">${words.when}</th></tr></thead><tbody>${acts.map(row)}</tbody></table>`
  }</section>`
}
