import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { sha256, sha256Of } from '../sha256.ts'

/**
 * A model card: one JSON file beside an ONNX file that says which family the network belongs to and what that family leaves open.
 * Other keys are for people (licence, training, figures). docs/operations/recognition-engines.md shows each family.
 */
const name = v.pipe(v.string('a text'), v.minLength(1, 'a text'))
const size = v.pipe(v.number('a whole number'), v.integer('a whole number'), v.minValue(8, '8 to 4096'), v.maxValue(4_096, '8 to 4096'))
const base = { file: name, sha256: v.optional(sha256) }

/** file of what was measured of the pair (`confidence.ts`), beside the card */
const measured = { confidence: v.optional(name) }
const share = v.pipe(v.number('a share'), v.gtValue(0, 'above 0'), v.maxValue(1, 'at most 1'))
const styles = v.pipe(
  v.object({ classes: v.array(name), shares: v.array(share) }),
  v.check(({ classes, shares }) => classes.length === shares.length, 'as many shares as classes'),
)

const detector = v.variant('family', [
  v.object({ family: v.literal('gatehouse-corners'), ...base }),
  v.object({ family: v.literal('yolo-end2end'), ...base }),
  v.object({ family: v.literal('ppocr-detector'), ...base }),
])
const reader = v.variant('family', [
  v.object({ family: v.literal('gatehouse-columns'), ...base, ...measured, alphabet: v.optional(name), styles: v.optional(styles) }),
  v.object({
    family: v.literal('fast-plate-ocr'),
    ...base,
    // the names of the configuration file that comes with such a model
    max_plate_slots: v.pipe(v.number('a whole number'), v.integer('a whole number'), v.minValue(1, '1 to 32'), v.maxValue(32, '1 to 32')),
    alphabet: name,
    pad_char: v.pipe(v.string('one character'), v.length(1, 'one character')),
    img_height: size,
    img_width: size,
    image_color_mode: v.optional(v.picklist(['grayscale', 'rgb'], 'grayscale or rgb'), 'grayscale'),
    keep_aspect_ratio: v.optional(v.boolean('true or false'), false),
  }),
  v.object({ family: v.literal('ppocr-reader'), ...base, keys: name }),
])

/** `path`: the card's own file; `file`, `keys` and `confidence` are paths that can be opened. */
export type DetectorCard = v.InferOutput<typeof detector> & { readonly path: string }
export type ReaderCard = v.InferOutput<typeof reader> & { readonly path: string }

/** Reads a detector's card and makes sure that its network is there and whole. Throws one sentence that names the card. */
export const detectorCard = (path: string): DetectorCard => resolved(path, v.safeParse(detector, withFamily(readCard(path))))

/** The same for a reader. */
export function readerCard(path: string): ReaderCard {
  const raw = withFamily(readCard(path))
  const card = resolved(path, v.safeParse(reader, raw))
  if (card.family === 'ppocr-reader') return { ...card, keys: join(dirname(path), card.keys) }
  if (card.family !== 'gatehouse-columns' || card.confidence === undefined) return card
  return { ...card, confidence: join(dirname(path), card.confidence) }
}

function readCard(path: string): Record<string, unknown> {
  if (!existsSync(path)) throw new Error(`the model card ${path} is missing; install the appliance again or correct its path in site.toml`)
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Error(`the model card ${path} is not JSON`, { cause })
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Error(`the model card ${path} holds no object`)
  return raw as Record<string, unknown>
}

/** The project's own cards describe their output instead of naming a family. */
function withFamily(card: Record<string, unknown>): Record<string, unknown> {
  if (card.family !== undefined) return card
  const output = (card.output ?? {}) as Record<string, { readonly alphabet?: unknown; readonly shares?: unknown }>
  if (output.cells) return { ...card, family: 'gatehouse-corners' }
  if (output.columns) {
    const styles = output.style?.shares === undefined ? {} : { styles: output.style }
    return { ...card, family: 'gatehouse-columns', alphabet: output.columns.alphabet, ...styles }
  }
  return card
}

function resolved<T extends { readonly file: string; readonly sha256?: string | undefined }>(
  path: string,
  result: v.SafeParseResult<v.GenericSchema<unknown, T>>,
): T & { readonly path: string } {
  if (!result.success) {
    const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'card'}: found ${issue.received}, allowed ${allowed(issue)}`)
    throw new Error(`the model card ${path} cannot be used: ${problems.join('; ')}`)
  }
  const card = result.output
  const file = join(dirname(path), card.file)
  if (!existsSync(file)) throw new Error(`the model file ${file} is missing; its card ${path} is there`)
  if (card.sha256 && sha256Of(file) !== card.sha256)
    throw new Error(`the model file ${file} is not the one its card was written for (sha256); install the appliance again`)
  return { ...card, file, path }
}

const allowed = (issue: v.BaseIssue<unknown>): string =>
  (issue.message.startsWith('Invalid') ? (issue.expected ?? issue.message) : issue.message).replaceAll('"', '')
