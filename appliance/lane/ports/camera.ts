import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'

export interface Frame {
  /** JPEG bytes as the camera gave them */
  readonly jpeg: Uint8Array
  readonly capturedAt: EpochMs
  readonly cameraId: string
}

/** Latest-wins: `next()` resolves with the newest frame not yet handed out, or null once stopped. Never queues. */
export interface FrameSource {
  readonly id: string
  start(): Promise<void>
  next(signal: AbortSignal): Promise<Frame | null>
  health(): CameraHealth
  stop(): Promise<void>
}
export type CameraHealth =
  | { readonly state: 'ok'; readonly fps: number }
  | { readonly state: 'stalled' | 'frozen' | 'failed'; readonly since: EpochMs; readonly detail: string }

/** Corners in shares of a picture's width and height, 0..1, from its top left. */
export type Polygon = readonly (readonly [x: number, y: number])[]

/** Where in a camera's pictures cars are looked for: inside the region (the whole picture without one), outside every mask. */
export interface CameraView {
  readonly region?: Polygon | undefined
  readonly masks: readonly Polygon[]
}

/** Reads every plate in one image, or in the part of it that is viewed, best first; an unreadable image rejects with an Error whose message a person understands. */
export interface PlateReader {
  read(jpeg: Uint8Array, view?: CameraView): Promise<readonly PlateRead[]>
  close(): Promise<void>
}

/** A burst of frames of one presentation, fused: the best read, and the frame it was best seen in. */
export interface Sighting {
  readonly read: PlateRead | null
  readonly jpeg: Uint8Array | null
  readonly frames: number
  readonly capturedAt: EpochMs
}
/** Collects and fuses a burst for one presentation. */
export interface Spotter {
  spot(laneId: string, options: SpotOptions): Promise<Sighting>
}
export interface SpotOptions {
  readonly signal: AbortSignal
  /** is told about each frame, for the live picture */
  readonly onFrame?: (frame: Frame, reads: readonly PlateRead[]) => void
  /**
   * The session a read would be charged as without asking, null where there is none: few vehicles are inside, so a plate that no
   * frame shows clearly may be clear all the same, and its driver need not wait for a better frame.
   */
  readonly settles?: (read: PlateRead) => string | null
}

/**
 * Which session inside a read belongs to. `one`: a clear winner with its posterior (0..1) among all cars inside and "none of
 * these": few plates are inside, so even a poor read is often clear; `several`: near ones for the photo choice, best first;
 * `none`: nothing near. A session whose plate was never read is listed with an empty one: it may be the car just as well.
 */
export type ExitMatch =
  | { readonly kind: 'one'; readonly sessionId: string; readonly posterior: number }
  | { readonly kind: 'several'; readonly sessionIds: readonly string[] }
  | { readonly kind: 'none' }
export type ExitMatcher = (read: PlateRead, inside: readonly { readonly sessionId: string; readonly plate: string }[]) => ExitMatch
