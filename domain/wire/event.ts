import * as v from 'valibot'
import { vehicleClasses } from '../tariff/rate-table.ts'

/**
 * The event log's vocabulary and its envelope: what a box writes, what it sends up, what the cloud projects.
 * Payloads carry references (`plateRef`, `imageRef`) only; the text and pictures travel beside the log, so erasing
 * them never breaks the hash chain. A kind's shape is frozen once released: a change is a new `v` plus an upcaster.
 */
export const streams = ['money', 'session', 'event', 'media'] as const
export type Stream = (typeof streams)[number]

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const at = v.pipe(v.number(), v.integer())
const minor = v.pipe(v.number(), v.integer())
const ref = v.nullable(id)

const feeLine = v.object({
  code: v.picklist(['free', 'flat', 'tier', 'steps', 'cap', 'special', 'overstay', 'validation', 'credit', 'debt']),
  amountMinor: minor,
  count: v.number(),
  unitMinor: minor,
  stepMs: v.number(),
  fromMs: at,
  untilMs: at,
  name: v.exactOptional(v.string()),
  validation: v.exactOptional(v.object({ kind: v.picklist(['minutes', 'amount', 'percent']), value: v.number() })),
  earlierMinor: v.exactOptional(minor),
  since: v.exactOptional(at),
})

const basis = v.picklist([
  'visitor',
  'unreadable',
  'permit',
  'free',
  'paid',
  'attendant',
  'full',
  'blocked',
  'alreadyInside',
  'notFound',
  'released',
  'freeFlow',
])
const outcome = v.picklist(['paid', 'free', 'permit', 'attendant', 'suspect', 'owed'])

