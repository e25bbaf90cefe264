/** Every wait of a lane, in milliseconds. Sources: the field's barrier and kiosk rules; each is a default a site may change. */
export interface LaneTimings {
  /** a burst of frames that has not become a sighting by then counts as unread */
  readonly spottingMs: number
  /** an open command older than this is refused by the barrier */
  readonly commandTtlMs: number
  /** the barrier has not answered an open command: ask again with the same id, which never pulses twice */
  readonly feedbackMs: number
  /** wait before a refused or failed opening is tried again with a new command */
  readonly retryMs: number
  /** an entry's opening is retried this long: its driver can back out */
  readonly retryForMs: number
  /** an exit's, or as long as its exit grace if that is longer */
  readonly exitRetryForMs: number
  /** opened, and the vehicle has not moved */
  readonly passageMs: number
  /** both loops free this long: the vehicle has left them (it is not between the two) */
  readonly gapMs: number
  /** a second vehicle on the closing loop this soon after a passage is a tailgate, whatever the arm says */
  readonly tailgateMs: number
  /** a vehicle this long on the closing loop is a long one, or it has stopped there */
  readonly longVehicleMs: number
  /** a granted or helpless driver who is still here gets a call for help */
  readonly helpAfterMs: number
  /** a car for which nothing works is let out, its fee owed */
  readonly releaseAfterMs: number
  /** the card terminal has not answered: its outcome is unknown */
  readonly chargeMs: number
  /** how often an unknown card outcome is looked up */
  readonly lookUpMs: number
  /** how often a charge in doubt is looked up when its driver is no longer waiting for it */
  readonly reconcileMs: number
  /** idle on a search: first the warning, then the reset (counted from the last touch) */
  readonly idleWarnMs: number
  readonly idleResetMs: number
  /** the same on the keypad for exit codes, where a driver may be paying on the phone meanwhile */
  readonly codeWarnMs: number
  readonly codeResetMs: number
  /** the ledger refused a write: try again */
  readonly ledgerRetryMs: number
}

export const defaultTimings: LaneTimings = {
  spottingMs: 6_000,
  commandTtlMs: 3_000,
  feedbackMs: 10_000,
  retryMs: 2_000,
  retryForMs: 60_000,
  exitRetryForMs: 600_000,
  passageMs: 30_000,
  gapMs: 2_000,
  tailgateMs: 5_000,
  longVehicleMs: 12_000,
  helpAfterMs: 20_000,
  releaseAfterMs: 90_000,
  chargeMs: 60_000,
  lookUpMs: 3_000,
  reconcileMs: 30_000,
  idleWarnMs: 20_000,
  idleResetMs: 40_000,
  codeWarnMs: 60_000,
  codeResetMs: 80_000,
  ledgerRetryMs: 2_000,
}
