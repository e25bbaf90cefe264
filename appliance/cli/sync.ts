import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type SyncReport, stoppedReport } from '../compose/sync-report.ts'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'
import { askBox, NobodyAnswers, urlHelp, urlOption } from './own-box.ts'
import { paintFor } from './paint.ts'
import { syncText } from './sync-output.ts'

const HELP = `usage: gatehouse sync status [--json] [--url URL]
       gatehouse sync status [--json] --data DATA

How this box and its cloud stand: last contact, what waits in each stream, the oldest event not sent, what was put aside, the
clock, alarms, and the other boxes of the site. The running box is asked; where none runs, its ledger is read.

${urlHelp}  --data DATA        read this data folder (or ledger.db) instead; the box may be running
  --json             one line of JSON
`

const DATA_FOLDERS = ['/var/lib/gatehouse', '.data/box']

export const sync: Command = async (argv, io) => {
  const { values, positionals } = readOptions(
    argv,
    { ...urlOption, data: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    { positionals: true },
  )
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  const [verb] = positionals
  if (verb !== 'status') throw new UsageError(`say what to do: status${verb ? ` (there is no ${verb})` : ''}`)
  const report = values.data === undefined ? await ofThisBox(values.url) : await fromLedger(values.data)
  const isTerminal = 'isTTY' in io.stdout && io.stdout.isTTY === true
  io.stdout.write(`${values.json ? JSON.stringify(report) : syncText(report, paintFor(process.env, isTerminal))}\n`)
  return 0
}

async function ofThisBox(url: string): Promise<SyncReport> {
  try {
    const { ok, status, body } = await askBox(url, '/api/sync')
    if (!ok) throw new Error(`the box at ${url} does not tell (${status}): is its software older than this command?`)
    return body as SyncReport
  } catch (error) {
    const data = DATA_FOLDERS.find((folder) => existsSync(join(folder, 'ledger.db')))
    if (!(error instanceof NobodyAnswers) || url !== urlOption.url.default || data === undefined) throw error
    return fromLedger(data)
  }
}

/** Loads SQLite only here: asking a running box must not wait for it. */
async function fromLedger(place: string): Promise<SyncReport> {
  const found = statSync(place, { throwIfNoEntry: false })
  if (!found) throw new Error(`there is nothing at ${place}: name the box's data folder (box.data in site.toml)`)
  const { inspectLedger } = await import('../ledger/inspect.ts')
  const ledger = inspectLedger({ path: found.isDirectory() ? join(place, 'ledger.db') : place })
  try {
    return stoppedReport(ledger, Date.now())
  } finally {
    ledger.close()
  }
}
