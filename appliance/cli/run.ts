import { loadConfig } from '../config.ts'
import { startAppliance } from '../main.ts'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'

const HELP = `usage: gatehouse run --config SITE.TOML

Runs this box until it is told to stop (SIGTERM, SIGINT). JSON log lines go to standard output.
`

export const run: Command = async (argv, io) => {
  const { values } = readOptions(argv, { config: { type: 'string' }, help: { type: 'boolean' } })
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  if (!values.config) throw new UsageError('name the site file: --config SITE.TOML')
  const appliance = await startAppliance(loadConfig(values.config))
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  await appliance.stop()
  return 0
}
