import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { UsageError } from './command.ts'

/** node:util's parser, with its complaint turned into one sentence that names the way to help. */
export function readOptions<T extends ParseArgsOptionsConfig>(argv: readonly string[], options: T, { positionals = false } = {}) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: positionals, strict: true })
  } catch (error) {
    const first = (error as Error).message.split('. ')[0]?.replace(/\.$/, '')
    throw new UsageError(`${first}; --help lists the options`)
  }
}
