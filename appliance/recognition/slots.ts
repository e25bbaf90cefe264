import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { ALPHABET } from './alphabet.ts'

/** One reading of a plate: its probability among the readings, and a distribution over ALPHABET for each position (each sums to 1). */
export interface Reading {
  readonly weight: number
  readonly slots: readonly Float64Array[]
}

/** Mass a listed alternative never covers: the reader keeps six of thirty-six characters. */
const LEAST_REST = 0.002

/** What a read says, as readings of different lengths. Weights sum to 1 unless the read is empty. */
export function readingsOf(read: PlateRead): Reading[] {
  const others = read.candidates.filter(({ text }) => text.length !== read.text.length)
  const own = Math.max(
    read.confidence,
    read.candidates.filter(({ text }) => text.length === read.text.length).reduce((sum, { p }) => sum + p, 0),
  )
  const total = own + others.reduce((sum, { p }) => sum + p, 0)
  if (total <= 0 || read.text === '') return []
  return [{ weight: own / total, slots: slotsOf(read) }, ...others.map(({ text, p }) => ({ weight: p / total, slots: certain(text) }))]
}

function slotsOf(read: PlateRead): Float64Array[] {
  return [...read.text].map((own, i) => {
    const listed = read.chars[i] ?? [{ char: own, p: 1 }]
    const sum = listed.reduce((s, { p }) => s + p, 0)
    const rest = Math.max(LEAST_REST, 1 - sum)
    const slot = new Float64Array(ALPHABET.length).fill(rest / ALPHABET.length)
    for (const { char, p } of listed) {
      const c = ALPHABET.indexOf(char)
      if (c >= 0 && sum > 0) slot[c] = (slot[c] as number) + (p / sum) * (1 - rest)
    }
    return slot
  })
}

const certain = (text: string): Float64Array[] =>
  [...text].map((char) => {
    const slot = new Float64Array(ALPHABET.length).fill(LEAST_REST / ALPHABET.length)
    const c = ALPHABET.indexOf(char)
    if (c >= 0) slot[c] = (slot[c] as number) + 1 - LEAST_REST
    return slot
  })