/** Every event kind, its stream and the schema of its payload (version 1 of each). */
export const eventKinds = {
  'presentation.opened': {
    stream: 'session',
    payload: v.object({ presentationId: id, laneId: id, direction: v.picklist(['entry', 'exit']), at }),
  },
  'observation.made': {
    stream: 'session',
    payload: v.object({
      observationId: id,
      presentationId: id,
      laneId: id,
      direction: v.picklist(['entry', 'exit']),
      plateRef: ref,
      imageRef: ref,
      confidence: v.number(),
      frames: v.number(),
      country: v.nullable(v.string()),
      at,
    }),
  },
  'session.started': {
    stream: 'session',
    payload: v.object({
      sessionId: id,
      presentationId: ref,
      laneId: id,
      observationId: ref,
      plateRef: ref,
      imageRef: ref,
      actualStart: at,
      rateTableId: id,
      rateTableVersion: v.number(),
      rightId: ref,
      /** absent: a car */
      vehicleClass: v.exactOptional(v.picklist(vehicleClasses)),
      startClock: v.exactOptional(
        v.object({ quality: v.picklist(['trusted', 'untrusted']), device: id, bootId: id, mono: v.pipe(v.number(), v.finite()) }),
      ),
    }),
  },
  'session.ended': {
    stream: 'session',
    payload: v.object({ sessionId: id, presentationId: ref, laneId: v.nullable(id), observationId: ref, actualEnd: at, outcome }),
  },
  'passage.completed': {
    stream: 'session',
    payload: v.object({ presentationId: ref, laneId: id, direction: v.picklist(['entry', 'exit']), tailgate: v.boolean(), at }),
  },
  'presentation.backedOut': { stream: 'session', payload: v.object({ presentationId: id, laneId: id, at }) },

  'decision.made': {
    stream: 'event',
    payload: v.object({
      decisionId: id,
      laneId: id,
      presentationId: ref,
      direction: v.picklist(['entry', 'exit']),
      result: v.picklist(['granted', 'denied']),
      basis,
      sessionId: ref,
      reason: v.nullable(v.string()),
      at,
    }),
  },
  'barrier.commanded': {
    stream: 'event',
    payload: v.object({
      commandId: id,
      laneId: id,
      presentationId: ref,
      action: v.literal('open'),
      source: v.picklist(['lane', 'attendant', 'cloud']),
      reason: v.nullable(v.string()),
      at,
      expiresAt: at,
    }),
  },
  'barrier.reported': {
    stream: 'event',
    payload: v.object({
      commandId: ref,
      laneId: id,
      result: v.picklist(['opened', 'closed', 'refused', 'expired', 'fault', 'forced']),
      reason: v.nullable(v.string()),
      at,
    }),
  },
  'help.requested': { stream: 'event', payload: v.object({ helpId: id, laneId: id, presentationId: ref, at }) },
  'help.answered': { stream: 'event', payload: v.object({ helpId: id, laneId: id, by: v.string(), reason: v.nullable(v.string()), at }) },
  'hold.changed': { stream: 'event', payload: v.object({ laneId: id, reason: v.string(), held: v.boolean(), at }) },
  'lane.faulted': { stream: 'event', payload: v.object({ laneId: id, code: v.string(), detail: v.string(), at }) },
  'anomaly.noted': {
    stream: 'event',
    payload: v.object({ code: v.string(), laneId: v.nullable(id), sessionId: ref, detail: v.string(), at }),
  },
  'box.started': {
    stream: 'event',
    payload: v.object({
      bootId: id,
      version: v.string(),
      clockQuality: v.picklist(['trusted', 'untrusted']),
      at,
      /** the lanes this box drives, as people call them */
      lanes: v.exactOptional(v.array(v.object({ id, name: v.string(), direction: v.picklist(['entry', 'exit']) }))),
    }),
  },
  /** a person put a plate right; the text travels beside the log under the new reference */
  'plate.corrected': {
    stream: 'session',
    payload: v.object({ sessionId: id, plateRef: id, by: v.string(), reason: v.nullable(v.string()), at }),
  },
  /** a person said what kind of vehicle it is: priced as such from its entry on */
  'vehicle.classed': {
    stream: 'session',
    payload: v.object({ sessionId: id, vehicleClass: v.picklist(['car', ...vehicleClasses]), by: v.string(), at }),
  },
  /** a person lets an unpaid stay go: it is not asked for any more */
  'debt.waived': { stream: 'money', payload: v.object({ sessionId: id, by: v.string(), reason: v.string(), at }) },
  /** a person counted the till: what the box says came in since `from`, by method, and the cash they found */
  'till.counted': {
    stream: 'money',
    payload: v.object({
      tillId: id,
      by: v.string(),
      from: at,
      at,
      currency: v.pipe(v.string(), v.length(3)),
      takings: v.array(v.object({ method: v.string(), count: v.number(), amountMinor: minor })),
      countedMinor: v.nullable(minor),
      note: v.nullable(v.string()),
    }),
  },
  'rates.applied': { stream: 'event', payload: v.object({ rateTableId: id, rateTableVersion: v.number(), at }) },
  'command.applied': { stream: 'event', payload: v.object({ commandId: id, result: v.string(), at }) },
  /** evidence of an erasure, by reference only; whoever holds a copy erases (or keys) the same references */
  'personal.erased': {
    stream: 'event',
    payload: v.object({
      policy: v.string(),
      action: v.picklist(['erased', 'hashed']),
      plateRefs: v.array(id),
      imageRefs: v.array(id),
      at,
    }),
  },

  'quote.issued': {
    stream: 'money',
    payload: v.object({
      quoteId: id,
      nonce: v.string(),
      sessionId: id,
      laneId: id,
      amountMinor: minor,
      currency: v.pipe(v.string(), v.length(3)),
      issuedAt: at,
      lockUntil: at,
      stayMs: v.number(),
      rateTableId: id,
      rateTableVersion: v.number(),
      lines: v.array(feeLine),
      vatBasisPoints: v.number(),
      vehicleClass: v.exactOptional(v.picklist(vehicleClasses)),
      /** earlier stays of the vehicle that this quote asks for as well; paid with it */
      debts: v.exactOptional(v.array(v.object({ sessionId: id, amountMinor: minor }))),
    }),
  },
  'payment.settled': {
    stream: 'money',
    payload: v.object({
      paymentId: id,
      quoteId: id,
      sessionId: id,
      amountMinor: minor,
      currency: v.pipe(v.string(), v.length(3)),
      method: v.picklist(['terminal', 'remote', 'exitCode', 'cash']),
      provider: v.string(),
      providerRef: v.nullable(v.string()),
      settledAt: at,
      /** set when another payment had already settled the quote: this one is owed back */
      duplicate: v.boolean(),
    }),
  },
  /** a well-formed exit code that is not this car's: counted against guessing, across restarts */
  'code.refused': { stream: 'event', payload: v.object({ tryId: id, quoteId: id, sessionId: id, laneId: id, at }) },
  'validation.granted': {
    stream: 'money',
    payload: v.object({
      validationId: id,
      sessionId: id,
      kind: v.picklist(['minutes', 'amount', 'percent']),
      value: v.number(),
      by: v.string(),
      at,
      /** a merchant's code: which one it was, and what it took off the price when it was redeemed */
      voucher: v.exactOptional(v.object({ bookId: id, serial: v.number(), takesOffMinor: minor })),
    }),
  },
} as const satisfies Record<string, { stream: Stream; payload: v.GenericSchema }>

export type EventKind = keyof typeof eventKinds
export type EventPayload<K extends EventKind> = v.InferOutput<(typeof eventKinds)[K]['payload']>

/** A fact before it is numbered and chained. */
export type DomainEvent = { [K in EventKind]: { readonly kind: K; readonly payload: EventPayload<K> } }[EventKind]

/** Personal data beside the log. `jpeg` is base64 on the wire. */
export const plateRecord = v.object({ ref: id, text: v.string(), country: v.nullable(v.string()) })
export type PlateRecord = v.InferOutput<typeof plateRecord>

/** A numbered, chained log row. `hash = sha256(prevHash ‖ canonical JSON of the row without the two hashes)`, lower-case hex. */
export const logRow = v.object({
  stream: v.picklist(streams),
  epoch: id,
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  eventId: id,
  kind: v.string(),
  v: v.pipe(v.number(), v.integer(), v.minValue(1)),
  wall: at,
  bootId: id,
  mono: v.number(),
  clockQuality: v.picklist(['trusted', 'untrusted']),
  payload: v.unknown(),
})
export type LogRow = v.InferOutput<typeof logRow> & { readonly prevHash: string; readonly hash: string }
