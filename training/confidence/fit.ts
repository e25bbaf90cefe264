#!/usr/bin/env node
// `make -C training confidence`: what the box's confidence means, fitted and measured on whole rendered pictures. See HELP.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { labelledPictures } from '../../appliance/recognition/evaluation/labels.ts'
import { judge, reliability } from '../../appliance/recognition/evaluation/score.ts'
import { misreadsOf } from './misreads.ts'
import { openSamples } from './samples.ts'
import { advantage, crosswise, FOLDS, fitted, given, logScores, type Weights } from './scores.ts'
import { keepIn } from './seen.ts'

const HELP = `usage: node training/confidence/fit.ts FOLDER [--models DIR] [--limit N] [--part K/N] [--dry-run]

FOLDER: renders with labels.tsv, made by \`python3 -m scenes.pictures\`. Every picture goes through the box's own search; then the map from
evidence to confidence is fitted, and measured crosswise: each fifth of the pictures by a map that never saw it. Writes
plate-confidence.json beside the models, which the reader's card names. Never fitted on photographs.

  --models DIR  folder of the networks and their cards (default: training/models)
  --limit N     only the first N pictures
  --part K/N    look at each Nth picture from the Kth on, keep what was seen, and fit nothing: several processes share the work
  --dry-run     print, and write nothing
`

/** Shares of the usual confusion of look-alikes that are tried, on at most this many pictures. */
const SHARES = [1, 0.3, 0.1]
const TRIED_ON = 1_000

const percent = (share: number): number => Math.round(share * 10_000) / 100
const shaOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
const rounded = (weights: Weights): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, Math.round(value * 1e4) / 1e4])) as unknown as Weights

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      models: { type: 'string' },
      limit: { type: 'string' },
      part: { type: 'string' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  const [folder] = positionals
  if (values.help || folder === undefined) {
    process.stdout.write(HELP)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const models = values.models ?? join(import.meta.dirname, '../models')
  const pictures = labelledPictures(folder).slice(0, Number(values.limit ?? Number.POSITIVE_INFINITY))
  const [reader, detector] = ['plate-reader', 'plate-detector'].map((name) => shaOf(join(models, `${name}.onnx`))) as [string, string]
  const samples = await openSamples(models, keepIn(folder, `${reader.slice(0, 8)}-${detector.slice(0, 8)}`))
  const [part = 0, parts = 1] = values.part?.split('/').map(Number) ?? []
  for (const [i, picture] of pictures.entries()) {
    if (i % parts === part) await samples.see(picture)
    if ((i + 1) % 250 === 0) console.error(`${i + 1} of ${pictures.length} pictures read`)
  }
  if (values.part !== undefined) {
    await samples.close()
    return
  }
  const tried = []
  for (const share of SHARES) {
    const answers = await samples.answers(share, TRIED_ON)
    const scores = logScores(answers)
    const score = scores.reduce((sum, one) => sum + one, 0) / scores.length
    tried.push({ share, score, scores })
    console.error(`look-alikes at ${share}: log score ${score.toFixed(4)}`)
  }
  const best = tried.reduce((a, b) => (b.score > a.score ? b : a))
  // the least that is not clearly worse (within one standard error): where renders cannot tell, the reader is believed
  const asGood = tried.filter(({ scores }) => {
    const { mean, error } = advantage(best.scores, scores)
    return mean <= error
  })
  const lookAlikes = Math.min(...asGood.map(({ share }) => share))
  const answers = given(await samples.answers(lookAlikes))
  await samples.close()
  const weights = rounded(fitted(answers))
  const before = reliability(answers.map(({ text, truth, evidence }) => judge({ text, confidence: evidence.p }, [truth])))
  const judged = crosswise(answers)
  const after = reliability(judged)
  const file = {
    weights,
    lookAlikes,
    misreads: misreadsOf(answers),
    fittedOn: {
      renders: pictures.length,
      folder: basename(resolve(folder)),
      ...{ reader, detector },
    },
    measured: {
      how: `crosswise in ${FOLDS} parts: each by a map that never saw it`,
      exactPercent: percent(answers.filter(({ text, truth }) => text === truth).length / pictures.length),
      expectedErrorPercent: { asTheyCome: percent(before.ece), fitted: percent(after.ece) },
      bins: { asTheyCome: before.bins, fitted: after.bins },
    },
  }
  process.stdout.write(`${JSON.stringify({ ...file, misreads: undefined }, null, 2)}\n`)
  if (!values['dry-run']) writeFileSync(join(models, 'plate-confidence.json'), `${JSON.stringify(file, null, 2)}\n`)
}

await main()
