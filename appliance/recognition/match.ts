import { confusableDistance, type PlateRead } from '@gatehouse/domain/plate.ts'
import type { ExitMatch, ExitMatcher } from '../lane/ports.ts'

/** How often a car at an exit is none of those we hold to be inside (a missed entry, another gate). */
const STRANGER = 0.05
/** One particular plate among all that drive past: a stranger's plate equals this text about this rarely. */
const ONE_PLATE = 1e-6
/** What reading `cost` apart (confusableDistance, 0.2 = a look-alike) says about its likelihood: 0.2 → 4 %, 0.5 → 0.03 %. */
const PER_COST = 16
const MOST_PHOTOS = 4
/** Beyond this a car is not even worth showing. */
const WORTH_A_LOOK = 0.005

/**
 * Closed-world matching: how probable is each car inside, and "none of these", given what was read? `one` only for a posterior
 * of at least `chargeThreshold` with the runner-up far behind, because a wrong match is a wrong bill.
 */
export function createExitMatcher({
  chargeThreshold,
  lead = 20,
}: {
  readonly chargeThreshold: number
  readonly lead?: number
}): ExitMatcher {
  return (read, inside) => {
    const prior = (1 - STRANGER) / Math.max(1, inside.length)
    const scored = inside
      .map(({ sessionId, plate }) => ({ sessionId, weight: prior * likelihood(read, plate) }))
      .sort((a, b) => b.weight - a.weight)
    const stranger = STRANGER * ONE_PLATE * likelihood(read, read.text)
    const total = scored.reduce((sum, { weight }) => sum + weight, stranger)
    const [best, second] = scored
    if (!best || total === 0) return { kind: 'none' }
    const posterior = best.weight / total
    if (posterior >= chargeThreshold && best.weight >= lead * (second?.weight ?? 0))
      return { kind: 'one', sessionId: best.sessionId, posterior }
    const near = scored.filter(({ weight }) => weight / total >= WORTH_A_LOOK).slice(0, MOST_PHOTOS)
    return near.length > 0
      ? ({ kind: 'several', sessionIds: near.map(({ sessionId }) => sessionId) } satisfies ExitMatch)
      : { kind: 'none' }
  }
}

/** P(read | plate): the reader's own probabilities where it offers this text or its characters, look-alikes where it does not. */
function likelihood(read: PlateRead, plate: string): number {
  const whole = read.candidates.find((candidate) => candidate.text === plate)?.p ?? 0
  return Math.max(whole, byCharacters(read, plate), byShape(read, plate))
}

function byCharacters(read: PlateRead, plate: string): number {
  if (plate.length !== read.chars.length) return 0
  let p = 1
  for (const [position, alternatives] of read.chars.entries()) {
    p *= alternatives.find(({ char }) => char === plate[position])?.p ?? 0
    if (p === 0) return 0
  }
  return p
}

function byShape(read: PlateRead, plate: string): number {
  const cost = confusableDistance(read.text, plate)
  return Number.isFinite(cost) ? Math.exp(-PER_COST * cost) * read.confidence : 0
}
