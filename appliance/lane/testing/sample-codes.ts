import { dammDigit } from '@gatehouse/domain/proof/damm.ts'
import type { IssuedQuote } from '../ports.ts'

const coded = (digits: string): string => digits + dammDigit(digits)

/** Well typed: one that a context of sample-states.ts takes, and one that nobody's phone shows. */
export const RIGHT_CODE = coded('12345678')
export const WRONG_CODE = coded('87654321')

/** The lane's tests do without keys: a quote's code is made of its nonce's first digits. The real check has its own tests. */
export const sampleCode = ({ nonce }: Pick<IssuedQuote, 'nonce'>): string =>
  coded(
    String(Number.parseInt(nonce.slice(0, 8), 16))
      .padStart(8, '0')
      .slice(-8),
  )

/** The n-th wrong but well-typed code. */
export const wrongCode = (n: number): string => coded(String(90_000_000 + n))
