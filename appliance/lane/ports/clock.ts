import type { ClockQuality, EpochMs } from '@gatehouse/domain/time.ts'

export interface Clock {
  wall(): EpochMs
  /** milliseconds since this boot; never jumps */
  mono(): number
  quality(): ClockQuality
  /** calls back once after `ms` of this clock; returns a cancel function */
  after(ms: number, fn: () => void): () => void
}
/** A fresh UUIDv7 (time-ordered). */
export type NewId = () => string
