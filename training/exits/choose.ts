#!/usr/bin/env node
// `make -C training exits`: what exit matching assumes about the world, chosen on rendered entries and exits of the same plates. See HELP.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { confidenceOf, weighed } from '../../appliance/recognition/confidence.ts'
import { type ConfusionModel, lookAlikesAt } from '../../appliance/recognition/confusion.ts'
import { labelledPictures } from '../../appliance/recognition/evaluation/labels.ts'
import { wilson } from '../../appliance/recognition/evaluation/score.ts'
import { priorConfusion } from '../../appliance/recognition/learned.ts'
import { type Beliefs, createExitMatcher, USUAL_BELIEFS } from '../../appliance/recognition/match.ts'
import { plateSyntax, shapeOf } from '../../appliance/recognition/syntax.ts'
import { openSamples, type Shown } from '../confidence/samples.ts'
import { keepIn } from '../confidence/seen.ts'
import { carsInside, randomOf } from './lot.ts'

const STRANGERS = 20_000

const HELP = `usage: node training/exits/choose.ts ENTRIES EXITS [--limit N] [--draws N] [--strangers N] [--out FILE]

ENTRIES, EXITS: renders of the same plates by two cameras (\`python3 -m scenes.pictures\` with --take 0 and 1). Each exit is matched against 500 cars:
its own, written down as it was read at the entry, rightly or wrongly, and 499 with plates of its pattern. Every picture of both cameras is shown as a
stranger, too, among 500 cars of its pattern, as often as it takes for so many draws (default: ${STRANGERS}). Prints, for each assumption tried, how many
were matched and how many were billed to another car; of strangers with an interval by picture, for draws of one picture share its read.
`

/** What is tried, one thing at a time. */
const TRIED: readonly Partial<Beliefs>[] = [
  ...[0.03, 0.3, 0.6, 0.8, 0.9, 0.97].map((unlistedAtWorst) => ({ unlistedAtWorst })),
  ...[0.5, 0.95].map((sameError) => ({ sameError })),
]
const CHARGE = 0.8
const MODELS = join(import.meta.dirname, '../models')

/** A car nobody knows: what stands on its plate, and what the exit reads. */
type Stranger = Pick<Passage, 'truth' | 'exit'>

/** A car whose plate was read at both cameras, or at its exit alone. */
interface Passage {
  readonly truth: string
  readonly entry: string | null
  /** whether the entry's reader thought of what really stands on the plate */
  readonly thoughtOf: boolean
  readonly exit: Shown['read']
}

interface Tally {
  matched: number
  asked: number
  wrong: number
  /** not matched, though the entry's reader thought of the truth: no more could be gained by keeping all it thought of */
  couldBe: number
  draws: number
}

function tried(passages: readonly Passage[], beliefs: Beliefs, confusion: ConfusionModel, draws: number) {
  const match = createExitMatcher({ chargeThreshold: CHARGE, confusion: () => confusion, syntax: plateSyntax(), beliefs })
  const tallies = { same: empty(), misread: empty() }
  for (const [n, { truth, entry, thoughtOf, exit }] of passages.entries()) {
    for (let draw = 0; draw < draws; draw++) {
      if (entry === null) continue
      const tally = tallies[entry === truth ? 'same' : 'misread']
      tally.draws++
      if (!exit) continue
      const others = carsInside(shapeOf(truth), [truth, entry], randomOf(n * draws + draw)).slice(1)
      const found = match(exit, [{ sessionId: entry, plate: entry }, ...others])
      if (found.kind === 'one') tally[found.sessionId === entry ? 'matched' : 'wrong']++
      else if (found.kind === 'several' && found.sessionIds.includes(entry)) tally.asked++
      if (found.kind !== 'one' && thoughtOf) tally.couldBe++
    }
  }
  return tallies
}

interface Billed {
  wrong: number
  draws: number
  /** pictures with a wrong bill among their draws, and all of them */
  readonly pictures: readonly [wrong: number, of: number]
}

