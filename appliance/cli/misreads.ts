import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inspectLedger } from '../ledger/inspect.ts'
import { forgetMisreads } from '../ledger/misreads.ts'
import { ALPHABET } from '../recognition/alphabet.ts'
import { type CharacterPair, learnedConfusion } from '../recognition/learned.ts'
import { engineConfusion } from '../recognition/open-engine.ts'
import { type ManyStrangers, manyStrangers, type StrangerSigns, strangersAtWorst } from '../recognition/strangers.ts'
import { type Command, UsageError } from './command.ts'
import { readOptions } from './options.ts'

const HELP = `usage: gatehouse misreads DATA [--json] [--forget]

Which characters the cameras of this box take for one another, learned from stays whose exit was paid (entry read against exit read)
and from plates a person put right; and how many cars at its exits were on nobody's list. Exit matching uses both. DATA is the box's data
folder or its ledger.db; the box may be running.

  --json    one JSON object: counts, the probability of each pair with them and before them, and the cars at the exits and entries
  --forget  start anew, after a camera was cleaned, moved or replaced; a running box takes it up within the hour
`

/** Pairs shown to people; the rest is in --json. */
const SHOWN = 12

export const misreads: Command = async (argv, io) => {
  const { values, positionals } = readOptions(
    argv,
    { json: { type: 'boolean' }, forget: { type: 'boolean' }, help: { type: 'boolean' } },
    { positionals: true },
  )
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  const [place] = positionals
  if (!place) throw new UsageError('name the data folder: gatehouse misreads DATA')
  const found = await stat(place).catch(() => null)
  if (!found) throw new Error(`there is nothing at ${place}: name the box's data folder (box.data in site.toml)`)
  const path = found.isDirectory() ? join(place, 'ledger.db') : place
  if (values.forget) {
    const forgotten = forgetMisreads(path)
    io.stdout.write(values.json ? `${JSON.stringify({ path, forgotten })}\n` : `${path}: ${forgotten} counts forgotten\n`)
    return 0
  }
  const ledger = inspectLedger({ path })
  try {
    const [pairs, exits] = [ledger.misreads(), ledger.strangerSigns()]
    const told = { path, ...learned(pairs), exits: { ...exits, reason: manyStrangers(exits), atWorst: strangersAtWorst(exits) } }
    io.stdout.write(values.json ? `${JSON.stringify(told)}\n` : table(path, pairs) + exitsLines(exits))
    return 0
  } finally {
    ledger.close()
  }
}

function learned(pairs: readonly CharacterPair[]) {
  const prior = engineConfusion('gatehouse')
  const now = learnedConfusion(prior, pairs)
  const at = (rows: readonly Float64Array[], seen: string, written: string): number =>
    rows[ALPHABET.indexOf(seen)]?.[ALPHABET.indexOf(written)] ?? 0
  const wrong = pairs.filter(({ seen, written }) => seen !== written)
  return {
    characters: pairs.reduce((sum, { count }) => sum + count, 0),
    misread: wrong.reduce((sum, { count }) => sum + count, 0),
    pairs: wrong
      .map((pair) => ({ ...pair, before: at(prior.rows, pair.seen, pair.written), now: at(now.rows, pair.seen, pair.written) }))
      .sort((a, b) => b.count - a.count || (a.seen + a.written < b.seen + b.written ? -1 : 1)),
  }
}

function exitsLines(exits: StrangerSigns): string {
  const clear = `a match at the exit must be clear even if ${Math.ceil(100 * strangersAtWorst(exits))} % of the cars were`
  const counted =
    exits.cars === 0
      ? `no car was read at an exit yet: ${clear} on nobody's list\n`
      : `${exits.strangers} of the last ${exits.cars} cars read at an exit were on nobody's list: ${clear}\n`
  const reason = manyStrangers(exits)
  return reason ? counted + REASONS[reason](exits) : counted
}

const REASONS: Readonly<Record<ManyStrangers, (exits: StrangerSigns) => string>> = {
  newList: () => "its list is younger than a day: cars that were inside before it are on nobody's list, so more are asked about at first\n",
  blindEntry: ({ entered, enteredUnread }) =>
    `${enteredUnread} of the last day's ${entered} cars came in without a plate read: look after the entry's camera; until then more are asked about\n`,
}

function table(path: string, all: readonly CharacterPair[]): string {
  const { characters, misread, pairs } = learned(all)
  if (characters === 0) return `${path}: nothing learned yet; it comes with stays that are paid at the exit\n`
  const percent = (p: number) => `${(100 * p).toFixed(1)} %`.padStart(7)
  const most = pairs[0]?.count ?? 1
  const bar = (count: number) => '█'.repeat(Math.max(1, Math.round((20 * count) / most)))
  return [
    `${path}: ${misread} of ${characters} characters read otherwise at the exit than at the entry`,
    ...(pairs.length > 0 ? ['', 'exit  entry   times  before      now'] : []),
    ...pairs
      .slice(0, SHOWN)
      .map(
        ({ seen, written, count, before, now }) =>
          `  ${seen}     ${written}   ${String(count).padStart(6)}  ${percent(before)}  ${percent(now)}  ${bar(count)}`,
      ),
    ...(pairs.length > SHOWN ? [`and ${pairs.length - SHOWN} more: --json`] : []),
    '',
  ].join('\n')
}
