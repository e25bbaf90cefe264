import type { KeyObject } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import {
  type Countersignature,
  type MemberStanding,
  type MemberStatement,
  type SiblingsRequest,
  standingMessage,
} from '@gatehouse/domain/wire/countersign.ts'
import type { PeerLog } from '../ports.ts'
import type { PeerRefusal } from '../refusals.ts'
import { readMessage } from '../wire.ts'
import { certificateName, judgeCountersignature, makeStatement, readCountersignature, type WordReader } from './countersigned.ts'
import { readStandings, type Standings, sinceOf, standingsAfter } from './standing-since.ts'
import type { Membership, TrustFolder } from './trust-folder.ts'

/** What this box and its cloud know each other by; null: it was never enrolled. */
export type CloudBond = { readonly signer: { readonly keyId: string; readonly key: KeyObject }; readonly secret: Uint8Array } | null

export type CountersignAnswer =
  | { readonly kind: 'ok'; readonly countersignature: unknown }
  /** the cloud will not have it, in its own words */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later' }

export interface CountersignedState {
  /** the instant of the cloud's newest word, by the cloud's clock; null: it has not spoken yet */
  readonly at: EpochMs | null
  /** since when it has stood behind this authority, by its clock */
  readonly since: EpochMs | null
  /** this box has keys that its cloud knows; without them it can neither ask for a word nor tell one */
  readonly enrolled: boolean
  /** why it would not, in its own words */
  readonly problem: string | null
}

/** What the cloud says of a member's certificate, and since when. */
export interface StandingSince {
  readonly standing: MemberStanding
  readonly since: EpochMs | null
}

export interface Countersigning {
  /** what siblings are told, retained: this box's statement and the cloud's word */
  current(): string | null
  /** what a sibling told; returns why of that something was not taken, or null */
  heard(from: string, payload: string): PeerRefusal | null
  /** what the cloud says of a member's certificate; null: nothing yet */
  standingOf(member: { readonly device: string; readonly certificate: string }): StandingSince | null
  state(): CountersignedState
  /** the roster or the keys have changed: the cloud is asked at once */
  changed(): void
  stop(): void
}

/** how soon an owner's decision reaches a box that reaches the cloud */
const AGAIN_MS = 300_000
const SOON_MS = 1_000
/** word that says nothing new is put on the card this often */
const KEEP_MS = 86_400_000

/**
 * Has the site's roster countersigned by the cloud, whenever there is one, and passes its word on to those that do not reach it
 * (N29–N34). Until then, and whatever happens on the way, boxes hear each other by the authority alone.
 */
