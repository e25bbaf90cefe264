import { html } from 'hono/html'
import { dateTime, duration } from '../../format.ts'
import { at, type Frame } from '../frame.ts'
import { icon } from '../icons.ts'
import type { MetBoxes, MetMember } from '../owner-port.ts'
import type { Markup } from '../paper.ts'
import { ifFresh } from '../people/if-fresh.ts'
import type { BoxesWords } from '../strings/en/boxes.ts'

/** Boxes that hear each other without an internet, and which of them this cloud stands behind. */
export function metPart(frame: Frame, met: MetBoxes, now: number): Markup {
  const words = frame.words.boxes
  const told = met.members.find(({ device }) => device === met.toldBy)?.label ?? met.toldBy
  const digits = met.authority.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')
  const ago = duration(Math.max(0, now - met.toldAt), frame.speech.language)
  return html`<section class="met"><h2>${words.met}</h2>
<p class="quiet">${words.metMeans}</p>
<p class="quiet">${words.authority} <span class="digits">${digits}</span>. ${words.metTold(told, ago)}</p>
<ul class="keys">${met.members.map((member) => memberItem(frame, member))}</ul></section>`
}

function memberItem(frame: Frame, member: MetMember): Markup {
  const name = member.label ?? member.device
  return html`<li id="met-${member.device}"><h3>${name} ${name === member.device ? '' : html`<small>${member.device}</small>`}</h3>
${standing(frame, member)}
${member.standing === 'unknown' ? refuse(frame, member.device, name) : ''}${member.refusedAt === null ? '' : allow(frame, member.device, name)}</li>`
}

function standing({ site, speech, words: { boxes: words } }: Frame, { standing: word, since, refusedAt }: MetMember): Markup {
  const time = since === null ? '' : dateTime(since, site.timeZone, speech.locale)
  if (word === 'known') return html`<p><small>${icon('ok')} ${words.countersigned(time)}</small></p>`
  if (word === 'unknown') return html`<p class="bad">${icon('warn')} ${words.unknown}</p>`
  const told = refusedAt === null ? words.memberOutSince(time) : words.refusedSince(time)
  return html`<p class="bad">${icon('warn')} ${told} ${still(words)}</p>`
}

/** Whom the owner refuses leaves the list within minutes, by the hand of the box that made it: unless it is that box. */
const still = (words: BoxesWords): Markup => html`${words.stillListed} <code>gatehouse peers renew</code>`

const refuse = (frame: Frame, device: string, name: string): Markup => {
  const words = frame.words.boxes
  return html`<details><summary>${words.refuse}<span class="hidden">: ${name}</span></summary>
<form method="post" action="${at(frame, '/boxes/refuse')}"><input type="hidden" name="box" value="${device}">
<p>${words.refuseMeans(name)}</p>
${ifFresh(frame, '/boxes', html`<p class="actions"><button class="stop">${words.refuseBox(name)}</button></p>`)}</form></details>`
}

const allow = (frame: Frame, device: string, name: string): Markup => {
  const words = frame.words.boxes
  return html`<details><summary>${words.hearAgain}<span class="hidden">: ${name}</span></summary>
<form method="post" action="${at(frame, '/boxes/allow')}"><input type="hidden" name="box" value="${device}">
${ifFresh(frame, '/boxes', html`<p class="actions"><button>${words.hearBox(name)}</button></p>`)}</form></details>`
}
