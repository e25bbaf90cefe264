import { type DestinationStream, type Logger, pino } from 'pino'

/** Fields that may hold a number plate; they are never written, because a log file is kept longer than a plate may be. */
const PLATE_FIELDS = ['plate', 'plates', 'text', 'raw', 'read', 'reads', 'candidates', 'query']

export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void

/** JSON lines, one per event, plates redacted at every level of nesting that we write. */
export function createLog(destination: DestinationStream | null, level = 'info'): { readonly log: Log; readonly pino: Logger } {
  const options = {
    level,
    base: null,
    redact: { paths: PLATE_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[plate]' },
  }
  const logger = destination ? pino(options, destination) : pino(options)
  return { pino: logger, log: (at, message, fields = {}) => logger[at](fields, message) }
}
