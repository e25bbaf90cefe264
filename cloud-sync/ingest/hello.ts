import type { HelloReply, HelloRequest } from '@gatehouse/domain/wire/sync.ts'
import { noteEpoch, openingsOf, recordStanding, standingHere } from '../store/fleet.ts'
import { watermarksOf } from '../store/inbox.ts'
import type { Store } from '../store/open-store.ts'
import { type IngestClock, raise } from './accept.ts'
import { compareMoney } from './compare-money.ts'
import { cloneAlert, helloReplyOf, isOutlived, standingOf, twinAlert } from './decide.ts'

/** A box says where it stands; the cloud says where it stands for that epoch, so both resume from the lower one. */
export async function answerHello(store: Store, request: HelloRequest, clock: IngestClock): Promise<HelloReply> {
  return store.transact(async (tx) => {
    const now = clock.now()
    const watermarks = await watermarksOf(tx, request.device, request.epoch)
    if (!request.past) {
      const siblings = await noteEpoch(tx, request.device, request.epoch, request.parentEpoch, now)
      if (siblings.length > 0) await raise(tx, clock, request, cloneAlert(request.epoch, siblings))
      const met = await openingsOf(tx, request.device, request.epoch)
      if (met && isOutlived(met.mine, met.latest, now)) await raise(tx, clock, request, twinAlert(request.epoch, met.latest.epoch))
      await recordStanding(tx, standingOf(request, watermarks, store.incarnation, now), now)
    }
    const money = await compareMoney(tx, request, store.incarnation, clock)
    const reply = helloReplyOf(watermarks, store.incarnation, now, request.past ? null : await standingHere(tx, request.device))
    return money ? { ...reply, money } : reply
  })
}
