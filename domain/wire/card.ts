import * as v from 'valibot'

/**
 * Box → cloud, where a lane's card reader is driven by a payment provider and the box holds no key of it. Requests are authenticated
 * as all of a box's are.
 *
 * `GET /v1/card/lanes/<lane>` says whether the lane's reader could ask for a card now: {@link readerReply}.
 * `POST /v1/card/charges` ({@link chargeRequest}) has it ask; `GET /v1/card/charges/<quote>/<attempt>` says how that stands, and
 * `DELETE …/<attempt>` takes it back; `DELETE /v1/card/charges/<quote>` takes back whatever is left of a quote. All four answer
 * {@link chargeReply} and may be sent again: a quote is never charged twice, and an attempt taken back never asks for a card again,
 * not even when its POST arrives late.
 */
const id = v.pipe(v.string(), v.regex(/^[!-~]{1,64}$/))

export const chargeRequest = v.object({
  laneId: id,
  quoteId: id,
  /** made anew for every time the lane asks for a card */
  attempt: id,
  amountMinor: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99_999_999)),
  /** ISO 4217, upper case */
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
})
export type ChargeRequest = v.InferOutput<typeof chargeRequest>

/**
 * `asking`: the reader shows the amount, or the bank works on it. `approved`, `declined`, `cancelled` are final for the attempt; after
 * the last two no card is asked for it any more. `none`: no such attempt was ever made here. `unknown`: the provider could not be asked.
 */
export const chargeReply = v.variant('state', [
  v.object({ state: v.literal('asking') }),
  v.object({ state: v.literal('approved'), ref: v.string() }),
  v.object({ state: v.picklist(['declined', 'cancelled', 'none', 'unknown']), reason: v.string() }),
])
export type ChargeReply = v.InferOutput<typeof chargeReply>

export const readerReply = v.object({ ready: v.boolean(), reason: v.nullable(v.string()) })
export type ReaderReply = v.InferOutput<typeof readerReply>

/** `noReader` (404): the cloud knows no reader for this lane. `otherAmount` (409): the quote is on record with another amount. */
export const cardRefusal = v.object({
  error: v.picklist([
    'noReader',
    'otherAmount',
    'malformed',
    'tooLarge',
    'busy',
    'unauthorised',
    'wrongSite',
    'clock',
    'revoked',
    'replaced',
  ]),
  message: v.string(),
  now: v.optional(v.number()),
})
export type CardRefusal = v.InferOutput<typeof cardRefusal>
