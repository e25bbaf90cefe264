import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'

/** A file's fingerprint, as cards and confidence maps name it. */
export const sha256 = v.pipe(v.string('a text'), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'))

export const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')
