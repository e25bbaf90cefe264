import type { Stream } from '@gatehouse/domain/wire/event.ts'
import type { CloudStanding, HelloReply, HelloRequest } from '@gatehouse/domain/wire/sync.ts'
import { toHelloRequest } from './batch.ts'
import type { SyncClock, SyncLog } from './clock.ts'
import type { Answer, CloudClient, Failure } from './cloud-client.ts'
import { type MoneyCheckState, openMoneyCheck } from './money-check.ts'
import type { StreamHead, SyncSource } from './ports.ts'
import { reconcile } from './reconcile.ts'

/** `isCompared` false: what stands on record here from before has to be compared with it first. */
export type Greeted = { readonly kind: 'ok'; readonly isCompared: boolean } | Failure

export interface Hello {
  /** asks the cloud where it stands with the open epoch */
  say(heads: readonly StreamHead[]): Promise<Answer<HelloReply>>
  /** puts the marks here right by its answer to that */
  heard(heads: readonly StreamHead[], answer: Answer<HelloReply>): Greeted
  /**
   * Compares every past epoch (S7). `done`: once again, or `first`: for the first time with this cloud; `broken`: an epoch was not
   * answered for; `other`: meanwhile another cloud answers.
   */
  comparePast(): Promise<'first' | 'done' | 'broken' | 'other'>
  /** the cloud's own name for this life of its database; null: it has not answered yet */
  cloud(): string | null
  /** it has been compared with everything on record here since it last changed */
  isCompared(): boolean
  state(): { readonly clockOffsetMs: number | null; readonly atCloud: CloudStanding | null; readonly money: MoneyCheckState | null }
}

/** Where this box and its cloud stand, compared both ways (rules S5–S8, S25, S83). */
export function openHello(parts: {
  readonly source: SyncSource
  readonly client: CloudClient
  readonly clock: SyncClock
  readonly log: SyncLog
  readonly version: string
  readonly signal: AbortSignal
  /** what was not taken on the network of the site; null: there is none */
  readonly turnedAway: () => HelloRequest['turnedAway'] | null
  /** a stream of which the cloud has rows that were never written here */
  readonly onForked: (stream: Stream) => void
}): Hello {
  const { source, client, clock, log, signal } = parts
  let incarnation: string | null = null
  /** the incarnation that past epochs have been compared with; '' while that is under way or was broken off */
  let compared: string | null = null
  let clockOffsetMs: number | null = null
  let atCloud: CloudStanding | null = null
  const money = source.moneyLog ? openMoneyCheck(source.moneyLog, clock.wall) : null

  const ask = (
    epoch: string,
    parentEpoch: string | null,
    heads: readonly StreamHead[],
    past: boolean,
    more: Pick<HelloRequest, 'money' | 'turnedAway'> = {},
  ): Promise<Answer<HelloReply>> =>
    client.hello(
      toHelloRequest(
        source,
        { epoch, parentEpoch, heads, past },
        { version: parts.version, now: clock.wall(), clockQuality: clock.quality(), reconciledWith: compared || null, ...more },
      ),
      signal,
    )

  /** Returns whether the cloud stood behind us. */
  function correct(epoch: string, heads: readonly StreamHead[], reply: HelloReply): boolean {
    let behind = false
    for (const { kind, stream, seq } of reconcile(heads, reply.watermarks)) {
      if (kind === 'acknowledge') source.acknowledge(stream, epoch, seq, seq)
      else if (kind === 'unacknowledge') {
        behind = true
        log.warn({ stream, epoch, seq }, 'the cloud stands behind what it had acknowledged: sending again')
        source.unacknowledge(stream, epoch, seq)
      } else {
        log.warn({ stream, epoch, seq }, 'the cloud has rows of this epoch that this box never wrote')
        parts.onForked(stream)
      }
    }
    return behind
  }

  return {
    say(heads) {
      const turnedAway = parts.turnedAway() ?? undefined
      const piece = money?.next(compared || null) ?? undefined
      return ask(source.epoch, source.parentEpoch, heads, false, { money: piece, turnedAway })
    },
    heard(heads, answer) {
      if (answer.kind === 'refused') return { kind: 'unauthorised', reason: answer.refusal.message }
      if (answer.kind !== 'ok') return answer
      incarnation = answer.value.serverIncarnation
      compared ??= source.knownCloud?.() ?? null
      clockOffsetMs = answer.value.now - clock.wall()
      atCloud = answer.value.standing ?? null
      const behind = correct(source.epoch, heads, answer.value)
      if (compared === incarnation) money?.heard(answer.value.money)
      return { kind: 'ok', isCompared: compared === incarnation && !behind }
    },
    async comparePast() {
      const cloud = incarnation
      const isFirst = compared !== cloud
      compared = ''
      for (const past of source.pastEpochs?.() ?? []) {
        const answer = await ask(past.epoch, past.parentEpoch, past.heads, true)
        if (signal.aborted || answer.kind !== 'ok') return 'broken'
        if (answer.value.serverIncarnation !== cloud || incarnation !== cloud) return 'other'
        correct(past.epoch, past.heads, answer.value)
      }
      compared = cloud
      if (cloud !== null && source.knownCloud?.() !== cloud) source.noteCloud?.(cloud)
      return isFirst ? 'first' : 'done'
    },
    cloud: () => incarnation,
    isCompared: () => incarnation !== null && compared === incarnation,
    state: () => ({ clockOffsetMs, atCloud, money: money?.state() ?? null }),
  }
}
