import * as v from 'valibot'
import { addMinor } from '../money.ts'
import { logRow, plateRecord, streams } from './event.ts'
import { seal } from './seal.ts'
import { turnedAway } from './turned-away.ts'

/** Payments of one currency: how many, and their sum in minor units. */
export const moneySum = v.object({
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  count: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  sumMinor: v.pipe(v.number(), v.safeInteger()),
})
export type MoneySum = v.InferOutput<typeof moneySum>

/** By currency, in the order of their names. */
export const addSums = (a: readonly MoneySum[], b: readonly MoneySum[]): MoneySum[] =>
  [...Map.groupBy([...a, ...b], ({ currency }) => currency)]
    .map(([currency, all]) => ({
      currency,
      count: all.reduce((sum, one) => sum + one.count, 0),
      sumMinor: addMinor(...all.map((one) => one.sumMinor)),
    }))
    .sort((x, y) => (x.currency < y.currency ? -1 : 1))

/** Whether two lists of sums say the same; none of a currency is as good as not naming it. */
export const sameSums = (a: readonly MoneySum[], b: readonly MoneySum[]): boolean => plain(a) === plain(b)
const plain = (sums: readonly MoneySum[]): string =>
  JSON.stringify(addSums(sums, []).filter(({ count, sumMinor }) => count !== 0 || sumMinor !== 0))

const moneySums = v.pipe(v.array(moneySum), v.maxLength(16))

/**
 * What the rows `after` < seq ≤ `upTo` of an epoch's money stream hold in payments, by currency. All of them are acknowledged, so both
 * sides have them, whatever else is under way.
 */
const moneyRange = v.object({
  epoch: v.string(),
  after: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  upTo: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  sums: moneySums,
})
export type MoneyRange = v.InferOutput<typeof moneyRange>

/**
 * Box → cloud. `POST /v1/ingest` (gzip JSON, signed as wire/identity.ts says; a box not enrolled yet sends `authorization:
 * Bearer <device token>`): one batch of one stream of one epoch, seq ascending without gaps. The server recomputes every hash from `prevHash` and compares the last with `hash`.
 */
export const ingestRequest = v.object({
  v: v.literal(1),
  device: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  site: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  epoch: v.string(),
  /** the epoch this one grew out of, null for a first start */
  parentEpoch: v.nullable(v.string()),
  stream: v.picklist(streams),
  prevHash: v.string(),
  hash: v.string(),
  rows: v.pipe(v.array(logRow), v.minLength(1), v.maxLength(500)),
  /** plate texts referred to by these rows and not yet erased */
  plates: v.array(plateRecord),
  /** count and sum of payment.settled amounts in this batch, minor units, checked by the server */
  money: v.object({ count: v.number(), sumMinor: v.number() }),
  /** only where another box of the site brings this batch: the seal of `device` under the last row */
  seal: v.optional(seal),
})
export type IngestRequest = v.InferOutput<typeof ingestRequest>

export const ingestReply = v.object({
  acked: v.number(),
  durable: v.number(),
  rejected: v.array(v.object({ seq: v.number(), eventId: v.string(), reason: v.string() })),
  serverIncarnation: v.string(),
  now: v.number(),
})
export type IngestReply = v.InferOutput<typeof ingestReply>

/** `POST /v1/hello`: at connect and every minute. Watermarks and head hashes of every stream of the current epoch. */
export const helloRequest = v.object({
  v: v.literal(1),
  device: v.string(),
  site: v.string(),
  epoch: v.string(),
  parentEpoch: v.nullable(v.string()),
  version: v.string(),
  now: v.number(),
  clockQuality: v.picklist(['trusted', 'untrusted']),
  /** per stream: last seq and its hash, what is acked, and how many rows still wait */
  heads: v.array(v.object({ stream: v.picklist(streams), seq: v.number(), hash: v.string(), acked: v.number(), backlog: v.number() })),
  oldestUnsent: v.nullable(v.number()),
  /**
   * the incarnation of the cloud with which this box has compared every epoch on its record, null before the first such
   * comparison; while it is not the cloud's own, "nothing is unsent" is no promise. Boxes before it was introduced leave it out.
   */
  reconciledWith: v.optional(v.nullable(v.string())),
  /**
   * true: asks about an older epoch of this box; only watermarks are answered, the box's standing is left alone. So asks a box about
   * another one of its site, whose log it could bring.
   */
  past: v.optional(v.boolean()),
  /**
   * A piece of the box's money, to be compared with the books. `since`: this round of comparing began with what was written then, null:
   * with the first row; `before`: what it has found equal so far.
   */
  money: v.optional(v.object({ ...moneyRange.entries, since: v.nullable(v.number()), before: moneySums })),
  /** absent where a box has no siblings */
  turnedAway: v.optional(turnedAway),
})
export type HelloRequest = v.InferOutput<typeof helloRequest>

/**
 * What the cloud answers instead, with a 4xx or 503. `gap`, `fork` (409): `acked` says where this stream stands there.
 * `broken`, `malformed` (422), `tooLarge` (413): send less; a batch of one row is always taken. `busy` (503): later. A signed
 * request may be refused with `clock` (401): sign it again as of `now`; `revoked` (403): the owner has shut this box out;
 * `replaced` (403): the box was enrolled again, with keys that are not these.
 */
export const syncRefusal = v.object({
  error: v.picklist([
    'gap',
    'fork',
    'broken',
    'malformed',
    'tooLarge',
    'unauthorised',
    'wrongSite',
    'busy',
    'clock',
    'revoked',
    'replaced',
  ]),
  message: v.string(),
  acked: v.optional(v.number()),
  /** with `clock`: the cloud's time, epoch ms */
  now: v.optional(v.number()),
})
export type SyncRefusal = v.InferOutput<typeof syncRefusal>

export const helloReply = v.object({
  serverIncarnation: v.string(),
  now: v.number(),
  /** where the server stands for this epoch: the box resumes there, un-acking if it must */
  watermarks: v.array(v.object({ stream: v.picklist(streams), seq: v.number(), hash: v.string() })),
  /** the same rows as the books here have them; absent: not asked, or not to be compared now */
  money: v.optional(moneyRange),
  /** what of this box the cloud could not use, and its open alarms about it; clouds before it was introduced leave it out */
  standing: v.optional(
    v.object({
      deadLetters: v.number(),
      parked: v.number(),
      alarms: v.array(v.object({ code: v.string(), detail: v.string(), since: v.number() })),
    }),
  ),
})
export type CloudStanding = NonNullable<v.InferOutput<typeof helloReply>['standing']>
export type HelloReply = v.InferOutput<typeof helloReply>

/** Seq 1 of every epoch chains on this. */
export const GENESIS_HASH = '0'.repeat(64)
