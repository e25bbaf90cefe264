import { streams } from '@gatehouse/domain/wire/event.ts'
import type { BoxStanding, OwnerSummary } from '@gatehouse/domain/wire/owner.ts'
import { turnedAwayOf } from '@gatehouse/domain/wire/turned-away.ts'
import { html } from 'hono/html'
import { duration, money } from '../../format.ts'
import { at, type Frame, when } from '../frame.ts'
import { listed } from '../listed.ts'
import type { Markup } from '../paper.ts'
import { wordFor } from '../word-for.ts'

/** a difference of clocks worth telling */
const CLOCK_OFF_MS = 5_000

/** The site's boxes: how each stands, what it still holds, its clock, and what is odd about it. */
export function boxes(frame: Frame, s: OwnerSummary): Markup {
  const words = frame.words.boxes
  const row = (
    b: BoxStanding,
  ) => html`<tr><th scope="row">${b.label}</th><td><span class="state ${b.state}">${words.state[b.state]}</span></td>
<td>${b.lastSeen === null ? '' : words.ago(long(frame, s.now - b.lastSeen))}</td><td>${b.rate ? words.prices(b.rate.version) : ''}</td></tr>
${b.lastSeen === null && b.relayed === null ? '' : html`<tr><td class="more" colspan="4">${details(frame, s, b)}</td></tr>`}`
  const door = html`<p><a href="${at(frame, '/boxes')}">${words.toKeys}</a></p>`
  if (s.completeness.boxes.length === 0)
    return html`<section id="boxes"><h2>${words.title}</h2><p class="quiet">${words.none}</p>${door}</section>`
  const { box, state, lastSeen, prices } = words.column
  return html`<section id="boxes"><h2>${words.title}</h2>
<table class="figures boxes"><thead class="hidden"><tr><th scope="col">${box}</th><th scope="col">${state}</th><th scope="col">${lastSeen}</th><th scope="col">${prices}</th></tr></thead>
<tbody>${s.completeness.boxes.map(row)}</tbody></table>${door}</section>`
}

const long = ({ speech }: Frame, ms: number): string => duration(ms, speech.language)

function details(frame: Frame, s: OwnerSummary, b: BoxStanding): Markup {
  const words = frame.words.boxes
  const { deadLetters, parked } = b.putAside
  const offMs = b.clockOffsetMs ?? 0
  const off = Math.abs(offMs) >= CLOCK_OFF_MS
  const bad = [
    ...b.alarms.map((alarm) => alarmWords(frame, s, alarm)),
    ...(deadLetters > 0 ? [words.deadLetters(deadLetters)] : []),
    ...(b.clockTrusted ? [] : [words.clockUntrusted]),
    ...(off ? [(offMs > 0 ? words.clockBehind : words.clockAhead)(long(frame, Math.abs(offMs)))] : []),
  ]
  const quiet = [
    waitingWords(frame, s, b),
    ...carriedWords(frame, s, b),
    ...moneyWords(frame, s, b),
    ...turnedAwayWords(frame, s, b),
    ...(parked > 0 ? [words.parked(parked)] : []),
    ...(b.clockTrusted && !off ? [words.clockSet] : []),
    ...(b.version === null ? [] : [words.version(b.version)]),
  ]
  return html`${bad.map((text) => html`<small class="bad">${text}</small>`)}<small>${quiet.join(' ')}</small>`
}

/** What an alarm means, then what was written of it where it was raised: for whoever has to find out. */
function alarmWords(frame: Frame, s: OwnerSummary, { code, detail, since }: BoxStanding['alarms'][number]): Markup {
  const words = frame.words.boxes
  return html`${words.alarmSince(when(since, s, frame))} ${wordFor(words.alarm, code) ?? ''} <bdi lang="en">${detail}</bdi>`
}

function waitingWords(frame: Frame, s: OwnerSummary, b: BoxStanding): string {
  const words = frame.words.boxes
  const waiting = streams.filter((stream) => (b.waiting[stream] ?? 0) > 0)
  if (b.waitingEvents === 0 || waiting.length === 0) return words.nothingWaits
  const list = listed(
    frame.speech,
    waiting.map((stream) => `${words.stream[stream]}: ${b.waiting[stream]}`),
  )
  return b.oldestUnsent === null ? words.waits(list) : words.waitsSince(list, when(b.oldestUnsent, s, frame))
}

/** Another box of the site brought what this one cannot send; its own word is still awaited. */
function carriedWords(frame: Frame, s: OwnerSummary, { relayed, lastSeen }: BoxStanding): readonly string[] {
  if (relayed === null || relayed.at < (lastSeen ?? 0)) return []
  const carrier = s.completeness.boxes.find(({ id }) => id === relayed.by)
  return [frame.words.boxes.brought(carrier?.label ?? relayed.by, when(relayed.at, s, frame))]
}

/** Whether what the box has taken is what these figures are made of, row for row. A difference is an alarm of its own. */
function moneyWords(frame: Frame, s: OwnerSummary, { money: compared }: BoxStanding): readonly string[] {
  if (compared === null || compared.differs) return []
  const words = frame.words.boxes
  const { at, since, equal } = compared
  const from = since === null ? null : when(since, s, frame)
  const ago = long(frame, s.now - at)
  if (equal.every(({ count }) => count === 0)) return [from === null ? words.noMoney(ago) : words.noMoneySince(from, ago)]
  const sums = listed(
    frame.speech,
    equal.map((one) => words.sum(money(one.sumMinor, one.currency, frame.speech.locale), one.count)),
  )
  return [from === null ? words.moneyAgrees(sums, ago) : words.moneyAgreesSince(from, sums, ago)]
}

function turnedAwayWords(frame: Frame, s: OwnerSummary, { turnedAway }: BoxStanding): readonly string[] {
  if (!turnedAway) return []
  const words = frame.words.boxes
  const reasons = turnedAwayOf(turnedAway.byReason)
  const list = listed(
    frame.speech,
    reasons.map(([why, count]) => `${wordFor(words.turnedAwayFor, why) ?? why}: ${count}`),
  )
  return reasons.length === 0 ? [] : [words.turnedAway(long(frame, s.now - turnedAway.since), list)]
}
