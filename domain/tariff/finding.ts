/**
 * Something about a tariff its owner must know before it is published. `error` refuses to publish; `warning` asks to confirm.
 * `line` is the index of the rate line it is about, or null for the whole table.
 */
export interface Finding {
  readonly code: FindingCode
  readonly severity: 'error' | 'warning'
  readonly line: number | null
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

export function error(code: FindingCode, line: number | null, message: string): Finding {
  return { code, severity: 'error', line, message }
}

export function warning(code: FindingCode, line: number | null, message: string): Finding {
  return { code, severity: 'warning', line, message }
}
