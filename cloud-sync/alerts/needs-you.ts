import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { BoxStanding, LaneStrip, NeedCode, NeedParts, NeedsYou, OwnerHelpCall } from '@gatehouse/domain/wire/owner.ts'
import type { TroubleRow, Troubles } from '../store/report-needs.ts'

/** Everything that may want a person, and what this site usually takes, to weigh it by. */
export interface Situation {
  readonly now: EpochMs
  readonly troubles: Troubles
  readonly boxes: readonly BoxStanding[]
  readonly lanes: readonly LaneStrip[]
  readonly helpOpen: readonly OwnerHelpCall[]
  readonly hasRates: boolean
  /** per payment and per hour, over the last days */
  readonly usual: { readonly paymentMinor: number; readonly hourMinor: number }
}

const BEHIND_MS = 10 * MINUTE_MS

/** What wants a person, in order of money; the longest-standing first among equals. Pure. */
export function needsYou(s: Situation): readonly NeedsYou[] {
  const found = [...moneyNeeds(s), ...carNeeds(s), ...laneNeeds(s), ...boxNeeds(s)]
  return found.sort((a, b) => b.amountMinor - a.amountMinor || a.since - b.since || a.id.localeCompare(b.id))
}

function moneyNeeds({ troubles }: Situation): readonly NeedsYou[] {
  return [
    ...each(troubles.refundsFailed, (t) => need('refundFailed', t, 'A refund was refused', `${t.detail} Give it back by hand.`)),
    ...each(troubles.refundsSlow, (t) => need('refundSlow', t, 'A refund takes long', `Tried for more than an hour: ${t.detail}.`)),
    ...each(troubles.mismatches, (t) => need('mismatch', t, 'A wrong amount was paid', 'It is going back to the driver by itself.')),
    ...each(troubles.undelivered, (t) =>
      need('undelivered', t, 'Paid by phone, ticket unknown', 'The box has not reported this ticket yet; the payment waits for it.'),
    ),
    ...each(troubles.paidTwice, (t) =>
      need('paidTwice', t, 'Paid twice at the machine', 'A driver is owed this amount; the terminal can give it back.'),
    ),
    ...each(troubles.cardsUnbooked, (t) =>
      need('cardUnbooked', t, 'A card was charged and no box has booked it', 'Is the box off? It books the payment when it is back.'),
    ),
    ...grouped('mailStuck', troubles.mailStuck, (n) => ({
      title: n === 1 ? 'A receipt cannot be mailed' : `${n} receipts cannot be mailed`,
      text: `${troubles.mailStuck.at(-1)?.detail ?? ''} They are tried again until they are three days old.`,
      amountMinor: 0,
      href: '/money',
    })),
  ]
}

function carNeeds({ troubles, usual }: Situation): readonly NeedsYou[] {
  return [
    ...each(troubles.owed, (t) =>
      need('owed', t, 'Let out unpaid', 'No way to pay worked. It is asked for when the car comes again, and a later payment settles it.'),
    ),
    ...grouped('suspect', troubles.suspect, (n) => ({
      title: n === 1 ? 'One car left without being seen' : `${n} cars left without being seen`,
      text: n === 1 ? 'Its stay was closed at 0 for you to look at.' : 'Their stays were closed at 0 for you to look at.',
      amountMinor: n * usual.paymentMinor,
      href: '/cars?which=left&outcome=suspect',
    })),
    ...grouped('unknown', troubles.unknown, (n) => ({
      title: n === 1 ? 'One car was let out unpaid, and nobody knows which' : `${n} cars were let out unpaid, and nobody knows which`,
      text: 'Nobody could find its stay and nobody came to help. The stay it came in with still counts as inside: look for one that does not end.',
      amountMinor: n * usual.paymentMinor,
      href: '/cars?which=inside',
    })),
    ...grouped('freeFlow', troubles.freeFlow, (n) => ({
      title: n === 1 ? 'One car drove out on an open arm' : `${n} cars drove out on an open arm`,
      text: 'A passage without a command: the arm was up, forced or opened by hand.',
      amountMinor: n * usual.paymentMinor,
      href: '/',
    })),
  ]
}

