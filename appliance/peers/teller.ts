import type { Stream } from '@gatehouse/domain/wire/event.ts'
import { streams } from '@gatehouse/domain/wire/event.ts'
import type { Seal, SealedRow } from '@gatehouse/domain/wire/seal.ts'
import type { PeerClock, PeerStore } from './ports.ts'
import type { PeerRefusal } from './refusals.ts'
import type { Topics } from './topics.ts'
import { type AnswerMessage, type AskMessage, askMessage, type HeadMessage, MAX_ROWS, type RowBatch, readMessage } from './wire.ts'

/** Puts a message on this box's own broker. May lose it: whoever listens asks for what is missing. */
export type Publish = (topic: string, payload: string, options: { readonly retain: boolean }) => void

export interface Teller {
  start(): void
  stop(): void
  /** this box's own broker is there (again): everything retained is said anew */
  connected(): void
  /** a question from `from`; returns why it was not answered, or null */
  asked(from: string, payload: Uint8Array | string): PeerRefusal | null
  /** what this box grants or charges has changed */
  termsChanged(): void
}

const HEAD_EVERY_MS = 10_000
/** a head follows its rows after a moment, so a burst of writes is one head */
const HEAD_AFTER_MS = 200
const MAX_PICTURE_BYTES = 1_000_000

/** Says on the own broker what this box writes, and answers questions about it (N5, N6). */
export function createTeller(parts: {
  readonly store: PeerStore
  readonly topics: Topics
  readonly publish: Publish
  readonly clock: PeerClock
  readonly bootId: string
  /** this box reaches the cloud by itself; null where it has none */
  readonly cloud: () => boolean | null
  /** signs a row of this box's log; null: it has no keys */
  readonly seal: (row: Omit<SealedRow, 'site' | 'device'>) => Seal | null
  /** runs after what is going on now; the next turn of the event loop by default */
  readonly soon?: (fn: () => void) => void
}): Teller {
  const { store, topics, publish, clock, soon = setImmediate } = parts
  const told = new Map<Stream, number>()
  let unsubscribe = () => {}
  let cancelHead = () => {}
  let cancelBeat = () => {}
  let woken = false
  let running = false
  let lastTerms = ''

  /** Sealed, so that whoever has the rows can bring them to the cloud for us (N24). */
  function rowsAfter(stream: Stream, epoch: string, after: number): RowBatch | null {
    const batch = store.ownRows(stream, epoch, after, MAX_ROWS)
    const last = batch?.rows.at(-1)
    if (!batch || !last) return null
    const { parentEpoch, hash } = batch
    const seal = parts.seal({ epoch, parentEpoch, stream, seq: last.seq, hash })
    return seal ? { ...batch, seal } : batch
  }

  function tellRows(): void {
    woken = false
    if (!running) return
    for (const stream of streams) {
      let batch = rowsAfter(stream, store.epoch, told.get(stream) ?? 0)
      while (batch) {
        publish(topics.log(stream), JSON.stringify(batch), { retain: false })
        const last = batch.rows.at(-1)?.seq ?? 0
        told.set(stream, last)
        batch = batch.rows.length < MAX_ROWS ? null : rowsAfter(stream, store.epoch, last)
      }
    }
    cancelHead()
    cancelHead = clock.after(HEAD_AFTER_MS, tellHead)
  }

  function tellHead(): void {
    const head: HeadMessage = { v: 1, ...store.ownHeads(), cloud: parts.cloud() }
    publish(topics.head, JSON.stringify(head), { retain: true })
  }

  function tellTerms(): void {
    const terms = JSON.stringify(store.ownTerms())
    if (terms === lastTerms) return
    lastTerms = terms
    publish(topics.terms, terms, { retain: true })
  }

  function beat(): void {
    tellHead()
    tellTerms()
    cancelBeat = clock.after(HEAD_EVERY_MS, beat)
  }

  function answer(ask: AskMessage): AnswerMessage {
    const { id } = ask
    if (ask.what === 'index') return { v: 1, id, what: 'index', epochs: [...store.ownIndex()] }
    if (ask.what === 'time')
      return { v: 1, id, what: 'time', wall: clock.wall(), mono: clock.mono(), bootId: parts.bootId, quality: clock.quality() }
    if (ask.what === 'rows') {
      const { epoch, stream, after } = ask
      return { v: 1, id, what: 'rows', epoch, stream, batch: rowsAfter(stream, epoch, after) }
    }
    const jpeg = store.image(ask.ref)
    const fits = jpeg !== null && jpeg.byteLength <= MAX_PICTURE_BYTES
    return { v: 1, id, what: 'picture', ref: ask.ref, jpeg: fits ? Buffer.from(jpeg).toString('base64') : null }
  }

  return {
    start() {
      running = true
      for (const { stream, seq } of store.ownHeads().heads) told.set(stream, seq)
      // inside the ledger's write: the lane's own work comes first
      unsubscribe = store.onAppend(() => {
        if (woken) return
        woken = true
        soon(tellRows)
      })
    },
    stop() {
      running = false
      unsubscribe()
      cancelHead()
      cancelBeat()
    },
    connected() {
      lastTerms = ''
      cancelBeat()
      beat()
    },
    asked(from, payload) {
      const ask = readMessage(askMessage, payload)
      if (typeof ask === 'string') return ask
      if (from === store.device) return 'stranger'
      publish(topics.answer(from), JSON.stringify(answer(ask)), { retain: false })
      return null
    },
    termsChanged: tellTerms,
  }
}
