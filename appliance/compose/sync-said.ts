import { decimalText } from '@gatehouse/domain/money.ts'
import { type EdgeTable, edgeTables } from '@gatehouse/domain/wire/edge.ts'
import type { MoneySum } from '@gatehouse/domain/wire/sync.ts'
import { turnedAwaySaid } from '@gatehouse/domain/wire/turned-away.ts'
import { authoritySaid, shutOutSaid, standingSaid } from './countersigned-said.ts'
import { withoutMembers } from './refused-said.ts'
import { ago, counted, span, wait } from './said.ts'
import type { Mood, Sentence } from './sentence.ts'
import type { SyncReport } from './sync-report.ts'

/** A report as people read it: in a terminal and on the attendant's page. */
export interface SyncSaid {
  readonly headline: Sentence
  /** what a person should know or do, most urgent first */
  readonly notes: readonly Sentence[]
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  readonly streams: readonly { readonly name: string; readonly waits: number; readonly state: string; readonly mood: Mood }[]
  readonly peers: readonly {
    readonly name: string
    readonly link: string
    readonly seen: string
    readonly behind: string
    readonly cloud: string
    /** whether the cloud stands behind it, since when, or why not */
    readonly countersigned: string
    readonly mood: Mood
  }[]
}

/** a difference of clocks that people would notice */
const CLOCK_OFF_MS = 5_000

export function syncSaid(report: SyncReport): SyncSaid {
  return {
    headline: headline(report),
    notes: notes(report),
    facts: facts(report),
    streams: report.streams.map(({ stream, backlog, inFlight, stuck }) => ({
      name: streamNames[stream],
      waits: backlog,
      state: stuck ?? (inFlight ? 'being sent' : backlog > 0 ? 'waiting' : 'all sent'),
      mood: stuck !== null ? 'bad' : backlog === 0 ? 'good' : 'odd',
    })),
    peers: report.peers.map((peer) => ({
      name: peer.device,
      link: peer.connected ? 'connected' : 'away',
      seen: peer.lastSeen === null ? 'never' : ago(report.now - peer.lastSeen),
      behind: peer.behind === 0 ? 'nothing missing' : `${peer.behind} rows behind`,
      cloud: peer.cloud === null ? 'no cloud' : peer.cloud ? 'reaches the cloud' : 'does not reach the cloud',
      countersigned: standingSaid(peer.countersigned, report.now),
      mood: peer.problems.length > 0 ? 'bad' : peer.connected ? 'good' : 'odd',
    })),
  }
}

function headline({ device, running, cloud, online, problem, backlog }: SyncReport): Sentence {
  const waits = backlog === 0 ? 'Nothing waits to be sent.' : `${wait(backlog, 'event')} to be sent.`
  if (!running) return { mood: 'bad', text: `${device} does not run; this is what its ledger says. ${waits}` }
  if (cloud === null) return { mood: 'plain', text: `${device} works without a cloud: nothing is sent anywhere.` }
  if (online === true && problem !== null)
    return { mood: 'bad', text: `${device} reaches its cloud, but not everything gets through: ${problem}.` }
  if (online === true && backlog === 0) return { mood: 'good', text: `${device} is connected, and all it wrote is at the cloud.` }
  if (online === true) return { mood: 'odd', text: `${device} is connected. ${waits}` }
  const why = problem === null ? '' : ` (${problem})`
  return {
    mood: 'odd',
    text: `${device} does not reach its cloud${why}. ${waits} Lanes, prices and payments go on; it tries again by itself.`,
  }
}

function notes(report: SyncReport): readonly Sentence[] {
  const { putAside, clock, now } = report
  const { atCloud } = putAside
  const bad = (text: string): Sentence => ({ mood: 'bad', text })
  const odd = (text: string): Sentence => ({ mood: 'odd', text })
  return [
    ...report.streams.flatMap(({ stream, stuck }) => (stuck === null ? [] : [bad(`Stuck: ${streamNames[stream]}. Reason: ${stuck}.`)])),
    ...(report.money?.differs ? [bad(moneyDiffers(report.money.differs))] : []),
    // told above in this box's own words
    ...(atCloud?.alarms ?? [])
      .filter(({ code }) => code !== 'moneyDiffers' || !report.money?.differs)
      .map(({ detail, since }) => bad(`The cloud raised an alarm ${ago(now - since)}: ${detail}.`)),
    ...(clock.quality === 'untrusted'
      ? [bad('Nobody vouches for the clock of this box: stays are measured by its own counter until a time source answers.')]
      : []),
    ...(clock.offsetMs !== null && Math.abs(clock.offsetMs) >= CLOCK_OFF_MS
      ? [bad(`Its clock is ${offset(clock.offsetMs)} the cloud’s.`)]
      : []),
    ...(atCloud && atCloud.deadLetters > 0
      ? [bad(`Of this box the cloud could not use ${counted(atCloud.deadLetters, 'event')}: kept there as dead letters.`)]
      : []),
    ...(atCloud && atCloud.parked > 0
      ? [odd(`${wait(atCloud.parked, 'event')} at the cloud until it is new enough to understand such events.`)]
      : []),
    ...(putAside.fromCloud > 0
      ? [
          bad(
            `Put aside here, as it made no sense: ${counted(putAside.fromCloud, 'row')} from the cloud. Is this box’s software up to date?`,
          ),
        ]
      : []),
    ...(putAside.fromSiblings > 0
      ? [odd(`${wait(putAside.fromSiblings, 'row')} from other boxes, until this box is new enough to understand such rows.`)]
      : []),
    ...(report.online === true ? tableNotes(report) : []),
    ...report.peers.flatMap((peer) => peer.problems.map((problem) => bad(`${peer.device}: ${problem}.`))),
    ...report.peers.flatMap((peer) => carriedNotes(peer, now)),
    ...(report.countersigned ? shutOutSaid(report.countersigned) : []),
    ...refusedNotes(report),
  ]
}