function laneNeeds({ lanes, helpOpen, now, usual }: Situation): readonly NeedsYou[] {
  const faults = lanes.flatMap((lane): NeedsYou[] =>
    lane.fault === null
      ? []
      : [
          {
            ...{
              id: `laneFault/${lane.id}`,
              code: 'laneFault',
              title: `${lane.name}: fault`,
              text: lane.fault,
              about: true,
              parts: parts({ name: lane.name, detail: lane.fault }),
              href: `/#lane-${lane.id}`,
            },
            ...{ amountMinor: usual.hourMinor, since: lane.last?.at ?? now },
          },
        ],
  )
  const held = lanes.flatMap((lane): NeedsYou[] =>
    lane.holds.length === 0
      ? []
      : [
          {
            ...{
              id: `laneHeld/${lane.id}`,
              code: 'laneHeld',
              title: `${lane.name} is held open`,
              text: lane.holds.join(', '),
              about: true,
              parts: parts({ name: lane.name, detail: lane.holds.join(', ') }),
            },
            ...{ href: `/#lane-${lane.id}`, amountMinor: usual.hourMinor, since: lane.last?.at ?? now },
          },
        ],
  )
  const help = helpOpen.map((call): NeedsYou => {
    const since = call.requestedAt ?? now
    return {
      ...{ id: `helpOpen/${call.id}`, code: 'helpOpen', title: `A driver waits for help at ${call.laneId}` },
      ...{
        text: 'Open from the site, or with: gatehouse open --lane …',
        amountMinor: usual.paymentMinor,
        about: true,
        parts: parts({ name: call.laneId }),
        since,
        href: '/help',
      },
    }
  })
  return [...faults, ...held, ...help]
}

function boxNeeds({ boxes, now, usual, hasRates, troubles }: Situation): readonly NeedsYou[] {
  const found = boxes.flatMap((box): NeedsYou[] => {
    const lost = Math.round((Math.min(box.behindMs, DAY_MS) / HOUR_MS) * usual.hourMinor)
    const at = { since: box.completeTo ?? now, href: '/#boxes', about: true, parts: parts({ name: box.label, count: box.waitingEvents }) }
    const common = { ...at, amountMinor: lost }
    if (box.state === 'silent' && box.behindMs > BEHIND_MS)
      return [
        {
          ...common,
          id: `boxSilent/${box.id}`,
          code: 'boxSilent',
          title: `${box.label} is silent`,
          text: 'It works on by itself; its figures follow when it is back.',
        },
      ]
    if (box.state === 'catchingUp' && box.behindMs > BEHIND_MS)
      return [
        {
          ...common,
          id: `boxBehind/${box.id}`,
          code: 'boxBehind',
          title: `${box.label} is catching up`,
          text: `${box.waitingEvents} events are on their way.`,
        },
      ]
    if (!box.clockTrusted)
      return [
        {
          ...at,
          amountMinor: 0,
          id: `clock/${box.id}`,
          code: 'clockUntrusted',
          title: `${box.label} does not know the time`,
          text: 'Stays are billed by its own counter until it does.',
        },
      ]
    return []
  })
  const rates = hasRates
    ? []
    : [
        need(
          'noRates',
          { id: 'rates', amountMinor: 0, at: now, detail: '', sessionId: null },
          'No prices published yet',
          'The boxes use the tariff in their own configuration.',
          '/prices',
        ),
      ]
  return [...found, ...rates, ...each(troubles.alerts, alarmNeed)]
}

/** Two boxes with one key: the owner can tell which is theirs, and new keys shut the other out. Money that differs comes first of all. */
function alarmNeed(t: TroubleRow): NeedsYou {
  if (t.detail.startsWith('moneyDiffers: ')) {
    const text = `${t.detail.replace(/^moneyDiffers: o/, 'O')}. Its dead letters may say why; nothing is lost, the box keeps all of its money.`
    return need('alert', t, 'A box and the books here differ in money', text, '/#boxes')
  }
  if (!t.detail.startsWith('clone:')) return need('alert', t, 'A box reports something odd', t.detail, '/#boxes')
  const advice = 'Was a card put back or copied? Give your box a new code: its new keys shut the other one out.'
  return need('alert', t, 'Two boxes may run from one card', advice, '/boxes')
}

function need(code: NeedCode, t: TroubleRow, title: string, text: string, href?: string): NeedsYou {
  const to = href ?? (t.sessionId === null ? '/money' : `/cars/${encodeURIComponent(t.sessionId)}`)
  // an alert's detail: `code: what it says`
  const [, name = '', said = ''] = code === 'alert' ? (/^(\w+): (.*)$/s.exec(t.detail) ?? []) : []
  const filled = parts({ name, detail: said === '' ? t.detail : said })
  return { id: `${code}/${t.id}`, code, title, text, parts: filled, amountMinor: t.amountMinor, about: false, since: t.at, href: to }
}

const parts = (some: Partial<NeedParts>): NeedParts => ({ count: 1, name: '', detail: '', ...some })

function each(rows: readonly TroubleRow[], make: (row: TroubleRow) => NeedsYou): readonly NeedsYou[] {
  return rows.map(make)
}

function grouped(
  code: NeedCode,
  rows: readonly TroubleRow[],
  make: (count: number) => Pick<NeedsYou, 'title' | 'text' | 'amountMinor' | 'href'>,
): readonly NeedsYou[] {
  if (rows.length === 0) return []
  const filled = parts({ count: rows.length, detail: rows.at(-1)?.detail ?? '' })
  return [{ id: code, code, about: true, since: Math.min(...rows.map((r) => r.at)), parts: filled, ...make(rows.length) }]
}
