/** Where a command prints; replaced in tests. */
export interface CliIo {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

/** A command of `gatehouse`: returns the exit status; throws UsageError for words it does not understand. */
export type Command = (argv: string[], io: CliIo) => Promise<number>

/** The caller's words are off: one sentence, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
