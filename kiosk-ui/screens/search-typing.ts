import type { ScreenOf } from '../parts/scene.ts'

export const KEYS = '1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** longest query the lane accepts (domain/wire/kiosk.ts) */
const LONGEST = 12
const SHORTEST = 3

export const isKey = (text: string): boolean => text.length === 1 && KEYS.includes(text)
export const typed = (query: string, key: string): string => (query.length < LONGEST ? query + key : query)
export const untyped = (query: string): string => query.slice(0, -1)

/** Which sentence stands above the keys. */
export function searchHint({ query, results, tooMany, nextKeys }: ScreenOf<'search'>): 'rule' | 'tooMany' | 'none' {
  if (tooMany) return 'tooMany'
  if (query.length > 0 && results.length === 0 && (nextKeys === '' || query.length >= SHORTEST)) return 'none'
  return 'rule'
}
