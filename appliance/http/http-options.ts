import type { Hono } from 'hono'
import type { LaneConsole } from '../lane/ports.ts'
import type { HealthReport } from './health-report.ts'

/** The few log calls this room makes; a pino logger fits. */
export interface HttpLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** A further application under its own path, for example the simulator. It may set its own content security policy. */
export interface Mount {
  readonly path: string
  readonly app: Hono
}

export interface HttpLimits {
  /** readers of event streams at one time, all lanes together */
  readonly eventReaders: number
  readonly keepAliveMs: number
  /** largest body of a command, bytes */
  readonly bodyBytes: number
  /** searches a lane accepts at once, and how fast the allowance comes back */
  readonly searchBurst: number
  readonly searchRefillMs: number
  /** a screen silent for longer counts as down */
  readonly heartbeatMs: number
}

export const usualLimits: HttpLimits = {
  eventReaders: 32,
  keepAliveMs: 15_000,
  bodyBytes: 4_096,
  // A driver types about eight characters and takes a few back; a second attempt must still fit.
  searchBurst: 30,
  searchRefillMs: 2_000,
  heartbeatMs: 45_000,
}

export interface HttpOptions {
  readonly lanes: () => readonly LaneConsole[]
  /** JPEG, PNG or WebP bytes of a picture, or null when it is not (or no longer) kept */
  readonly image: (ref: string) => Uint8Array | null
  /** folder with the built screens (`kiosk-ui/dist`) */
  readonly screensDir: string
  readonly health: () => HealthReport
  /** without it nobody opens a barrier over HTTP; a null token closes the door for now */
  readonly attendant?: { readonly token: () => string | null }
  /** keys that make a browser elsewhere the screen of one lane or pay point; without them screens are on this machine only */
  readonly screens?: { readonly keyOf: (screenId: string) => string; readonly renew: () => void }
  readonly mounts?: readonly Mount[]
  /** further host names this box is reached by; its own name, `*.local` and addresses always work */
  readonly hosts?: readonly string[]
  readonly limits?: Partial<HttpLimits>
  /** milliseconds that never jump; the process's own by default */
  readonly mono?: () => number
  readonly log: HttpLog
}

/** What each file of routes is built from. */
export interface HttpContext extends Omit<HttpOptions, 'limits' | 'mono'> {
  readonly limits: HttpLimits
  readonly mono: () => number
  readonly lane: (laneId: string) => LaneConsole | undefined
}
