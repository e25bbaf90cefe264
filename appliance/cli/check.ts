import { ConfigError, loadConfig } from '../config.ts'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'

export const check: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { help: { type: 'boolean' } }, { positionals: true })
  if (values.help) {
    io.stdout.write(
      'usage: gatehouse check SITE.TOML\n\nChecks a site file and reports every problem at once; status 0 when there is none.\n',
    )
    return 0
  }
  const [file] = positionals
  if (!file) throw new UsageError('name the site file: gatehouse check SITE.TOML')
  const { place, lanes, cloudTable, doubts } = loadConfig(file)
  if (doubts.length > 0) throw new ConfigError(file, doubts)
  io.stdout.write(
    `${file}: good. ${place.name}, ${lanes.map((lane) => lane.id).join(', ')}; ${cloudTable ? `cloud ${cloudTable.url}` : 'no cloud: the local tariff applies'}\n`,
  )
  return 0
}
