import type { EpochMs } from '@gatehouse/domain/time.ts'

/** The part of the box's clock that sync needs; the lane's clock fits. */
export interface SyncClock {
  wall(): EpochMs
  quality(): 'trusted' | 'untrusted'
  /** calls back once after `ms`; returns a cancel function */
  after(ms: number, fn: () => void): () => void
}

export interface SyncLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
}
