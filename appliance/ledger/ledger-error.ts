export type LedgerProblem =
  | 'readOnly'
  | 'held'
  | 'damaged'
  | 'notALedger'
  | 'newer'
  | 'migrationsDiffer'
  | 'migrationFailed'
  | 'otherSite'
  | 'diskFull'
  | 'busy'
  | 'broken'
  | 'invalidEvent'
  | 'alreadyRecorded'

/** What the ledger could not do, whether trying again can help, and in `message` what a person should do. Nothing was half-written. */
export class LedgerError extends Error {
  readonly problem: LedgerProblem
  readonly retry: boolean
  constructor(problem: LedgerProblem, message: string, options: { readonly retry?: boolean; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'LedgerError'
    this.problem = problem
    this.retry = options.retry ?? false
  }
}

const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : '')

/** Turns what SQLite or the file system said into a sentence for people. A LedgerError passes through. */
export function ledgerError(cause: unknown, path: string): LedgerError {
  if (cause instanceof LedgerError) return cause
  const code = codeOf(cause)
  const said = cause instanceof Error ? cause.message : String(cause)
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT|SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_AUTH|SQLITE_PERM)/.test(code))
    return new LedgerError(
      'readOnly',
      `The ledger ${path} cannot be written (${code}): nothing was changed. Make its folder writable for this user, or choose another data folder in site.toml.`,
      { cause },
    )
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)/.test(code))
    return new LedgerError(
      'diskFull',
      `The disk of the ledger ${path} is full: nothing of this change was written. Free some space; the next try will work without a restart.`,
      { retry: true, cause },
    )
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damaged(path, said, cause)
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new LedgerError(
      'busy',
      `Another program is writing in the ledger ${path}: nothing was changed. Close it; the next try will work.`,
      {
        retry: true,
        cause,
      },
    )
  if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE')
    return new LedgerError('alreadyRecorded', `This was already recorded (${said}): nothing was changed, and nothing is lost.`, { cause })
  return new LedgerError('broken', `The ledger ${path} could not be written (${code || 'no code'}: ${said}): nothing was changed.`, {
    retry: code.startsWith('SQLITE_IOERR'),
    cause,
  })
}

/** The file is not, or no longer, a sound SQLite database. */
export function damaged(path: string, found: string, cause?: unknown): LedgerError {
  return new LedgerError(
    'damaged',
    `The ledger ${path} is damaged (${found}) and is left as it is. Keep a copy of it, then move it and its -wal file aside and start again: the box begins a new ledger, and everything that had reached the cloud is safe there.`,
    { cause },
  )
}
