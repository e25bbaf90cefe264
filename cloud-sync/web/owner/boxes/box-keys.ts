import { shownClaimCode } from '@gatehouse/domain/wire/identity.ts'
import { html } from 'hono/html'
import { dateTime, duration } from '../../format.ts'
import { at, type Frame, framed } from '../frame.ts'
import { icon } from '../icons.ts'
import type { BoxDoor, KnownBox, MadeCode, MetBoxes } from '../owner-port.ts'
import type { Markup } from '../paper.ts'
import { ifFresh } from '../people/if-fresh.ts'
import { wordFor } from '../word-for.ts'
import { metPart } from './met-boxes.ts'

export interface BoxKeysView {
  readonly boxes: readonly KnownBox[]
  readonly met: readonly MetBoxes[]
  readonly door: BoxDoor
  readonly now: number
  /** a code that has just been made; it is shown this once */
  readonly made: MadeCode | null
  readonly news: string | null
  readonly problem: string | null
  /** what stood in the form that was refused */
  readonly typed: { readonly box: string; readonly label: string }
}

const TIMES = { bench: 15, day: 24 * 60, week: 7 * 24 * 60 } as const

/** Which boxes may speak for this car park: let one in, compare its keys, shut one out. */
export function boxKeysPage(frame: Frame, view: BoxKeysView): Markup {
  const words = frame.words.boxes
  return framed(
    frame,
    html`<h1>${words.title}</h1>
<p class="said">${words.intro}</p>
${view.news ? html`<p class="news" role="status">${icon('ok')} ${view.news}</p>` : ''}
${view.problem ? html`<p class="verdict bad" role="alert">${icon('warn')} ${view.problem}</p>` : ''}
${view.made ? codeSign(frame, view.made) : ''}
<div class="columns">
<section><h2>${words.known}</h2>${
      view.boxes.length === 0
        ? html`<p class="quiet">${words.noneKnown}</p>`
        : html`<ul class="keys">${view.boxes.map((box) => boxItem(frame, view, box))}</ul>`
    }</section>
<section><h2>${words.letIn}</h2>
<form method="post" action="${at(frame, '/boxes/code')}">
<p class="pair whole"><label class="field">${words.name} <input name="box" required maxlength="32" pattern="[a-z0-9][a-z0-9\\-]*" placeholder="box-north" autocomplete="off" autocapitalize="none" dir="ltr" value="${view.typed.box}"></label>
<label class="field">${words.label} <input name="label" maxlength="60" placeholder="${words.labelLike}" autocomplete="off" value="${view.typed.label}"></label>
<label class="field">${words.goodFor} <select name="minutes">${(['bench', 'day', 'week'] as const).map((time) => html`<option value="${TIMES[time]}">${words.times[time]}</option>`)}</select></label></p>
<p class="actions"><button class="primary">${words.makeCode}</button></p>
<p class="quiet">${words.replacesKeys}</p>
</form></section>
</div>
${view.met.map((boxes) => metPart(frame, boxes, view.now))}
${refusedPart(frame, view)}`,
  )
}

/** What was turned away at the door, so that an attack or a box with a fault does not go unseen. */
function refusedPart(frame: Frame, { door }: BoxKeysView): Markup {
  const words = frame.words.boxes
  const { since, byReason } = door.refused
  const reasons = Object.entries(byReason)
  const total = reasons.reduce((sum, [, count]) => sum + count, 0)
  const start = dateTime(since, frame.site.timeZone, frame.speech.locale)
  const row = ([reason, count]: readonly [string, number]) =>
    html`<tr><th scope="row">${wordFor(words.refusedFor, reason) ?? reason}</th><td>${count}</td></tr>`
  return html`<section id="refused"><h2>${words.refused}</h2>
${door.alarm === null ? '' : html`<p class="bad">${icon('warn')} ${words.danger} <bdi lang="en">${door.alarm}.</bdi></p>`}
<p class="quiet">${total === 0 ? words.noneRefused(start) : words.someRefused(total, start)}</p>
${total === 0 ? '' : html`<table class="figures"><tbody>${reasons.map(row)}</tbody></table>`}</section>`
}

function codeSign(frame: Frame, { box, code, expiresAt }: MadeCode): Markup {
  const words = frame.words.boxes
  const until = dateTime(expiresAt, frame.site.timeZone, frame.speech.locale)
  return html`<section class="claim" aria-labelledby="claim"><h2 id="claim">${words.codeFor(box)}</h2>
<p class="code">${shownClaimCode(code)}</p>
<p>${words.codeGood(until)}</p>
<p>${words.onBox} <code>gatehouse enrol ${shownClaimCode(code)}</code> ${words.onCard} <code>provision-pi.sh … --claim ${shownClaimCode(code)}</code></p>
<p>${words.compareDigits}</p></section>`
}

function boxItem(frame: Frame, view: BoxKeysView, box: KnownBox): Markup {
  const words = frame.words.boxes
  return html`<li id="box-${box.id}"><h3>${box.label} ${box.label === box.id ? '' : html`<small>${box.id}</small>`}</h3>
${boxStanding(frame, view, box)}
${box.codeUntil === null ? '' : html`<p><small>${icon('wait')} ${words.codeUntil(dateTime(box.codeUntil, frame.site.timeZone, frame.speech.locale))}</small></p>`}
<div class="acts"><form method="post" action="${at(frame, '/boxes/code')}"><input type="hidden" name="box" value="${box.id}"><button class="plain">${words.newCode}${named(box.label)}</button></form>
${box.revokedAt === null && (box.fingerprint || box.hasToken) ? shutOut(frame, box) : ''}</div></li>`
}

function boxStanding(frame: Frame, view: BoxKeysView, box: KnownBox): Markup {
  const words = frame.words.boxes
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  if (box.revokedAt !== null) return html`<p class="bad">${icon('warn')} ${words.shutOutSince(time(box.revokedAt))}</p>`
  const seen = box.lastSeen === null ? words.neverSeen : words.seen(duration(Math.max(0, view.now - box.lastSeen), frame.speech.language))
  if (box.fingerprint)
    return html`<p class="digits">${box.fingerprint}</p><p><small>${words.keysSince(time(box.enrolledAt ?? 0))} ${seen}</small></p>`
  return html`<p><small>${box.hasToken ? `${words.tokenOnly} ${seen}` : words.notLetIn}</small></p>`
}

/** Which box a button is about, for whoever hears it. */
const named = (name: string): Markup => html`<span class="hidden">: ${name}</span>`

function shutOut(frame: Frame, box: KnownBox): Markup {
  const words = frame.words.boxes
  return html`<details><summary>${words.shutOut}${named(box.label)}</summary>
<form method="post" action="${at(frame, '/boxes/revoke')}"><input type="hidden" name="box" value="${box.id}">
<p>${words.shutOutMeans(box.label)}</p>
${ifFresh(frame, '/boxes', html`<p class="actions"><button class="stop">${words.shutBoxOut(box.label)}</button></p>`)}</form></details>`
}
