import type { MediaRefusal } from '@gatehouse/domain/wire/media.ts'
import type { SyncClock, SyncLog } from './clock.ts'
import type { Answer } from './cloud-client.ts'
import type { MediaClient } from './media-client.ts'
import type { PictureSource, WaitingPicture } from './ports.ts'

/** Where the pictures stand. `problem`: why the last try ended early; null when it did not. */
export interface PictureState {
  readonly waiting: number
  readonly waitingBytes: number
  readonly sending: boolean
  readonly problem: string | null
}

export interface Pictures {
  /** nothing else waits: now is the time */
  nudge(): void
  stop(): void
  state(): PictureState
}

export interface PictureOptions {
  readonly source: PictureSource
  readonly client: MediaClient
  readonly clock: SyncClock
  readonly log: SyncLog
  /** the cloud answers and no event waits or is on its way */
  readonly isQuiet: () => boolean
  readonly bytesPerSecond: number
  readonly onChange: () => void
}

/** small enough that an event waits for one of them only */
const PIECE = 64 * 1024

/**
 * Sends pictures while nothing else is left to send (rule S56): one at a time, oldest first, a piece at a time, no faster than allowed.
 * Whatever ends a try, the next quiet moment goes on from where the cloud stands.
 */
export function createPictures(options: PictureOptions): Pictures {
  const { source, client, clock, log } = options
  const stopping = new AbortController()
  let sending = false
  let problem: string | null = null

  async function sendAll(): Promise<void> {
    problem = null
    for (let picture = source.nextPicture(); picture && may(); picture = source.nextPicture()) {
      const outcome = await sendOne(picture)
      if (outcome !== 'settled') {
        problem = outcome
        return
      }
      source.pictureSettled(picture.ref)
      options.onChange()
    }
  }

  /** `settled`: this picture need not be sent any more; otherwise why it stopped, null where events came first */
  async function sendOne(picture: WaitingPicture): Promise<'settled' | string | null> {
    const jpeg = source.image(picture.ref)
    if (!jpeg) {
      log.warn({ ref: picture.ref }, 'a picture is torn or gone and cannot be sent')
      return 'settled'
    }
    const total = jpeg.length
    let answer = await client.put(picture, { kind: 'ask', total }, new Uint8Array(), stopping.signal)
    for (let starts = 0; ; ) {
      if (answer.kind === 'ok' && answer.value.complete) return 'settled'
      const from = standing(answer)
      if (from === null) return gaveUp(picture, answer)
      // bytes that turn out wrong there are sent once more from the start, and not for ever
      if (from === 0) starts += 1
      if (starts > 2) return gaveUp(picture, answer)
      if (!may()) return null
      const until = Math.min(total, from + PIECE)
      const began = clock.wall()
      answer = await client.put(picture, { kind: 'piece', from, until, total }, jpeg.subarray(from, until), stopping.signal)
      await pause(((until - from) / options.bytesPerSecond) * 1000 - (clock.wall() - began))
    }
  }

  /** where to go on, or null: this is not the way */
  function standing(answer: Answer<{ readonly received: number }, MediaRefusal>): number | null {
    if (answer.kind === 'ok') return answer.value.received
    if (answer.kind !== 'refused') return null
    if (answer.refusal.error === 'broken') return 0
    return answer.refusal.error === 'offset' ? (answer.refusal.received ?? null) : null
  }

  function gaveUp({ ref }: WaitingPicture, answer: Answer<unknown, MediaRefusal>): 'settled' | string {
    if (answer.kind === 'ok') return 'the cloud takes no further piece'
    if (answer.kind !== 'refused') return answer.reason
    // erased meanwhile is how it should be; anything else would be refused again
    if (answer.refusal.error !== 'erased') log.warn({ ref, error: answer.refusal.error }, 'the cloud will not have a picture')
    return 'settled'
  }

  const may = (): boolean => !stopping.signal.aborted && options.isQuiet()
  const pause = (ms: number): Promise<void> => new Promise((resolve) => (ms <= 0 ? resolve() : clock.after(ms, resolve)))

  return {
    nudge() {
      if (sending || !may() || source.nextPicture() === null) return
      sending = true
      options.onChange()
      sendAll()
        .catch((error: unknown) => {
          problem = error instanceof Error ? error.message : String(error)
        })
        .finally(() => {
          sending = false
          options.onChange()
        })
    },
    stop: () => stopping.abort(),
    state() {
      const { count, bytes } = source.picturesWaiting()
      return { waiting: count, waitingBytes: bytes, sending, problem }
    },
  }
}
