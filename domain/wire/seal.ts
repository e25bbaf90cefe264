import * as v from 'valibot'
import { canonicalJson } from './canonical.ts'
import type { Stream } from './event.ts'

/**
 * A box's signature under a row of its log (Ed25519, with the key that signs its requests). A row's hash stands on all before it, so
 * one seal vouches for the strand up to there, whoever carries it.
 */
export const seal = v.object({
  /** thumbprint of the key, as signatures of requests name it */
  keyId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
  /** 64 bytes, base64url */
  signature: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/)),
})
export type Seal = v.InferOutput<typeof seal>

/** The row a seal is under, and whose it is. */
export interface SealedRow {
  readonly site: string
  readonly device: string
  readonly epoch: string
  readonly parentEpoch: string | null
  readonly stream: Stream
  readonly seq: number
  readonly hash: string
}

/** What is signed. The first word keeps it apart from everything else a box signs. */
export const sealText = ({ site, device, epoch, parentEpoch, stream, seq, hash }: SealedRow): string =>
  canonicalJson(['gatehouse log row 1', site, device, epoch, parentEpoch, stream, seq, hash])
