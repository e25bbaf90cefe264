import { type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import type { BoxStanding, OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { html } from 'hono/html'
import { duration } from '../format.ts'
import { at, type Frame, type Markup, when } from './frame.ts'

const stateWords = { live: 'live', catchingUp: 'catching up', silent: 'silent', never: 'never seen' } as const
const streamWords: Readonly<Record<Stream, string>> = { money: 'money', session: 'sessions', event: 'events', media: 'media' }
/** a difference of clocks worth telling */
const CLOCK_OFF_MS = 5_000

/** The site's boxes: how each stands, what it still holds, its clock, and what is odd about it. */
export function boxes(frame: Frame, s: OwnerSummary): Markup {
  const row = (
    b: BoxStanding,
  ) => html`<tr><th scope="row">${b.label}</th><td><span class="state ${b.state}">${stateWords[b.state]}</span></td>
<td>${b.lastSeen === null ? '' : html`${duration(s.now - b.lastSeen)} ago`}</td><td>${b.rate ? `prices v${b.rate.version}` : ''}</td></tr>
${b.lastSeen === null && b.relayed === null ? '' : html`<tr><td class="more" colspan="4">${details(frame, s, b)}</td></tr>`}`
  if (s.completeness.boxes.length === 0)
    return html`<section id="boxes"><h2>Boxes</h2><p class="quiet">None registered.</p>${doorTo(frame)}</section>`
  return html`<section id="boxes"><h2>Boxes</h2>
<table class="figures boxes"><thead class="hidden"><tr><th scope="col">Box</th><th scope="col">State</th><th scope="col">Last seen</th><th scope="col">Prices</th></tr></thead>
<tbody>${s.completeness.boxes.map(row)}</tbody></table>${doorTo(frame)}</section>`
}

const doorTo = (frame: Frame): Markup => html`<p><a href="${at(frame, '/boxes')}">Let a box in, or shut one out</a></p>`

function details(frame: Frame, s: OwnerSummary, b: BoxStanding): Markup {
  const { deadLetters, parked } = b.putAside
  const bad = [
    ...b.alarms.map(({ detail, since }) => `Alarm since ${when(since, s, frame)}: ${detail}.`),
    ...(deadLetters > 0 ? [`${deadLetters === 1 ? 'One event' : `${deadLetters} events`} could not be read: kept as dead letters.`] : []),
    ...(b.clockTrusted ? [] : ['Nobody vouches for its clock.']),
    ...(Math.abs(b.clockOffsetMs ?? 0) >= CLOCK_OFF_MS ? [`Its clock is ${clockWords(b.clockOffsetMs ?? 0)} ours.`] : []),
  ]
  const quiet = [
    waitingWords(frame, s, b),
    ...carriedWords(frame, s, b),
    ...(parked > 0 ? [`${parked === 1 ? 'One event waits' : `${parked} events wait`} here for a newer cloud.`] : []),
    ...(b.clockTrusted && Math.abs(b.clockOffsetMs ?? 0) < CLOCK_OFF_MS ? ['Clock set.'] : []),
    ...(b.version === null ? [] : [`Version ${b.version}.`]),
  ]
  return html`${bad.map((text) => html`<small class="bad">${text}</small>`)}<small>${quiet.join(' ')}</small>`
}

function waitingWords(frame: Frame, s: OwnerSummary, b: BoxStanding): string {
  const waiting = streams.filter((stream) => (b.waiting[stream] ?? 0) > 0)
  if (b.waitingEvents === 0 || waiting.length === 0) return 'Nothing waits on it.'
  const list = waiting.map((stream) => `${b.waiting[stream]} ${streamWords[stream]}`).join(', ')
  return `Waits on it: ${list}${b.oldestUnsent === null ? '' : `, the oldest from ${when(b.oldestUnsent, s, frame)}`}.`
}

/** Another box of the site brought what this one cannot send; its own word is still awaited. */
function carriedWords(frame: Frame, s: OwnerSummary, { relayed, lastSeen }: BoxStanding): readonly string[] {
  if (relayed === null || relayed.at < (lastSeen ?? 0)) return []
  const carrier = s.completeness.boxes.find(({ id }) => id === relayed.by)
  return [`${carrier?.label ?? relayed.by} brought its events at ${when(relayed.at, s, frame)}.`]
}

const clockWords = (offsetMs: number): string => `${duration(Math.abs(offsetMs))} ${offsetMs > 0 ? 'behind' : 'ahead of'}`
