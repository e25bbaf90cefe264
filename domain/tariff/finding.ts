import type { VehicleClass } from './rate-table.ts'

/**
 * Something about a tariff its owner must know before it is published. `error` refuses to publish; `warning` asks to confirm.
 * `line` is the index of the rate line it is about, or null for the whole table.
 */
export interface Finding {
  readonly code: FindingCode
  readonly severity: 'error' | 'warning'
  readonly line: number | null
  /** what of the table it is about when not its own lines: `windows.0`, `specials.1`, `classes.0` */
  readonly part?: string
  /** the name of that window or package, as the owner wrote it */
  readonly name?: string
  /** the class of vehicle whose prices it is about */
  readonly vehicleClass?: VehicleClass
  /** where in the stay: an overlap or gap; where what is charged ends; the period of a maximum */
  readonly fromMs?: number
  readonly untilMs?: number
  /** English; `code` is the key for other languages */
  readonly message: string
}

export type FindingCode =
  | 'noLines'
  | 'notInteger'
  | 'negative'
  | 'emptySpan'
  | 'stepTooSmall'
  | 'partialStep'
  | 'overlap'
  | 'gap'
  | 'stayEndsFree'
  | 'capBelowStep'
  | 'capPeriod'
  | 'capPeriodNotADay'
  | 'noTransitions'
  | 'transitionsUnordered'
  | 'transitionsLate'
  | 'vat'
  | 'currency'
  | 'freeNegative'
  | 'graceShort'
  | 'franceStep'
  | 'spainPerMinute'
  | 'portugalStep'
  | 'windowHidden'
  | 'datesOver'
  | 'leavesBeforeEntry'
  | 'overstayWithinFree'

type Where = Pick<Finding, 'fromMs' | 'untilMs'>

export function error(code: FindingCode, line: number | null, message: string, where: Where = {}): Finding {
  return { code, severity: 'error', line, message, ...where }
}

export function warning(code: FindingCode, line: number | null, message: string, where: Where = {}): Finding {
  return { code, severity: 'warning', line, message, ...where }
}