/** What this box does for a sibling that does not reach the cloud. */
function carriedNotes({ device, carried }: SyncReport['peers'][number], now: number): readonly Sentence[] {
  if (!carried) return []
  const { waiting, lastAt, problem } = carried
  const last = lastAt === null ? '' : `; the last went ${ago(now - lastAt)}`
  const waits = waiting === 0 ? 'nothing waits' : `${wait(waiting, 'row')} here`
  return [
    { mood: waiting === 0 ? 'plain' : 'odd', text: `This box carries the log of ${device} to the cloud: ${waits}${last}.` },
    ...(problem === null ? [] : [{ mood: 'bad' as const, text: `Not all of the log of ${device} can be carried: ${problem}.` }]),
  ]
}

/** What came over the network of the house and was not taken: a box with a fault, or somebody who tries the doors. */
function refusedNotes({ peers, refused, now }: SyncReport): readonly Sentence[] {
  if (!refused) return []
  const others = withoutMembers(
    refused.byReason,
    peers.map((peer) => peer.refused),
  )
  const told = [...peers.map((peer) => [`from ${peer.device}`, peer.refused] as const), ['from others', others] as const]
  return told.flatMap(([from, counts]) => {
    const what = turnedAwaySaid(counts)
    return what === null ? [] : [{ mood: 'odd' as const, text: `Turned away ${from} in ${span(now - refused.since)}: ${what}.` }]
  })
}

function tableNotes({ tables }: SyncReport): readonly Sentence[] {
  return (Object.keys(edgeTables) as EdgeTable[]).flatMap((table) => {
    const state = tables?.[table]
    return state?.state === 'waiting'
      ? [{ mood: 'odd' as const, text: `${tableNames[table]} do not arrive${state.problem ? `: ${state.problem}` : ''}.` }]
      : []
  })
}

function facts({ running, cloud, lastContact, oldestUnsent, pictures, money, clock, countersigned, now }: SyncReport): SyncSaid['facts'] {
  const known: [string, string][] = [
    ...(cloud === null ? [] : [['cloud', cloud] as [string, string]]),
    ...(running && cloud !== null
      ? [['last contact', lastContact === null ? 'none since it started' : ago(now - lastContact)] as [string, string]]
      : []),
    ['oldest unsent', oldestUnsent === null ? 'none' : `written ${ago(now - oldestUnsent)}`],
    ...(pictures.waiting === 0 ? [] : [['pictures', picturesWords(pictures)] as [string, string]]),
    ...(money === null ? [] : [['money', moneyWords(money, now)] as [string, string]]),
    ...(clock.quality === null ? [] : [['clock', clockWords(clock)] as [string, string]]),
    ...(countersigned ? [['countersigned', authoritySaid(countersigned, now)] as [string, string]] : []),
  ]
  return known.map(([name, value]) => ({ name, value }))
}

function picturesWords({ waiting, waitingBytes, sending, problem }: SyncReport['pictures']): string {
  const size = waitingBytes < 1_000_000 ? `${Math.ceil(waitingBytes / 1_000)} kB` : `${(waitingBytes / 1_000_000).toFixed(1)} MB`
  return `${wait(waiting, 'picture')} (${size})${sending ? ', one is on its way' : ''}${problem === null ? '' : `; the last try ended: ${problem}`}`
}

const moneyDiffers = ({ here, there }: NonNullable<NonNullable<SyncReport['money']>['differs']>): string =>
  `This box and its cloud differ in money: of the same rows this box has ${sumsWords(here)}, the cloud’s books have ${sumsWords(there)}. Nothing is lost: every payment stays on this box.`

function moneyWords({ at, since, equal, differs }: NonNullable<SyncReport['money']>, now: number): string {
  const days = since === null ? '' : ` of the last ${span(now - since)}`
  return `${sumsWords(equal)}${days}, the same in the cloud’s books${differs ? ' as far as they agree' : ''} (compared ${ago(now - at)})`
}

const sumsWords = (sums: readonly MoneySum[]): string =>
  sums.length === 0
    ? 'no payment'
    : sums
        .map(
          ({ currency, count, sumMinor }) =>
            `${counted(count, 'payment')}, ${decimalText({ amountMinor: sumMinor, currency })} ${currency}`,
        )
        .join(' and ')

function clockWords({ quality, offsetMs }: SyncReport['clock']): string {
  const source = quality === 'trusted' ? 'set by a time source' : 'not vouched for'
  return offsetMs === null ? source : `${source}, ${offset(offsetMs)} the cloud’s`
}

/** "12 ms behind", by the cloud's clock minus ours */
const offset = (ms: number): string =>
  (Math.abs(ms) < 1_000 ? `${Math.abs(ms)} ms` : `${Math.round(Math.abs(ms) / 1_000)} s`) + (ms > 0 ? ' behind' : ' ahead of')

const streamNames: Readonly<Record<SyncReport['streams'][number]['stream'], string>> = {
  money: 'money',
  session: 'sessions',
  event: 'events',
  media: 'media',
}
const tableNames: Readonly<Record<EdgeTable, string>> = {
  edge_v1_rates: 'Prices',
  edge_v1_permits: 'Permits',
  edge_v1_books: 'Discount codes',
  edge_v1_blocked: 'Blocked plates',
  edge_v1_remote_payments: 'Payments by phone',
  edge_v1_commands: 'Commands',
}
