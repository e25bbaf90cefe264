import { type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import type { BoxStanding, OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { turnedAwaySaid } from '@gatehouse/domain/wire/turned-away.ts'
import { html } from 'hono/html'
import { duration, money } from '../../format.ts'
import { at, type Frame, when } from '../frame.ts'
import type { Markup } from '../paper.ts'

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
    ...moneyWords(frame, s, b),
    ...turnedAwayWords(s, b),
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

/** Whether what the box has taken is what these figures are made of, row for row. A difference is an alarm of its own. */
function moneyWords(frame: Frame, s: OwnerSummary, { money: compared }: BoxStanding): readonly string[] {
  if (compared === null || compared.differs) return []
  const { at, since, equal } = compared
  const span = since === null ? 'ever' : `since ${when(since, s, frame)}`
  const ago = `compared ${duration(s.now - at)} ago`
  if (equal.every(({ count }) => count === 0)) return [`It took no money ${since === null ? 'yet' : span}; ${ago}.`]
  const sums = equal.map(
    ({ currency, count, sumMinor }) =>
      `${money(sumMinor, currency, frame.speech.locale)} in ${count === 1 ? 'one payment' : `${count} payments`}`,
  )
  return [`Its money ${span} is what is booked here: ${sums.join(' and ')}; ${ago}.`]
}

function turnedAwayWords(s: OwnerSummary, { turnedAway }: BoxStanding): readonly string[] {
  const what = turnedAway && turnedAwaySaid(turnedAway.byReason)
  return what && turnedAway ? [`On the network of the house it turned away in ${duration(s.now - turnedAway.since)}: ${what}.`] : []
}

const clockWords = (offsetMs: number): string => `${duration(Math.abs(offsetMs))} ${offsetMs > 0 ? 'behind' : 'ahead of'}`
