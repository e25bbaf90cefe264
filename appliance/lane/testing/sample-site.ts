import type { Place } from '@gatehouse/domain/place.ts'
import { confusableDistance, type PlateRead } from '@gatehouse/domain/plate.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { ExitMatcher, Sighting } from '../ports.ts'
import type { LedgerSeed } from './ledger-facts.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const samplePlace: Place = {
  id: 'site',
  name: 'Old Town Garage',
  country: 'DE',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  capacity: 3,
  lanes: [
    { id: 'in', name: 'Entry', direction: 'entryOnly' },
    { id: 'out', name: 'Exit', direction: 'exitOnly' },
  ],
}

/** 15 minutes free, then 2.50 EUR for each started hour; 10 minutes to leave after paying. */
export const sampleRates: RateTable = {
  ...{ id: 'visitor', version: 1, name: 'Visitor', currency: 'EUR', effectiveFrom: 0, timeZone: 'Europe/Berlin' },
  transitions: [{ fromMs: 0, offsetMinutes: 60 }],
  ...{ freeMs: 15 * MINUTE, freeIsGrace: true, exitGraceMs: 10 * MINUTE },
  lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR, amountMinor: 250 }],
  ...{ cap: { kind: 'none' }, vatBasisPoints: 1900 },
}

export const samplePermit = (plates: readonly string[], poolSize = 1): LedgerSeed['rights'][number] => ({
  specification: { id: 'residents', name: 'Residents', charging: 'free', poolSize },
  right: { id: 'right-1', specificationId: 'residents', holderId: null, plates, validFrom: 0, validUntil: null, revokedAt: null },
})

export function plateRead(text: string, over: Partial<PlateRead> = {}): PlateRead {
  const confidence = over.confidence ?? 0.97
  return {
    ...{ text, confidence, box: [10, 10, 100, 20], frames: 4 },
    chars: [...text].map((char) => [{ char, p: confidence }]),
    candidates: [{ text, p: confidence }],
    ...over,
  }
}

export const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xd9])

export const sighting = (read: PlateRead | null, at: number, frames = 5): Sighting => ({
  read,
  jpeg: frames > 0 ? JPEG : null,
  frames,
  capturedAt: at,
})

/** Enough of a matcher for the lane's rules: exact, then unique within one confusable character, else the photos. A poor read is never clear. */
export const sampleMatch: ExitMatcher = (read, inside) => {
  const near = inside.filter(({ plate }) => confusableDistance(plate, read.text) <= 0.2)
  const exact = near.filter(({ plate }) => plate === read.text)
  const [first] = exact.length > 0 ? exact : near
  if (!first) return { kind: 'none' }
  if (exact.length >= 1 || near.length === 1) {
    return { kind: 'one', sessionId: first.sessionId, posterior: Math.min(read.confidence, exact.length >= 1 ? 0.99 : 0.93) }
  }
  return { kind: 'several', sessionIds: near.map(({ sessionId }) => sessionId) }
}
