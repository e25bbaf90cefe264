import { html } from 'hono/html'
import { dateTime, duration } from '../../format.ts'
import { at, type Frame } from '../frame.ts'
import { icon } from '../icons.ts'
import type { MetBoxes, MetMember } from '../owner-port.ts'
import type { Markup } from '../paper.ts'
import { ifFresh } from '../people/if-fresh.ts'

/** Boxes that hear each other without an internet, and which of them this cloud stands behind. */
export function metPart(frame: Frame, met: MetBoxes, now: number): Markup {
  const told = met.members.find(({ device }) => device === met.toldBy)?.label ?? met.toldBy
  const digits = met.authority.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')
  return html`<section class="met"><h2>Met on the network of the house</h2>
<p class="quiet">These hear each other with or without an internet: who is inside, what was paid, who may come in. They met under the authority <span class="digits">${digits}</span>; ${told} said so ${duration(Math.max(0, now - met.toldAt))} ago.</p>
<ul class="keys">${met.members.map((member) => memberItem(frame, member))}</ul></section>`
}

function memberItem(frame: Frame, member: MetMember): Markup {
  const name = member.label ?? member.device
  return html`<li id="met-${member.device}"><h3>${name} ${name === member.device ? '' : html`<small>${member.device}</small>`}</h3>
${standing(frame, member)}
${member.standing === 'unknown' ? refuse(frame, member.device, name) : ''}${member.refusedAt === null ? '' : allow(frame, member.device, name)}</li>`
}

function standing({ site, speech }: Frame, { standing: word, since, refusedAt }: MetMember): Markup {
  const long = since === null ? '' : ` since ${dateTime(since, site.timeZone, speech.locale)}`
  if (word === 'known')
    return html`<p><small>${icon('ok')} Countersigned${long}: the box that was let in here is the one its siblings hear.</small></p>`
  if (word === 'unknown')
    return html`<p class="bad">${icon('warn')} Nobody has let it in here, or it has not said so yet. Its siblings hear it: they take its word on who is inside, who has paid and who may come in.</p>`
  const how = refusedAt === null ? 'Shut out' : 'Refused'
  return html`<p class="bad">${icon('warn')} ${how}${long}: its siblings are told not to hear it. ${still}</p>`
}

/** Whom the owner refuses leaves the list within minutes, by the hand of the box that made it: unless it is that box. */
const still = html`While it stands on this list, the box that made the list has not taken it off. If it is that box itself, whoever has its card could let others in: make a new list on another box, <code>gatehouse peers renew</code>, and join the rest to it.`

const refuse = (
  frame: Frame,
  device: string,
  name: string,
): Markup => html`<details><summary>Refuse<span class="hidden"> ${name}</span></summary>
<form method="post" action="${at(frame, '/boxes/refuse')}"><input type="hidden" name="box" value="${device}">
<p>Its siblings stop hearing ${name} as soon as one of them reaches this cloud. If it is yours, make a code for it instead.</p>
${ifFresh(frame, '/boxes', html`<p class="actions"><button class="stop">Refuse ${name}</button></p>`)}</form></details>`

const allow = (
  frame: Frame,
  device: string,
  name: string,
): Markup => html`<details><summary>Hear it again<span class="hidden">: ${name}</span></summary>
<form method="post" action="${at(frame, '/boxes/allow')}"><input type="hidden" name="box" value="${device}">
${ifFresh(frame, '/boxes', html`<p class="actions"><button>Let its siblings hear ${name}</button></p>`)}</form></details>`
