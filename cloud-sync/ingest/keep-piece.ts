import { createHash } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { MediaRefusal, MediaReply, PieceRange } from '@gatehouse/domain/wire/media.ts'
import type { Part, PictureBytes } from '../store/picture-bytes.ts'
import { pictureOf, putPicture } from '../store/pictures.ts'
import type { Sql } from '../store/sql.ts'

export interface Piece {
  readonly site: string
  readonly device: string
  readonly sha256: string
  readonly ref: string
  readonly takenAt: EpochMs
  readonly range: PieceRange
  /** empty where it only asks */
  readonly bytes: Uint8Array
}

export type PieceOutcome = { readonly ok: true; readonly reply: MediaReply } | { readonly ok: false; readonly refusal: MediaRefusal }

/** so much stays free for the database that may lie on the same disk */
const LEAVE_FREE = 256 * 1024 * 1024

/**
 * Takes one piece of a picture (rules S52–S55). Bytes count once all are here and have the hash of their address; then the row is
 * written. The same piece again changes nothing, and a kill anywhere leaves what a later question finds.
 */
export async function keepPiece(sql: Sql, bytes: PictureBytes, piece: Piece, now: EpochMs): Promise<PieceOutcome> {
  const { site, ref, sha256, range } = piece
  const known = await pictureOf(sql, site, ref)
  if (known?.erasedAt) return refuse('erased', 'this picture was erased')
  if (known && known.sha256 !== sha256) return refuse('taken', 'another picture is on record under this reference')
  return bytes.exclusive(sha256, async () => {
    if (await bytes.has(site, sha256)) return note(sql, bytes, piece, now)
    const here = await bytes.partSize(piece)
    if (range.kind === 'ask') return stands(here, false)
    if (range.from !== here)
      return { ok: false, refusal: { error: 'offset', message: `${here} bytes are here: go on from there`, received: here } }
    if (range.from === 0 && !isJpeg(piece.bytes)) return refuse('wrongType', 'this is no JPEG')
    if ((await bytes.room()) < LEAVE_FREE) return refuse('full', 'there is no room for pictures here at present')
    await bytes.append(piece, piece.bytes)
    if (range.until < range.total) return stands(range.until, false)
    return finish(sql, bytes, piece, now)
  })
}

async function finish(sql: Sql, bytes: PictureBytes, piece: Piece, now: EpochMs): Promise<PieceOutcome> {
  const part: Part = piece
  const whole = await bytes.readPart(part)
  if (createHash('sha256').update(whole).digest('hex') !== piece.sha256) {
    await bytes.discard(part)
    return refuse('broken', 'the bytes are not the ones of this address: send them again from the start')
  }
  await bytes.finish(part)
  return note(sql, bytes, piece, now)
}

/** The bytes are here; an erasure that came while they did wins. */
async function note(sql: Sql, bytes: PictureBytes, piece: Piece, now: EpochMs): Promise<PieceOutcome> {
  const { site, ref, sha256, device, takenAt, range } = piece
  // a sibling may have been quicker
  await bytes.discard(piece)
  const row = await putPicture(sql, { site, ref, sha256, bytes: range.total, device, takenAt }, now)
  if (row?.erasedAt) return refuse('erased', 'this picture was erased')
  if (row?.sha256 !== sha256) return refuse('taken', 'another picture is on record under this reference')
  return stands(range.total, true)
}

const stands = (received: number, complete: boolean): PieceOutcome => ({ ok: true, reply: { received, complete } })
const refuse = (error: MediaRefusal['error'], message: string): PieceOutcome => ({ ok: false, refusal: { error, message } })
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
