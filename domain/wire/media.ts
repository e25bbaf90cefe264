import * as v from 'valibot'

/**
 * Box → cloud, when nothing else is left to send. `PUT /v1/media/<SHA-256 of the picture, hex>?ref=<imageRef>&takenAt=<epoch ms>`,
 * `Content-Type: image/jpeg`, signed as every request. `Content-Range: bytes 0-65535/180000` carries a piece, the same with `*` for the range
 * and without a body asks how much is here (RFC 9110, 14.4); without the header the body is the whole picture. Pieces come in order;
 * the cloud keeps them across restarts of both sides.
 */
export const MAX_PICTURE = 4 * 1024 * 1024
export const MAX_PIECE = 1024 * 1024

export const mediaReply = v.object({ received: v.number(), complete: v.boolean() })
export type MediaReply = v.InferOutput<typeof mediaReply>

/**
 * `offset` (409): a piece that does not continue what is here, `received` bytes. `erased` (410): it was erased, nobody wants it any
 * more. `tooLarge` (413), `wrongType` (415), `broken` (422: the bytes are not those of the address; `taken`: the reference has another
 * picture), `malformed` (422): sending it again changes nothing. `busy` (503), `full` (507): later. The others as in wire/sync.ts.
 */
export const mediaRefusal = v.object({
  error: v.picklist([
    ...(['offset', 'erased', 'tooLarge', 'wrongType', 'broken', 'taken', 'malformed', 'busy', 'full'] as const),
    ...(['unauthorised', 'wrongSite', 'clock', 'revoked', 'replaced'] as const),
  ]),
  message: v.string(),
  received: v.optional(v.number()),
  now: v.optional(v.number()),
})
export type MediaRefusal = v.InferOutput<typeof mediaRefusal>

export type PieceRange =
  | { readonly kind: 'ask'; readonly total: number }
  | { readonly kind: 'piece'; readonly from: number; readonly until: number; readonly total: number }

/** Reads `Content-Range`; `until` is exclusive. Null: not one of ours. */
export function readContentRange(text: string): PieceRange | null {
  const [, from, last, all, total] = /^bytes (?:(\d{1,10})-(\d{1,10})|(\*))\/(\d{1,10})$/.exec(text) ?? []
  if (total === undefined) return null
  if (all !== undefined) return { kind: 'ask', total: Number(total) }
  const piece = { kind: 'piece' as const, from: Number(from), until: Number(last) + 1, total: Number(total) }
  return piece.from < piece.until && piece.until <= piece.total ? piece : null
}

export const contentRange = (range: PieceRange): string =>
  range.kind === 'ask' ? `bytes */${range.total}` : `bytes ${range.from}-${range.until - 1}/${range.total}`
