import type { EpochMs } from '@gatehouse/domain/time.ts'
import { streams } from '@gatehouse/domain/wire/event.ts'
import type { HelloRequest, SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { backoffMs } from './backoff.ts'
import { toIngestRequest } from './batch.ts'
import type { SyncClock, SyncLog } from './clock.ts'
import type { Answer, CloudClient } from './cloud-client.ts'
import type { RelaySource, RelayStrand } from './ports.ts'
import { FULL_BATCH } from './queues.ts'

/** How this box stands as the carrier of a sibling's log. */
export interface RelayState {
  readonly device: string
  /** rows here that the cloud is not known to have */
  readonly waiting: number
  /** when the cloud last took rows of it from this box, since this box started */
  readonly lastAt: EpochMs | null
  /** why some of it stays here, in words */
  readonly problem: string | null
}

export interface Relay {
  /** rows of a sibling came, or nothing of this box's own is left to send */
  nudge(): void
  start(): void
  stop(): void
  isIdle(): boolean
  state(): readonly RelayState[]
}

export interface RelayOptions {
  readonly source: RelaySource
  readonly client: CloudClient
  readonly clock: SyncClock
  readonly random: () => number
  readonly log: SyncLog
  readonly version: string
  /** siblings that do not reach the cloud by themselves */
  readonly stranded: () => readonly string[]
  /** strands of siblings that may reach the cloud, and no longer have these rows themselves; absent: none */
  readonly lost?: () => readonly Pick<RelayStrand, 'device' | 'epoch' | 'stream'>[]
  /** incarnation of the cloud that answered last */
  readonly cloud: () => string | null
  /** it answers, and nothing of this box's own waits that could go */
  readonly isFree: () => boolean
  /** the cloud did not answer, or is another than it was */
  readonly onDoubt: () => void
  readonly onChange: () => void
}

const LOOK_EVERY_MS = 15_000
const HOLD = { baseMs: 20_000, capMs: 600_000 }

/**
 * Carries the logs of siblings that cannot reach the cloud (rules S73–S76): after this box's own, one request at a time, money first. The
 * cloud is asked where each strand stands before the first row of it goes, so what its author or another box has brought goes once.
 */
export function createRelay(options: RelayOptions): Relay {
  const { source, client, clock, random, log } = options
  const stopping = new AbortController()
  const held = new Map<string, { readonly until: EpochMs; readonly times: number; readonly reason: string }>()
  const limits = new Map<string, number>()
  const lastAt = new Map<string, EpochMs>()
  let carrying = false
  let cancel = () => {}

  const isHeld = (name: string): boolean => (held.get(name)?.until ?? 0) > clock.wall()
  const may = (): string | null => (!stopping.signal.aborted && options.isFree() ? options.cloud() : null)

  /** The most important strand that can go: money of every epoch first, the newest epoch first. */
  function next(cloud: string): RelayStrand | null {
    for (const { device, concerns } of wards()) {
      if (isHeld(device)) continue
      const free = source.relayStrands(device, cloud).filter((strand) => concerns(strand) && !isHeld(nameOf(strand)))
      const [first] = free.sort((a, b) => streams.indexOf(a.stream) - streams.indexOf(b.stream))
      if (first) return first
    }
    return null
  }

  /** Whom this box speaks for, and in what: all of a stranded one's log, of others what only this box may still have (S82). */
  function wards(): readonly { readonly device: string; readonly concerns: (strand: RelayStrand) => boolean }[] {
    const stranded = options.stranded()
    const lost = (options.lost?.() ?? []).filter(({ device }) => !stranded.includes(device))
    const names = new Set(lost.map(nameOf))
    return [
      ...stranded.map((device) => ({ device, concerns: () => true })),
      ...[...new Set(lost.map(({ device }) => device))].map((device) => ({
        device,
        concerns: (one: RelayStrand) => names.has(nameOf(one)),
      })),
    ]
  }

  async function carryAll(): Promise<void> {
    for (let cloud = may(); cloud !== null; cloud = may()) {
      const strand = next(cloud)
      if (!strand || !(await (strand.relayed === null ? compare(strand, cloud) : carry(strand, cloud)))) return
      options.onChange()
    }
  }

  /** Asks where the cloud stands with this epoch. False: no answer to go on with. */
  async function compare({ device, epoch, parentEpoch }: RelayStrand, cloud: string): Promise<boolean> {
    const strands = source.relayStrands(device, cloud).filter((one) => one.epoch === epoch)
    const request: HelloRequest = {
      ...{ v: 1, device, site: source.site, epoch, parentEpoch, past: true },
      ...{ version: options.version, now: clock.wall(), clockQuality: clock.quality(), oldestUnsent: null, reconciledWith: null },
      heads: strands.map(({ stream, seq, hash }) => ({ stream, seq, hash, acked: 0, backlog: 0 })),
    }
    const answer = await client.hello(request, stopping.signal)
    if (answer.kind !== 'ok') return unanswered(device, answer)
    if (answer.value.serverIncarnation !== cloud) return doubt()
    for (const strand of strands) {
      const there = answer.value.watermarks.find(({ stream }) => stream === strand.stream)
      if (there && there.seq === strand.seq && there.hash !== strand.hash) hold(nameOf(strand), device, otherHistory(strand))
      else source.relayed(strand, there?.seq ?? 0, cloud)
    }
    return true
  }

  async function carry(strand: RelayStrand, cloud: string): Promise<boolean> {
    const { device, stream } = strand
    const name = nameOf(strand)
    const limit = limits.get(name) ?? FULL_BATCH
    const found = source.relayBatch(strand, limit)
    if (found.kind !== 'rows') return hold(name, device, reasons[found.kind](strand))
    const request = { ...toIngestRequest({ device, site: source.site }, found.batch), seal: found.seal }
    const answer = await client.ingest(request, stopping.signal)
    if (answer.kind === 'refused') return refused(strand, found.batch.rows.length, answer.refusal, cloud)
    if (answer.kind !== 'ok') return unanswered(device, answer)
    if (answer.value.serverIncarnation !== cloud) return doubt()
    source.relayed(strand, answer.value.acked, cloud)
    limits.delete(name)
    held.delete(name)
    held.delete(device)
    lastAt.set(device, clock.wall())
    log.info({ device, stream, rows: found.batch.rows.length }, 'a sibling’s rows are at the cloud')
    return true
  }

  function refused(strand: RelayStrand, rows: number, refusal: SyncRefusal, cloud: string): boolean {
    const { device, relayed } = strand
    const name = nameOf(strand)
    if (refusal.error === 'gap' && refusal.acked !== undefined && refusal.acked < (relayed ?? 0)) {
      // it was restored behind what it had
      source.relayed(strand, refusal.acked, cloud)
      return true
    }
    if (refusal.error === 'fork') return hold(name, device, otherHistory(strand))
    if (rows > 1 && limits.get(name) !== 1 && refusal.error !== 'gap') {
      limits.set(name, Math.max(1, Math.floor(rows / 2)))
      return true
    }
    return hold(name, device, `rows of its ${strand.stream} log are refused: ${refusal.message}`)
  }

  /** A refused box is left alone for a while; without an answer nothing goes on. */
  function unanswered(device: string, answer: Exclude<Answer<unknown>, { kind: 'ok' }>): boolean {
    if (answer.kind === 'unauthorised') return hold(device, device, `the cloud does not take its log from here: ${answer.reason}`)
    if (answer.kind === 'refused') return hold(device, device, `the cloud refuses to say where its log stands: ${answer.refusal.message}`)
    return doubt()
  }

  function doubt(): false {
    if (!stopping.signal.aborted) options.onDoubt()
    return false
  }

  function hold(name: string, device: string, reason: string): true {
    const times = (held.get(name)?.times ?? 0) + 1
    if (times === 1) log.warn({ device, reason }, 'a sibling’s log cannot be carried to the cloud')
    held.set(name, { until: clock.wall() + Math.max(1, backoffMs(times, HOLD, 0.5 + random() / 2)), times, reason })
    return true
  }

  function nudge(): void {
    if (carrying || may() === null) return
    carrying = true
    carryAll()
      .catch((error: unknown) => log.warn({ error: error instanceof Error ? error.message : String(error) }, 'carrying was broken off'))
      .finally(() => {
        carrying = false
        options.onChange()
      })
  }

  function look(): void {
    nudge()
    cancel = clock.after(Math.round(LOOK_EVERY_MS * (0.8 + 0.4 * random())), look)
  }

  return {
    nudge,
    start: look,
    stop() {
      cancel()
      stopping.abort()
    },
    isIdle: () => !carrying,
    state: () => [...new Set([...options.stranded(), ...lastAt.keys()])].map((device) => stateOf(device)),
  }

  function stateOf(device: string): RelayState {
    const strands = source.relayStrands(device, options.cloud() ?? '')
    const problem = [device, ...strands.map(nameOf)].map((name) => held.get(name)?.reason).find((reason) => reason !== undefined)
    const waiting = strands.reduce((sum, { seq, relayed }) => sum + (relayed === null ? 0 : seq - relayed), 0)
    return { device, waiting, lastAt: lastAt.get(device) ?? null, problem: problem ?? null }
  }
}

const nameOf = ({ device, epoch, stream }: Pick<RelayStrand, 'device' | 'epoch' | 'stream'>): string => `${device} ${epoch} ${stream}`
const otherHistory = ({ stream }: RelayStrand): string => `the cloud has another history of its ${stream} log: was its card copied?`
const reasons = {
  pruned: ({ stream, relayed }: RelayStrand) => `the cloud lacks rows of its ${stream} log after ${relayed}, and they are on that box only`,
  unsealed: ({ stream }: RelayStrand) => `it wrote rows of its ${stream} log before it had keys: it has to bring them itself`,
}
