import { bytesOf } from './bytes.ts'
import json from './golden/vectors.json' with { type: 'json' }
import type { QuoteTokenFields } from './quote-token.ts'

/** The vectors of golden/vectors.json, which golden/derive.py worked out in Python. */
interface Vectors {
  readonly secretHex: string
  readonly site: string
  readonly quoteKeyHex: string
  readonly exitKeyHex: string
  readonly tokens: readonly {
    readonly fields: QuoteTokenFields
    readonly quoteHex: string
    readonly token: string
    readonly tag: string
    readonly paidMinor: number
    readonly exitCode: string
  }[]
  readonly bookKeyHex: string
  readonly vouchers: readonly { readonly book: number; readonly serial: number; readonly tries: number; readonly code: string }[]
}

export const vectors: Vectors = json
export const secret = bytesOf(vectors.secretHex, 32, 'secret')
export const quoteKey = bytesOf(vectors.quoteKeyHex, 32, 'quote key')
export const exitKey = bytesOf(vectors.exitKeyHex, 32, 'exit key')
export const bookKey = bytesOf(vectors.bookKeyHex, 32, 'book key')
