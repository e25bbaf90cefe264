#!/usr/bin/env node
// `make -C training choices`: which crops the search reads and when it stops, tried on whole rendered pictures. See HELP.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type CropChoices, USUAL_CHOICES } from '../../appliance/recognition/cards/crop-choices.ts'
import { readConfidence } from '../../appliance/recognition/confidence.ts'
import { labelledPictures } from '../../appliance/recognition/evaluation/labels.ts'
import { openSamples } from './samples.ts'
import { advantage, crosswise, given, logScores } from './scores.ts'
import { keepIn } from './seen.ts'

const HELP = `usage: node training/confidence/choices.ts FOLDER [--limit N] [--only 'NAME, NAME']

FOLDER: renders with labels.tsv, other ones than the confidence is fitted on (\`python3 -m scenes.pictures FOLDER --take 1\`). Changes one choice of the
search at a time (appliance/recognition/cards/crop-choices.ts) and prints what comes of it: texts read exactly, wrong ones at 80 % confidence (each with a
map fitted for that choice, crosswise), crops read, and how much worse the logarithm of the confidence in the truth is than with the choices
as they are, with the standard error of that. \`--only\` tries these alone.
`

const { furtherShapes, sureAfter } = USUAL_CHOICES
const TWO_FURTHER = { furtherShapes: furtherShapes.slice(0, 2), sureAfter: sureAfter.slice(0, 2) }
const TRIED: Readonly<Record<string, Partial<CropChoices>>> = {
  'as they are': {},
  'first crop as found': { firstShape: [0, 0, 0, 0] },
  'first crop looser': { firstShape: [0.06, 0.08, 0, 0] },
  'further crops: one tight': { furtherShapes: [[-0.03, 0, 0, 0], ...furtherShapes.slice(1)] },
  'further crops: two only': TWO_FURTHER,
  'always all crops': { sureAfter: [] },
  'sure earlier': { sureAfter: sureAfter.map(({ crops, p }) => ({ crops, p: p - 0.15 })), sureItself: 0.6 },
  'sure later': {
    sureAfter: [
      { crops: 1, p: 0.97 },
      { crops: 2, p: 0.95 },
      { crops: 3, p: 0.9 },
    ],
    sureItself: 0.85,
  },
  'spots from 0.4 of the surest': { leastShare: 0.4 },
  'spots from 0.8 of the surest': { leastShare: 0.8, twoRowsShare: 0.8 },
  'two rows for any spot read': { twoRowsShare: 0 },
  'two rows below 2.0': { twoRowsBelow: 2 },
  'two rows below 2.8': { twoRowsBelow: 2.8 },
  'two rows unless 0.6 sure': { sureAsOneRow: 0.6 },
  'two rows unless 0.9 sure': { sureAsOneRow: 0.9 },
  'two rows win as they come': { twoRowsWinBy: 1 },
  'two rows win by 2.5': { twoRowsWinBy: 2.5 },
  'closer look from 0.2': { worthACloserLook: 0.2 },
  'two further, spots from 0.8': { ...TWO_FURTHER, leastShare: 0.8, twoRowsShare: 0.8 },
  'two further, two rows as they come': { ...TWO_FURTHER, twoRowsWinBy: 1 },
}
const CHARGE = 0.8
const MODELS = join(import.meta.dirname, '../models')

const { values, positionals } = parseArgs({
  options: { limit: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean' } },
  allowPositionals: true,
})
const [folder] = positionals
if (values.help || !folder) {
  process.stdout.write(HELP)
  process.exit(values.help ? 0 : 2)
}
const pair = ['plate-reader', 'plate-detector'].map((name) =>
  createHash('sha256')
    .update(readFileSync(join(MODELS, `${name}.onnx`)))
    .digest('hex')
    .slice(0, 8),
)
const { lookAlikes } = readConfidence(join(MODELS, 'plate-confidence.json'))
const samples = await openSamples(MODELS, keepIn(folder, pair.join('-')))
const pictures = labelledPictures(folder).slice(0, Number(values.limit ?? Number.POSITIVE_INFINITY))
for (const picture of pictures) await samples.see(picture)
let usual: readonly number[] = []
const only = values.only?.split(',').map((name) => name.trim())
const unknown = only?.filter((name) => !(name in TRIED)) ?? []
if (unknown.length > 0) throw new Error(`no such choice: ${unknown.join(', ')}; there are ${Object.keys(TRIED).join(', ')}`)
for (const [name, choice] of Object.entries(TRIED).filter(([name], i) => i === 0 || (only?.includes(name) ?? true))) {
  const answers = await samples.answers(lookAlikes, pictures.length, { ...USUAL_CHOICES, ...choice })
  const scores = logScores(answers)
  if (usual.length === 0) usual = scores
  const { mean, error } = advantage(usual, scores)
  const read = given(answers)
  const exact = read.filter(({ text, truth }) => text === truth).length
  const wrong = crosswise(read).filter(({ outcome, confidence }) => outcome !== 'exact' && confidence >= CHARGE).length
  const crops = read.reduce((sum, one) => sum + one.crops, 0) / pictures.length
  console.log(
    `${name.padEnd(34)}  exact ${((100 * exact) / pictures.length).toFixed(1)} %  wrong at 0.8: ${wrong}  crops ${crops.toFixed(2)}  worse by ${mean.toFixed(4)} ± ${error.toFixed(4)}`,
  )
}
await samples.close()
