import {
  contentRange,
  type MediaRefusal,
  type MediaReply,
  mediaRefusal,
  mediaReply,
  type PieceRange,
} from '@gatehouse/domain/wire/media.ts'
import { type Answer, reasonOf, understand } from './cloud-client.ts'
import type { WaitingPicture } from './ports.ts'

export interface MediaClient {
  /** sends a piece, or asks how much is there */
  put(picture: WaitingPicture, range: PieceRange, bytes: Uint8Array, signal: AbortSignal): Promise<Answer<MediaReply, MediaRefusal>>
}

/** Speaks domain/wire/media.ts to one cloud. Never throws and never waits longer than `timeoutMs`. */
export function mediaClient(options: {
  readonly url: string
  /** null: `fetch` signs what it sends */
  readonly token: string | null
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly timeoutMs: number
}): MediaClient {
  return {
    async put({ sha256, ref, takenAt }, range, bytes, signal) {
      const query = new URLSearchParams({ ref, takenAt: String(takenAt) })
      try {
        const response = await options.fetch(new URL(`/v1/media/${sha256}?${query}`, options.url).toString(), {
          method: 'PUT',
          headers: {
            ...(options.token === null ? {} : { authorization: `Bearer ${options.token}` }),
            'content-type': 'image/jpeg',
            'content-range': contentRange(range),
          },
          body: Uint8Array.from(bytes),
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]),
        })
        return understand(response, await response.text(), { reply: mediaReply, refusal: mediaRefusal }, options.now())
      } catch (error) {
        return { kind: 'offline', reason: reasonOf(error) }
      }
    },
  }
}
