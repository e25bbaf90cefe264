import { shownClaimCode } from '@gatehouse/domain/wire/identity.ts'
import { html } from 'hono/html'
import { dateTime, duration } from '../../format.ts'
import { at, type Frame, framed } from '../frame.ts'
import { icon } from '../icons.ts'
import type { BoxDoor, KnownBox, MadeCode, MetBoxes } from '../owner-port.ts'
import type { Markup } from '../paper.ts'
import { ifFresh } from '../people/if-fresh.ts'
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

const TIMES = [
  { minutes: 15, name: '15 minutes: the box stands in front of me' },
  { minutes: 24 * 60, name: 'a day' },
  { minutes: 7 * 24 * 60, name: 'a week: the card is flashed now and mounted later' },
] as const

/** Which boxes may speak for this car park: let one in, compare its keys, shut one out. */
export function boxKeysPage(frame: Frame, view: BoxKeysView): Markup {
  return framed(
    frame,
    html`<h1>Boxes</h1>
<p class="said">A box makes its own keys and signs with them all it sends. A code lets it in, once.</p>
${view.news ? html`<p class="news" role="status">${icon('ok')} ${view.news}</p>` : ''}
${view.problem ? html`<p class="verdict bad" role="alert">${icon('warn')} ${view.problem}</p>` : ''}
${view.made ? codeSign(frame, view.made) : ''}
<div class="columns">
<section><h2>Those that are known</h2>${
      view.boxes.length === 0
        ? html`<p class="quiet">None yet.</p>`
        : html`<ul class="keys">${view.boxes.map((box) => boxItem(frame, view, box))}</ul>`
    }</section>
<section><h2>Let a box in</h2>
<form method="post" action="${at(frame, '/boxes/code')}">
<p class="pair whole"><label class="field">Name of the box, as its site file has it <input name="box" required maxlength="32" pattern="[a-z0-9][a-z0-9\\-]*" placeholder="box-north" autocomplete="off" autocapitalize="none" value="${view.typed.box}"></label>
<label class="field">What people call it <input name="label" maxlength="60" placeholder="North exit" autocomplete="off" value="${view.typed.label}"></label>
<label class="field">The code is good for <select name="minutes">${TIMES.map((t) => html`<option value="${t.minutes}">${t.name}</option>`)}</select></label></p>
<p class="actions"><button class="primary">Make a code</button></p>
<p class="quiet">For a box that is known already this replaces its keys: do so when its card was lost or changed.</p>
</form></section>
</div>
${view.met.map((boxes) => metPart(frame, boxes, view.now))}
${refusedPart(frame, view)}`,
  )
}

/** How people call the reasons of domain/wire; others go by their own name. */
const reasonWords: Readonly<Record<string, string>> = {
  unauthorised: 'unsigned, or signed by nobody known',
  clock: 'signed at another time',
  replaced: 'signed with keys since replaced',
  revoked: 'from boxes shut out',
  wrongSite: 'about another box or car park',
  malformed: 'unreadable',
  broken: 'not adding up',
  tooLarge: 'too large',
  gap: 'sent out of turn',
  fork: 'of a second history of a box',
  busy: 'more than fitted at once',
  invalid: 'asking for what there is not',
  notFound: 'to addresses there are not',
  failed: 'failed here: see the log',
}

/** What was turned away at the door, so that an attack or a box with a fault does not go unseen. */
function refusedPart(frame: Frame, { door }: BoxKeysView): Markup {
  const { since, byReason } = door.refused
  const reasons = Object.entries(byReason)
  const total = reasons.reduce((sum, [, count]) => sum + count, 0)
  const start = dateTime(since, frame.site.timeZone, frame.speech.locale)
  return html`<section id="refused"><h2>Turned away</h2>
${door.alarm === null ? '' : html`<p class="bad">${icon('warn')} What boxes follow is in danger: ${door.alarm}.</p>`}
<p class="quiet">${total === 0 ? `No request since this cloud started, ${start}.` : `${total} of all requests to this cloud since ${start}; nothing of them is kept, and a box sends again what it must.`}</p>
${total === 0 ? '' : html`<table class="figures"><tbody>${reasons.map(([reason, count]) => html`<tr><th scope="row">${reasonWords[reason] ?? reason}</th><td>${count}</td></tr>`)}</tbody></table>`}</section>`
}

function codeSign(frame: Frame, { box, code, expiresAt }: MadeCode): Markup {
  const until = dateTime(expiresAt, frame.site.timeZone, frame.speech.locale)
  return html`<section class="claim" aria-labelledby="claim"><h2 id="claim">The code for ${box}</h2>
<p class="code">${shownClaimCode(code)}</p>
<p>Good once, until ${until}. It is shown only now.</p>
<p>On the box: <code>gatehouse enrol ${shownClaimCode(code)}</code> or, on a card: <code>provision-pi.sh … --claim ${shownClaimCode(code)}</code></p>
<p>Then compare the sixteen digits that the box prints with those on this page.</p></section>`
}

function boxItem(frame: Frame, view: BoxKeysView, box: KnownBox): Markup {
  const time = (ms: number) => dateTime(ms, frame.site.timeZone, frame.speech.locale)
  const seen = box.lastSeen === null ? 'never seen' : `seen ${duration(Math.max(0, view.now - box.lastSeen))} ago`
  return html`<li id="box-${box.id}"><h3>${box.label} ${box.label === box.id ? '' : html`<small>${box.id}</small>`}</h3>
${
  box.revokedAt !== null
    ? html`<p class="bad">${icon('warn')} Shut out since ${time(box.revokedAt)}</p>`
    : box.fingerprint
      ? html`<p class="digits">${box.fingerprint}</p><p><small>Keys since ${time(box.enrolledAt ?? 0)}, ${seen}</small></p>`
      : box.hasToken
        ? html`<p><small>Has a token and no keys of its own yet, ${seen}. Let it in with a code to give it keys.</small></p>`
        : html`<p><small>Not let in yet.</small></p>`
}
${box.codeUntil === null ? '' : html`<p><small>${icon('wait')} A code for it is good until ${time(box.codeUntil)}.</small></p>`}
<div class="acts"><form method="post" action="${at(frame, '/boxes/code')}"><input type="hidden" name="box" value="${box.id}"><button class="plain">New code<span class="hidden"> for ${box.label}</span></button></form>
${box.revokedAt === null && (box.fingerprint || box.hasToken) ? shutOut(frame, box) : ''}</div></li>`
}

function shutOut(frame: Frame, box: KnownBox): Markup {
  return html`<details><summary>Shut out<span class="hidden"> ${box.label}</span></summary>
<form method="post" action="${at(frame, '/boxes/revoke')}"><input type="hidden" name="box" value="${box.id}">
<p>${box.label} will be told, goes on opening and taking money by itself, and keeps its books. Nothing it writes arrives here until it is let in again, and its siblings on the network of the house stop hearing it: it then has to join them anew.</p>
${ifFresh(frame, '/boxes', html`<p class="actions"><button class="stop">Shut ${box.label} out</button></p>`)}</form></details>`
}
