import type { EpochMs } from '@gatehouse/domain/time.ts'

/** How the box is, for `/healthz` and `/metrics`. Nothing here may name a plate or a person. */
export interface HealthReport {
  /** false: a person should look */
  readonly ok: boolean
  readonly version: string
  readonly startedAt: EpochMs
  readonly checks: readonly HealthCheck[]
  /** further numbers for `/metrics`; names in snake_case, units in the name (`sync_backlog_events`) */
  readonly gauges?: Readonly<Record<string, number>>
  /** messages on the network of the house that were not taken since the box started, by reason (camelCase) */
  readonly refusedOnLan?: Readonly<Record<string, number>>
}

export interface HealthCheck {
  /** snake_case, for example `camera_exit_1` */
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}
