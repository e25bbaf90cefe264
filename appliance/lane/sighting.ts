import { normalisePlate } from '@gatehouse/domain/plate.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { LaneContext } from './context.ts'
import type { EventOf } from './events.ts'
import { anomalyNoted, observationMade } from './facts.ts'
import type { Parts } from './outcome.ts'
import type { Presentation, Seen } from './states.ts'

/** Turns a burst into evidence on record: the observation, its plate text and its picture beside it. */
export function observe(
  event: EventOf<'sighted'>,
  presentation: Presentation,
  ctx: LaneContext,
): { readonly seen: Seen; readonly parts: Parts } {
  const { read, jpeg } = event
  const text = read ? normalisePlate(read.text) || null : null
  const seen: Seen = {
    observationId: ctx.newId(),
    plateRef: text === null ? null : ctx.newId(),
    imageRef: jpeg ? ctx.newId() : null,
    text,
    country: read?.country ?? null,
    confidence: text === null ? 0 : (read?.confidence ?? 0),
    certainty: read?.chars.map((alternatives) => alternatives[0]?.p ?? 0) ?? [],
    agreeing: read?.frames ?? 0,
  }
  return {
    seen,
    parts: {
      events: [observationMade(ctx, presentation.id, seen, event.frames)],
      plates: seen.plateRef !== null && text !== null ? [{ ref: seen.plateRef, text, country: seen.country }] : [],
      images: seen.imageRef !== null && jpeg ? [{ ref: seen.imageRef, jpeg, takenAt: event.capturedAt }] : [],
    },
  }
}

/** A vehicle on the loop and not one frame of it: the camera is down or frozen, and somebody should know. */
export const blindness = (event: EventOf<'sighted'>, ctx: LaneContext): readonly DomainEvent[] =>
  event.frames === 0 ? [anomalyNoted(ctx, 'cameraDown', null, 'a vehicle on the arming loop and no frame of it')] : []

/** What stands in for a sighting when the camera gave none in time. */
export const unread = (presentationId: string, ctx: LaneContext): EventOf<'sighted'> => ({
  kind: 'sighted',
  presentationId,
  read: null,
  jpeg: null,
  frames: 0,
  capturedAt: ctx.at,
})
