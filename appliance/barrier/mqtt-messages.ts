import * as v from 'valibot'

/**
 * A barrier over MQTT. `gates/<lane>/control` and `gates/<lane>/ack` carry a command and its answer; `gates/<lane>/state` is
 * retained and tells where the arm is and which loops are occupied. Times are epoch milliseconds.
 */
export const controlMessage = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  action: v.literal('open'),
  timestamp: v.number(),
  expires: v.number(),
})
export type ControlMessage = v.InferOutput<typeof controlMessage>

export const ackMessage = v.object({
  id: v.string(),
  result: v.picklist(['opened', 'refused', 'expired', 'fault']),
  reason: v.optional(v.string(), ''),
})
export type AckMessage = v.InferOutput<typeof ackMessage>

export const stateMessage = v.object({
  armingLoop: v.boolean(),
  closingLoop: v.boolean(),
  arm: v.picklist(['unknown', 'closed', 'opening', 'open', 'closing', 'fault']),
})
export type StateMessage = v.InferOutput<typeof stateMessage>

/** A command older than this is never acted on: whoever sent it has stopped waiting, and the car may be another one. */
export const COMMAND_LIFE_MS = 3_000

export const topics = (laneId: string) => ({
  control: `gates/${laneId}/control`,
  ack: `gates/${laneId}/ack`,
  state: `gates/${laneId}/state`,
})

/** Parses a payload; null when it is not JSON of this shape. */
export function readMessage<S extends v.GenericSchema>(schema: S, payload: Uint8Array): v.InferOutput<S> | null {
  try {
    const result = v.safeParse(schema, JSON.parse(new TextDecoder().decode(payload)))
    return result.success ? result.output : null
  } catch {
    return null
  }
}
