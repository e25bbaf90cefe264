import { logRow, plateRecord, streams } from '@gatehouse/domain/wire/event.ts'
import { seal } from '@gatehouse/domain/wire/seal.ts'
import * as v from 'valibot'

/**
 * What boxes of one site say to each other, JSON over MQTT. Every box speaks on its own broker; siblings listen there and put
 * their questions there (topics.ts). A field that is not named here is dropped.
 */
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const seq = v.pipe(v.number(), v.integer(), v.minValue(0))
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const stream = v.picklist(streams)
const instant = v.pipe(v.number(), v.integer())

export const MAX_ROWS = 200

/** Rows of one strand, without gaps; `hash` is the last one's. `pruned`: retention has removed what came before. */
export const rowBatch = v.object({
  v: v.literal(1),
  epoch: id,
  parentEpoch: v.nullable(id),
  stream,
  prevHash: hash,
  hash,
  rows: v.pipe(v.array(logRow), v.minLength(1), v.maxLength(MAX_ROWS)),
  plates: v.pipe(v.array(plateRecord), v.maxLength(2 * MAX_ROWS)),
  pruned: v.exactOptional(v.boolean()),
  /** the author's, under the last row; a box without keys of its own has none */
  seal: v.exactOptional(seal),
})
export type RowBatch = v.InferOutput<typeof rowBatch>

const strandHead = v.object({ stream, seq, hash })
const epochHeads = v.object({ epoch: id, parentEpoch: v.nullable(id), heads: v.pipe(v.array(strandHead), v.maxLength(8)) })
export type EpochHeads = v.InferOutput<typeof epochHeads>

/** Retained: where the open epoch stands. `cloud`: this box reaches the cloud by itself (null: it has none). */
export const headMessage = v.object({ v: v.literal(1), ...epochHeads.entries, cloud: v.nullable(v.boolean()) })
export type HeadMessage = v.InferOutput<typeof headMessage>

const question = { v: v.literal(1), id }
export const askMessage = v.variant('what', [
  v.object({ ...question, what: v.literal('index') }),
  v.object({ ...question, what: v.literal('time') }),
  v.object({ ...question, what: v.literal('rows'), epoch: id, stream, after: seq }),
  v.object({ ...question, what: v.literal('picture'), ref: id }),
])
export type AskMessage = v.InferOutput<typeof askMessage>

/** `rows` null: there is nothing after that mark. `jpeg`: base64, null when the picture is not (or no longer) kept. */
export const answerMessage = v.variant('what', [
  v.object({ ...question, what: v.literal('index'), epochs: v.pipe(v.array(epochHeads), v.maxLength(20_000)) }),
  v.object({
    ...question,
    what: v.literal('time'),
    wall: instant,
    mono: v.number(),
    bootId: id,
    quality: v.picklist(['trusted', 'untrusted']),
  }),
  v.object({ ...question, what: v.literal('rows'), epoch: id, stream, batch: v.nullable(rowBatch) }),
  v.object({ ...question, what: v.literal('picture'), ref: id, jpeg: v.nullable(v.string()) }),
])
export type AnswerMessage = v.InferOutput<typeof answerMessage>

/**
 * Retained: what a box grants and charges, whole. `stamp` grows with every change. Bodies are the ledger's own shapes; it checks them
 * when it takes them in.
 */
export const termsMessage = v.object({
  v: v.literal(1),
  permits: v.pipe(v.array(v.unknown()), v.maxLength(20_000)),
  rates: v.pipe(v.array(v.unknown()), v.maxLength(500)),
  blocked: v.pipe(v.array(v.object({ plate: v.string(), reason: v.string() })), v.maxLength(20_000)),
  /** merchants' books; boxes before they were introduced leave it out */
  books: v.exactOptional(v.pipe(v.array(v.unknown()), v.maxLength(500))),
})
export type TermsMessage = v.InferOutput<typeof termsMessage>

/** The message, or why it is none: a sibling's mistake must not be ours (N9). */
export function readMessage<T extends object>(
  schema: v.GenericSchema<unknown, T>,
  payload: Uint8Array | string,
): T | 'malformed' | 'laterVersion' {
  try {
    const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload)
    const said: unknown = JSON.parse(text)
    const parsed = v.safeParse(schema, said)
    if (parsed.success) return parsed.output
    return v.is(ofLaterVersion, said) ? 'laterVersion' : 'malformed'
  } catch {
    return 'malformed'
  }
}
/** every message is version 1 so far; what is signed has its version within */
const later = v.object({ v: v.pipe(v.number(), v.integer(), v.minValue(2)) })
const ofLaterVersion = v.union([later, v.object({ body: later }), v.object({ countersignature: v.object({ body: later }) })])