export function openCountersigning(parts: {
  readonly trust: Pick<TrustFolder, 'countersigned' | 'keepCountersigned' | 'standings' | 'keepStandings'>
  readonly membership: () => Membership | null
  readonly bond: () => CloudBond
  readonly ask: (request: SiblingsRequest) => Promise<CountersignAnswer>
  readonly after: (ms: number, fn: () => void) => () => void
  readonly random: () => number
  readonly log: PeerLog
  /** what the cloud says of a member, or what siblings are told, is another than before */
  readonly onChange: () => void
}): Countersigning {
  const { trust, log } = parts
  const statements = new Map<string, MemberStatement>()
  let word: Countersignature | null = null
  let kept: Countersignature | null = null
  let standings: Standings | null = null
  let problem: string | null = null
  let cancel = () => {}
  let asking = false
  let stopped = false
  let own: { readonly of: string; readonly statement: MemberStatement } | null = null

  /** The same statement for as long as certificate and keys stay: its signatures are not made anew at every asking. */
  function ownStatement(): MemberStatement | null {
    const [membership, bond] = [parts.membership(), parts.bond()]
    if (!membership || !bond) return null
    const of = `${membership.box.certificate} ${membership.authority} ${bond.signer.keyId}`
    if (own?.of !== of) own = { of, statement: makeStatement(membership, bond.signer) }
    return own.statement
  }

  /** as whom this box reads a word; null: it was never enrolled, and cannot tell a cloud's word from anybody's */
  function readerHere(): WordReader | null {
    const [membership, bond] = [parts.membership(), parts.bond()]
    return membership && bond && { ...membership, secret: bond.secret }
  }

  /** Null unless it is the cloud's, about this site as this box knows it. */
  function read(given: unknown): Countersignature | null {
    const reader = readerHere()
    return reader && readCountersignature(given, reader)
  }

  /** What was known before a restart. A word about an authority that this box has left says nothing of the one it follows now. */
  function recall(): Countersignature | null {
    const membership = parts.membership()
    if (word && membership && word.body.authority !== certificateName(membership.authority)) word = kept = null
    if (word === null) {
      const text = trust.countersigned()
      word = kept = text === null ? null : read(parse(text))
    }
    return word
  }

  /** Read from the card once: every member is asked about at every look at the roster. */
  function standingsHere(): Standings | null {
    standings ??= readStandings(trust.standings())
    return standings
  }

  function take(said: Countersignature): void {
    const before = recall()
    const isNews = before === null || meaning(before) !== meaning(said)
    word = said
    if (isNews) {
      standings = standingsAfter(standingsHere(), said.body)
      trust.keepStandings(JSON.stringify(standings))
    }
    if (isNews || kept === null || said.body.issuedAt - kept.body.issuedAt >= KEEP_MS) {
      trust.keepCountersigned(JSON.stringify(said))
      kept = said
    }
    if (isNews) parts.onChange()
  }

  async function ask(): Promise<void> {
    const [membership, statement] = [parts.membership(), ownStatement()]
    if (!membership || !statement || asking || stopped) return
    asking = true
    const { site, authority, roster } = membership
    const others = [...statements.values()].filter((one) => roster.body.members.some(({ device }) => device === one.device))
    const request: SiblingsRequest = { v: 1, site, authority, roster, statements: [statement, ...others] }
    const answer = await parts.ask(request).finally(() => {
      asking = false
    })
    if (stopped || answer.kind === 'later') return
    if (answer.kind === 'refused') {
      if (problem !== answer.reason) log.warn({ reason: answer.reason }, 'the cloud does not countersign this site’s boxes')
      problem = answer.reason
      return
    }
    const said = read(answer.countersignature)
    // asked for and answered: this is its word now, also where its clock or its books were set back
    problem = said ? null : 'its answer is not signed by the cloud that enrolled this box'
    if (said) take(said)
  }

  function plan(ms: number): void {
    cancel()
    cancel = parts.after(ms, () => {
      ask().catch((error: unknown) => log.warn({ error: String(error) }, 'the cloud was not asked to countersign'))
      plan(Math.round(AGAIN_MS * (0.8 + 0.4 * parts.random())))
    })
  }
  plan(SOON_MS)

  return {
    current() {
      const statement = ownStatement()
      const said = recall()
      return statement || said ? JSON.stringify({ v: 1, statement, countersignature: said }) : null
    },
    heard(from, payload) {
      const message = readMessage(standingMessage, payload)
      if (typeof message === 'string') return message
      const { statement, countersignature } = message
      if (statement?.device === from && JSON.stringify(statement) !== JSON.stringify(statements.get(from))) {
        statements.set(from, statement)
        plan(SOON_MS)
      }
      const reader = countersignature && readerHere()
      const said = reader && judgeCountersignature(countersignature, reader)
      if (said && typeof said !== 'string' && said.body.issuedAt > (recall()?.body.issuedAt ?? 0)) take(said)
      if (statement && statement.device !== from) return 'otherName'
      return typeof said === 'string' ? said : null
    },
    standingOf({ device, certificate }) {
      const name = certificateName(certificate)
      const found = recall()?.body.members.find((one) => one.device === device && one.certificate === name)
      return found ? { standing: found.standing, since: sinceOf(standingsHere(), device, name) } : null
    },
    state() {
      const said = recall()
      const heard = standingsHere()
      const since = said && heard?.authority === said.body.authority ? heard.since : null
      return { at: said?.body.issuedAt ?? null, since, enrolled: parts.bond() !== null, problem }
    },
    changed: () => plan(SOON_MS),
    stop() {
      stopped = true
      cancel()
    },
  }
}

/** What it says, without when and in whose hands. */
const meaning = ({ body: { authority, serial, members }, key, introductions }: Countersignature): string =>
  JSON.stringify([authority, serial, members, key, introductions])

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
