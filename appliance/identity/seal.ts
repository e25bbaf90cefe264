import { sign } from 'node:crypto'
import { type Seal, type SealedRow, sealText } from '@gatehouse/domain/wire/seal.ts'
import type { Signer } from './signed-fetch.ts'

/** Puts this box's name under a row of its log, so that others can bring the log to the cloud. */
export const sealRow = ({ key, keyId }: Signer, row: SealedRow): Seal => ({
  keyId,
  signature: sign(null, Buffer.from(sealText(row)), key).toString('base64url'),
})
