import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { CameraView } from '../lane/ports.ts'
import type { EngineChoice } from './open-engine.ts'

/** What the process of the recogniser is told at its start, as JSON in its first argument. */
export interface WorkerSettings extends EngineChoice {
  readonly countries: readonly string[]
}

export type ToWorker =
  | { readonly kind: 'read'; readonly id: number; readonly jpeg: Uint8Array; readonly view?: CameraView | undefined }
  | { readonly kind: 'stop' }

/** CPU milliseconds the worker spent on one picture, by stage, and its memory afterwards in bytes. */
export interface ReadCost {
  readonly decodeMs: number
  readonly detectMs: number
  readonly readMs: number
  readonly rssBytes: number
  readonly peakRssBytes: number
}

export type FromWorker =
  | { readonly kind: 'ready' }
  /** the engine cannot be opened: no restart will help until a person acts */
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'plates'; readonly id: number; readonly plates: readonly PlateRead[]; readonly cost: ReadCost }
  /** this picture cannot be read; the worker is fine */
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
