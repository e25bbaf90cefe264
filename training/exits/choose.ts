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

const HELP = `usage: node training/exits/choose.ts ENTRIES EXITS [--limit N] [--draws N] [--out FILE]

ENTRIES, EXITS: renders of the same plates by two cameras (\`python3 -m scenes.pictures\` with --take 0 and 1). Each exit is matched against 500 cars:
its own, written down as it was read at the entry, rightly or wrongly, and 499 with plates of its pattern; and once more as a stranger, without its own.
Prints, for each assumption tried, how many were matched and how many were billed to another car.
`

/** What is tried, one thing at a time. */
const TRIED: readonly Partial<Beliefs>[] = [
  {},
  ...[0.03, 0.3, 0.6, 0.97].map((unlistedAtWorst) => ({ unlistedAtWorst })),
  ...[0.5, 0.95].map((sameError) => ({ sameError })),
]
const CHARGE = 0.8
const MODELS = join(import.meta.dirname, '../models')

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
  const tallies = { same: empty(), misread: empty(), strangers: empty() }
  for (const [n, { truth, entry, thoughtOf, exit }] of passages.entries()) {
    for (let draw = 0; draw < draws; draw++) {
      const inside = carsInside(shapeOf(truth), [truth, entry ?? ''], randomOf(n * draws + draw))
      const judge = (tally: Tally, own: string | null) => {
        tally.draws++
        if (!exit) return
        const list = own === null ? inside : [{ sessionId: own, plate: own }, ...inside.slice(1)]
        const found = match(exit, list)
        if (found.kind === 'one') tally[found.sessionId === own ? 'matched' : 'wrong']++
        else if (found.kind === 'several' && own !== null && found.sessionIds.includes(own)) tally.asked++
        if (found.kind !== 'one' && thoughtOf) tally.couldBe++
      }
      if (entry !== null) judge(entry === truth ? tallies.same : tallies.misread, entry)
      judge(tallies.strangers, null)
    }
  }
  return tallies
}

const empty = (): Tally => ({ matched: 0, asked: 0, wrong: 0, couldBe: 0, draws: 0 })

async function passagesOf(entries: string, exits: string, limit: number): Promise<{ passages: Passage[]; confusion: ConfusionModel }> {
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
  return { passages, confusion: priorConfusion(misreads) }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { limit: { type: 'string' }, draws: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  })
  const [entries, exits] = positionals
  if (values.help || !entries || !exits) {
    process.stdout.write(HELP)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const { passages, confusion } = await passagesOf(entries, exits, Number(values.limit ?? Number.POSITIVE_INFINITY))
  const misread = passages.filter(({ truth, entry }) => entry !== null && entry !== truth).length
  console.log(
    `${passages.length} passages; ${misread} misread at entry, ${passages.filter(({ entry }) => entry === null).length} not read there`,
  )
  const rows = []
  for (const one of TRIED) {
    const beliefs = { ...USUAL_BELIEFS, ...one }
    const tallies = tried(passages, beliefs, confusion, Number(values.draws ?? 2))
    rows.push({ beliefs, ...tallies })
    console.log(
      `${JSON.stringify(one)}  ${Object.entries(tallies)
        .map(([name, tally]) => `${name}: ${words(tally, name)}`)
        .join('; ')}`,
    )
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify(rows, null, 2)}\n`)
}

function words({ matched, asked, wrong, couldBe, draws }: Tally, name: string): string {
  const [low, high] = wilson(wrong, draws)
  const billed = `${wrong} wrong of ${draws} (${low.toFixed(2)}–${high.toFixed(2)} %)`
  return name === 'strangers'
    ? billed
    : `${((100 * matched) / draws).toFixed(2)} % matched, ${((100 * asked) / draws).toFixed(2)} % shown (${couldBe} with the truth in the entry's n-best), ${billed}`
}

await main()
