import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectLedger } from '../ledger/inspect.ts'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'

const HELP = `usage: gatehouse verify DATA [--json]

Checks a box's event log from its first row to its last: every hash recomputed, every number in order, and the tables equal to
what the log says. DATA is the box's data folder or its ledger.db. The box may be running. Status 0: intact; 1: it is not.
`

export const verify: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { json: { type: 'boolean' }, help: { type: 'boolean' } }, { positionals: true })
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  const [place] = positionals
  if (!place) throw new UsageError('name the data folder: gatehouse verify DATA')
  const found = await stat(place).catch(() => null)
  if (!found) throw new Error(`there is nothing at ${place}: name the box's data folder (box.data in site.toml)`)
  const path = found.isDirectory() ? join(place, 'ledger.db') : place
  const ledger = inspectLedger({ path })
  try {
    const chain = ledger.verifyChain()
    const differences = ledger.stateDifferences()
    const intact = chain.ok && (differences ?? []).length === 0
    if (values.json) io.stdout.write(`${JSON.stringify({ path, intact, chain, differences })}\n`)
    else {
      io.stdout.write(`${path}: ${intact ? 'intact' : 'NOT INTACT'}${chain.ok ? `, ${chain.rows} rows` : ''}\n`)
      if (!chain.ok) io.stdout.write(`  stream ${chain.stream}, row ${chain.seq}: ${chain.problem}\n`)
      for (const difference of differences ?? []) io.stdout.write(`  ${difference}\n`)
    }
    return intact ? 0 : 1
  } finally {
    ledger.close()
  }
}
