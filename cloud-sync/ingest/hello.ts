import type { HelloReply, HelloRequest } from '@gatehouse/domain/wire/sync.ts'
import { noteEpoch, recordStanding } from '../store/fleet.ts'
import { watermarksOf } from '../store/inbox.ts'
import type { Store } from '../store/open-store.ts'
import { type IngestClock, raiseCloneAlert } from './accept.ts'

/** A box says where it stands; the cloud says where it stands for that epoch, so both resume from the lower one. */
export async function answerHello(store: Store, request: HelloRequest, clock: IngestClock): Promise<HelloReply> {
  return store.transact(async (tx) => {
    const now = clock.now()
    if (!request.past) {
      const siblings = await noteEpoch(tx, request.device, request.epoch, request.parentEpoch, now)
      if (siblings.length > 0) await raiseCloneAlert(tx, clock, request, request.epoch, siblings)
      await recordStanding(tx, standingOf(request, now), now)
    }
    const watermarks = await watermarksOf(tx, request.device, request.epoch)
    return { serverIncarnation: store.incarnation, now, watermarks: watermarks.map(({ stream, seq, hash }) => ({ stream, seq, hash })) }
  })
}

/** Complete up to the event before the oldest one still waiting; with none waiting, up to this hello. */
function standingOf(request: HelloRequest, now: number) {
  return {
    device: request.device,
    version: request.version,
    clockQuality: request.clockQuality,
    clockOffsetMs: now - request.now,
    backlogByStream: Object.fromEntries(request.heads.map((h) => [h.stream, h.backlog])),
    oldestUnsent: request.oldestUnsent,
    completeUntil: request.oldestUnsent === null ? request.now : request.oldestUnsent - 1,
    epoch: request.epoch,
  }
}
