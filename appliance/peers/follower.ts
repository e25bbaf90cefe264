import type { LogRow } from '@gatehouse/domain/wire/event.ts'
import type { PeerClock, PeerLog, PeerStore, Strand } from './ports.ts'
import { openQuestions } from './questions.ts'
import type { PeerRefusal } from './refusals.ts'
import { sampleOf } from './sibling-clock.ts'
import { openStrands } from './strands.ts'
import { type AnswerMessage, type AskMessage, answerMessage, headMessage, readMessage, rowBatch, termsMessage } from './wire.ts'

export interface FollowerState {
  readonly connected: boolean
  /** our wall clock when it last said anything, or null */
  readonly lastSeen: number | null
  /** rows it has and we do not, as far as it has told us */
  readonly behind: number
  /** ours minus its wall clock, milliseconds; null until compared */
  readonly clockOffsetMs: number | null
  readonly clockDoubtMs: number | null
  /** it reaches the cloud by itself; null: it has none, or has not said */
  readonly cloud: boolean | null
  /** strands that cannot go on, in words */
  readonly problems: readonly string[]
}

type Payload = Uint8Array | string

export interface Follower {
  connected(): void
  disconnected(): void
  /** these four return why it was not taken, or null */
  head(payload: Payload): PeerRefusal | null
  rows(payload: Payload): PeerRefusal | null
  terms(payload: Payload): PeerRefusal | null
  answered(payload: Payload): PeerRefusal | null
  /** a picture this sibling has; null: it has none, or is away */
  picture(ref: string): Promise<Uint8Array | null>
  state(): FollowerState
  /** strands of which this sibling has less than is on record here */
  lost(): readonly Strand[]
  stop(): void
}

const TIME_EVERY_MS = 15_000

/** Keeps one sibling's log here: what it says is read, compared and asked about; anything that is no message is dropped (N7–N9). */
export function createFollower(parts: {
  readonly device: string
  readonly store: PeerStore
  readonly clock: PeerClock
  readonly log: PeerLog
  /** the boot our monotonic clock counts from */
  readonly bootId: string
  readonly newId: () => string
  readonly sha256Hex: (text: string) => string
  readonly ask: (question: AskMessage) => void
  /** something of this sibling is newly on record */
  readonly onApplied: (rows: readonly LogRow[]) => void
}): Follower {
  const { device, store, clock, log } = parts
  const questions = openQuestions({ clock, newId: parts.newId, ask: parts.ask })
  const strands = openStrands({
    ...{ device, store, log, sha256Hex: parts.sha256Hex, onApplied: parts.onApplied },
    askRows: ({ epoch, stream, after }) => {
      if (isConnected) questions.put(`${stream} ${epoch}`, { what: 'rows', epoch, stream, after })
    },
  })
  let isConnected = false
  let lastSeen: number | null = null
  let cloud: boolean | null = null
  let offset: { readonly offsetMs: number; readonly doubtMs: number } | null = null
  let cancelTime = () => {}

  function askTime(): void {
    cancelTime()
    if (!isConnected) return
    questions.put('time', { what: 'time' })
    cancelTime = clock.after(TIME_EVERY_MS, askTime)
  }

  /** The message, dated; or why it is none. */
  function hear<T extends object>(schema: Parameters<typeof readMessage<T>>[0], payload: Payload): ReturnType<typeof readMessage<T>> {
    const message = readMessage(schema, payload)
    if (typeof message !== 'string') lastSeen = clock.wall()
    return message
  }

  function understand(answer: AnswerMessage): PeerRefusal | null {
    const asked = questions.settle(answer)
    if (!asked) return 'unasked'
    if (asked === 'picture') return null
    if (answer.what === 'time') {
      const sample = sampleOf({ atMono: asked.atMono }, answer, { wall: clock.wall(), mono: clock.mono(), bootId: parts.bootId })
      offset = { offsetMs: sample.ourWall - sample.wall, doubtMs: sample.doubtMs }
      store.keepPeerClock(device, sample)
      return null
    }
    let refused: PeerRefusal | null = null
    if (answer.what === 'index') strands.index(answer.epochs)
    if (answer.what === 'rows' && answer.batch) refused = strands.take(answer.batch)
    else if (answer.what === 'rows') strands.exhausted(answer.epoch, answer.stream)
    strands.catchUp()
    return refused
  }

  const leave = () => {
    isConnected = false
    cancelTime()
    questions.drop()
  }
  return {
    connected() {
      isConnected = true
      lastSeen = clock.wall()
      questions.put('index', { what: 'index' })
      askTime()
    },
    disconnected: leave,
    head(payload) {
      const head = hear(headMessage, payload)
      if (typeof head === 'string') return head
      cloud = head.cloud
      // an epoch never heard of: what came before it is in the index
      const isNews = !strands.hasEpoch(head.epoch)
      const refused = strands.compare(head)
      if (isNews && isConnected) questions.put('index', { what: 'index' })
      strands.catchUp()
      return refused
    },
    rows(payload) {
      const batch = hear(rowBatch, payload)
      return typeof batch === 'string' ? batch : strands.take(batch)
    },
    terms(payload) {
      const terms = hear(termsMessage, payload)
      if (typeof terms === 'string') return terms
      try {
        store.applyPeerTerms(device, terms)
      } catch (error) {
        log.warn({ device, error: String(error) }, 'a sibling’s permits and tariffs could not be taken')
      }
      return null
    },
    answered(payload) {
      const answer = hear(answerMessage, payload)
      return typeof answer === 'string' ? answer : understand(answer)
    },
    picture: (ref) => questions.picture(ref, isConnected),
    state: () => ({
      connected: isConnected,
      lastSeen,
      behind: strands.behind(),
      clockOffsetMs: offset?.offsetMs ?? null,
      clockDoubtMs: offset?.doubtMs ?? null,
      cloud,
      problems: strands.problems(),
    }),
    lost: strands.lost,
    stop: leave,
  }
}
