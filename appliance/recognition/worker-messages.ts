import type { PlateRead } from '@gatehouse/domain/plate.ts'

/** What a reader's child process is started with (one JSON argument). */
export interface WorkerSettings {
  readonly engine: 'ppocr'
  readonly modelsDir: string | null
  readonly threads: number
  readonly maxSide: number
  /** ISO 3166-1 countries whose plates are expected; empty = anywhere */
  readonly countries: readonly string[]
}

/** Parent → child. */
export interface ReadRequest {
  readonly id: number
  readonly jpeg: Uint8Array
}

/** Milliseconds of CPU the child spent on one picture, per stage. */
export interface StageMs {
  readonly decode: number
  readonly detect: number
  readonly read: number
}

/** Child → parent. `ready` once the models are loaded, then one answer per request. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'reads'; readonly id: number; readonly reads: readonly PlateRead[]; readonly ms: StageMs; readonly rssBytes: number }
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