/** Strangers who were billed for a car inside, in about so many draws. */
function strangersBilled(strangers: readonly Stranger[], beliefs: Beliefs, confusion: ConfusionModel, wanted: number): Billed {
  const match = createExitMatcher({ chargeThreshold: CHARGE, confusion: () => confusion, syntax: plateSyntax(), beliefs })
  const each = Math.ceil(wanted / Math.max(1, strangers.length))
  const wrong = strangers.map(({ truth, exit }, n) => {
    let count = 0
    for (let draw = 0; exit && draw < each; draw++)
      if (match(exit, carsInside(shapeOf(truth), [truth], randomOf(n * each + draw))).kind === 'one') count++
    return count
  })
  return {
    wrong: wrong.reduce((sum, count) => sum + count, 0),
    draws: each * strangers.length,
    pictures: [wrong.filter((count) => count > 0).length, strangers.length],
  }
}

const empty = (): Tally => ({ matched: 0, asked: 0, wrong: 0, couldBe: 0, draws: 0 })

interface Seen {
  readonly passages: readonly Passage[]
  readonly strangers: readonly Stranger[]
  readonly confusion: ConfusionModel
}

async function seenAt(entries: string, exits: string, limit: number): Promise<Seen> {
  const [reader, detector] = ['plate-reader', 'plate-detector'].map((name) => join(MODELS, `${name}.onnx`)) as [string, string]
  const { weights, lookAlikes, misreads } = confidenceOf(join(MODELS, 'plate-confidence.json'), { detector, reader })
  const nature = { confusion: lookAlikesAt(lookAlikes), confidence: weighed(weights) }
  const pair = [reader, detector].map((file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8)).join('-')
  const readsOf = async (folder: string): Promise<Map<string, Shown>> => {
    const samples = await openSamples(MODELS, keepIn(folder, pair))
    for (const [i, picture] of labelledPictures(folder).slice(0, limit).entries()) {
      await samples.see(picture)
      if ((i + 1) % 250 === 0) console.error(`${basename(folder)}: ${i + 1} pictures read`)
    }
    const shown = await samples.reads(nature)
    await samples.close()
    return new Map(shown.map((one) => [basename(one.file), one]))
  }
  const [came, left] = [await readsOf(entries), await readsOf(exits)]
  const passages = [...left].flatMap(([file, { truth, read }]) => {
    const entry = came.get(file)
    if (!entry) return []
    const thoughtOf = entry.read?.candidates.some(({ text }) => text === truth) ?? false
    return [{ truth, entry: entry.read?.text ?? null, thoughtOf, exit: read }]
  })
  const strangers = [...came.values(), ...left.values()].map(({ truth, read }) => ({ truth, exit: read }))
  return { passages, strangers, confusion: priorConfusion(misreads) }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      limit: { type: 'string' },
      draws: { type: 'string' },
      strangers: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  const [entries, exits] = positionals
  if (values.help || !entries || !exits) {
    process.stdout.write(HELP)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const { passages, strangers, confusion } = await seenAt(entries, exits, Number(values.limit ?? Number.POSITIVE_INFINITY))
  const misread = passages.filter(({ truth, entry }) => entry !== null && entry !== truth).length
  console.log(
    `${passages.length} passages; ${misread} misread at entry, ${passages.filter(({ entry }) => entry === null).length} not read there; ${strangers.length} strangers`,
  )
  const rows = []
  for (const one of TRIED) {
    const beliefs = { ...USUAL_BELIEFS, ...one }
    const tallies = tried(passages, beliefs, confusion, Number(values.draws ?? 2))
    const billed = strangersBilled(strangers, beliefs, confusion, Number(values.strangers ?? STRANGERS))
    rows.push({ beliefs, ...tallies, strangers: billed })
    console.log(`${JSON.stringify(one)}  same: ${words(tallies.same)}; misread: ${words(tallies.misread)}; strangers: ${wordsOf(billed)}`)
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify(rows, null, 2)}\n`)
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

const words = ({ matched, asked, wrong, couldBe, draws }: Tally): string =>
  `${percent(matched / draws)} matched, ${percent(asked / draws)} shown (${couldBe} with the truth in the entry's n-best), ${wrong} wrong of ${draws}`

function wordsOf({ wrong, draws, pictures: [found, of] }: Billed): string {
  const [low, high] = wilson((wrong / draws) * of, of)
  return `${wrong} billed of ${draws} (${low.toFixed(3)}–${high.toFixed(3)} %), by ${found} of ${of} pictures`
}

await main()
