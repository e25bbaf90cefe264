import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import { addSums, type HelloReply, type HelloRequest, type MoneySum, moneySum, sameSums } from '@gatehouse/domain/wire/sync.ts'
import * as v from 'valibot'
import type { MoneyLog } from './ports.ts'

/** How this box's money compares with the cloud's books. */
export interface MoneyCheckState {
  /** of the last comparison */
  readonly at: EpochMs
  /** what is compared in this round was written since then; null: everything on this box */
  readonly since: EpochMs | null
  /** what both sides have, by currency */
  readonly equal: readonly MoneySum[]
  /** the piece of which the two have other sums; the round goes on only once they agree */
  readonly differs: { readonly here: readonly MoneySum[]; readonly there: readonly MoneySum[] } | null
}

/** Compares piece by piece, one at each hello, from the oldest to what the cloud acknowledged last. */
export interface MoneyCheck {
  /** the next piece for the cloud `incarnation`, of whose acknowledgements this box is sure; null: all is compared, or nothing is sure */
  next(incarnation: string | null): HelloRequest['money'] | null
  /** what the cloud answered to the last piece; undefined: nothing */
  heard(there: HelloReply['money']): void
  state(): MoneyCheckState | null
}

/** money rows in a piece: a few milliseconds on a Pi */
const PIECE_ROWS = 2_000
/** how far back the rounds of every day go */
const ROUNDS_GO_BACK_MS = 35 * DAY_MS

const place = v.object({ epoch: v.string(), seq: v.number() })
const note = v.object({
  cloud: v.string(),
  /** when this round began */
  began: v.number(),
  since: v.nullable(v.number()),
  at: v.nullable(place),
  equal: v.array(moneySum),
  comparedAt: v.nullable(v.number()),
  /** where earlier rounds began, oldest first: a later one begins there again */
  starts: v.array(v.object({ wall: v.number(), at: v.nullable(place) })),
})
type Note = v.InferOutput<typeof note>

/** Rule S83. What was compared is noted, so a restart goes on; another cloud, or a restored one, is compared with from the first row on. */
export function openMoneyCheck(log: MoneyLog, wall: () => EpochMs): MoneyCheck {
  let round = read(log.moneyNote())
  let asked: NonNullable<HelloRequest['money']> | null = null
  let differs: MoneyCheckState['differs'] = null

  function keep(next: Note): void {
    round = next
    log.noteMoney(JSON.stringify(next))
  }

  /** What was compared in the last weeks is compared again every day: the books could have changed since. */
  function again(of: Note, now: EpochMs): Note {
    const starts = [...of.starts, { wall: now, at: of.at }].filter((start) => start.wall > now - ROUNDS_GO_BACK_MS)
    const from = starts[0] ?? { wall: now, at: of.at }
    return { ...of, began: now, since: from.at === null ? null : from.wall, at: from.at, equal: [], starts }
  }

  return {
    next(incarnation) {
      asked = null
      if (incarnation === null) return null
      const now = wall()
      const known = round?.cloud === incarnation ? round : fresh(incarnation, now)
      let piece = log.moneyBehind(known.at, PIECE_ROWS)
      // a clock that was set back must not end the rounds
      const isDue = piece === null && (now - known.began >= DAY_MS || now < known.began)
      round = isDue ? again(known, now) : known
      if (isDue) piece = log.moneyBehind(round.at, PIECE_ROWS)
      asked = piece && { ...piece, since: round.since, before: round.equal }
      return asked
    },
    heard(there) {
      if (!asked || !round || !there || there.epoch !== asked.epoch || there.after !== asked.after || there.upTo !== asked.upTo) return
      const { epoch, upTo: seq, sums } = asked
      asked = null
      if (sameSums(sums, there.sums)) {
        differs = null
        keep({ ...round, at: { epoch, seq }, equal: addSums(round.equal, sums), comparedAt: wall() })
      } else {
        differs = { here: sums, there: there.sums }
        round = { ...round, comparedAt: wall() }
      }
    },
    state: () => (round && round.comparedAt !== null ? { at: round.comparedAt, since: round.since, equal: round.equal, differs } : null),
  }
}

const fresh = (cloud: string, now: EpochMs): Note => ({
  ...{ cloud, began: now, since: null, at: null, equal: [], comparedAt: null, starts: [{ wall: now, at: null }] },
})

/** A note that cannot be read, from another release say, costs comparing anew. */
function read(text: string | null): Note | null {
  try {
    const parsed = v.safeParse(note, text === null ? null : JSON.parse(text))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
