import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'

const MODELS = join(import.meta.dirname, 'models')
const FIXTURES = join(import.meta.dirname, 'fixtures')
const MOST_BYTES = 6_000_000

/** How far eight bits may be from what float32 gave in training: log-odds, and corners in units of 32 pixels. */
const FARTHEST = { int8: { logOdds: 1, corner: 0.06 }, float32: { logOdds: 0.01, corner: 0.01 } }
/** From this probability on, eight bits must read what float32 read. */
const CLEAR = 0.8

interface Card {
  name: string
  file: string
  sha256: string
  bytes: number
  precision: 'int8' | 'float32'
  input: { name: string }
  training: { data: { what: string; licence: string }[]; steps: number; reproduce: string }
  measured: Record<string, unknown>
  limits: string[]
}

interface CropFixture {
  texts: string[]
  read: string[]
  /** probability of what was read */
  sure: number[]
  firstColumn: number[]
  firstStyle: number[]
}

interface SceneFixture {
  found: { score: number; corners: number[] }[][]
  best: { scene: number; row: number; column: number; values: number[] }
}

const json = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T
const cards = readdirSync(MODELS)
  .filter((name) => name.endsWith('.card.json'))
  .map((name) => json<Card>(join(MODELS, name)))
const networks = readdirSync(MODELS).filter((name) => name.endsWith('.onnx'))

/** A column of grey pictures in one PNG, as 0…1 [n, 1, height, width]. */
async function stack(path: string, height: number): Promise<Tensor> {
  const { data: pixels, info: size } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true })
  return new Tensor(
    'float32',
    Float32Array.from(pixels, (v) => v / 255),
    [size.height / height, 1, height, size.width],
  )
}

async function run(file: string, input: string, tensor: Tensor) {
  const session = await InferenceSession.create(join(MODELS, file), { intraOpNumThreads: 1, interOpNumThreads: 1 })
  const out = await session.run({ [input]: tensor })
  await session.release()
  return out
}

function greedy(values: Float32Array, columns: number, count: number, alphabet: string): string[] {
  const classes = alphabet.length + 1
  return Array.from({ length: count }, (_, n) => {
    let last = 0
    let text = ''
    for (let t = 0; t < columns; t++) {
      const row = values.subarray((t * count + n) * classes, (t * count + n + 1) * classes)
      const best = row.indexOf(row.reduce((a, b) => Math.max(a, b)))
      if (best !== 0 && best !== last) text += alphabet[best - 1]
      last = best
    }
    return text
  })
}

const near = (got: ArrayLike<number>, wanted: number[], at: (i: number) => number) =>
  Math.max(...wanted.map((w, i) => Math.abs((got[at(i)] ?? Number.NaN) - w)))

describe.each(cards)('model card of $name', (card) => {
  it('matches the committed network', () => {
    const bytes = readFileSync(join(MODELS, card.file))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(card.sha256)
    expect(bytes.length).toBe(card.bytes)
  })

  it('states data with licences, figures, limits and how to make it again', () => {
    expect(card.training.data.length).toBeGreaterThan(0)
    for (const source of card.training.data) expect(source.licence).not.toBe('')
    expect(card.training.steps).toBeGreaterThan(0)
    expect(card.training.reproduce).toContain('make -C training')
    expect(Object.keys(card.measured).length).toBeGreaterThan(0)
    expect(card.limits.length).toBeGreaterThan(0)
  })
})

describe('committed networks', () => {
  it('each have a card, and are small enough together', () => {
    expect(cards.map((card) => card.file).sort()).toEqual([...networks].sort())
    expect(cards.reduce((sum, card) => sum + card.bytes, 0)).toBeLessThanOrEqual(MOST_BYTES)
  })

  it.skipIf(!existsSync(join(MODELS, 'plate-reader.onnx')))('the reader gives in onnxruntime what it gave in training', async () => {
    const card = json<Card & { output: { columns: { alphabet: string } } }>(join(MODELS, 'plate-reader.card.json'))
    const fixture = json<CropFixture>(join(FIXTURES, 'crops.json'))
    const out = await run(card.file, card.input.name, await stack(join(FIXTURES, 'crops.png'), 48))
    const columns = out.columns?.data as Float32Array
    const count = fixture.texts.length
    expect(near(columns, fixture.firstColumn, (i) => i)).toBeLessThan(FARTHEST[card.precision].logOdds)
    expect(near(out.style?.data as Float32Array, fixture.firstStyle, (i) => i)).toBeLessThan(FARTHEST[card.precision].logOdds)
    const read = greedy(columns, 40, count, card.output.columns.alphabet)
    const clear = fixture.read.map((_, i) => i).filter((i) => (fixture.sure[i] ?? 0) >= CLEAR)
    expect(clear.length).toBeGreaterThan(count / 3)
    expect(clear.map((i) => read[i])).toEqual(clear.map((i) => fixture.read[i]))
  })

  it.skipIf(!existsSync(join(MODELS, 'plate-detector.onnx')))('the detector gives in onnxruntime what it gave in training', async () => {
    const card = json<Card>(join(MODELS, 'plate-detector.card.json'))
    const fixture = json<SceneFixture>(join(FIXTURES, 'scenes.json'))
    const out = await run(card.file, card.input.name, await stack(join(FIXTURES, 'scenes.png'), 320))
    const cells = out.cells?.data as Float32Array
    expect(out.cells?.dims).toEqual([fixture.found.length, 9, 40, 40])
    const { scene, row, column, values } = fixture.best
    const at = (channel: number) => (scene * 9 + channel) * 1600 + row * 40 + column
    expect(near(cells, values.slice(0, 1), at)).toBeLessThan(FARTHEST[card.precision].logOdds)
    expect(near(cells, values.slice(1), (i) => at(i + 1))).toBeLessThan(FARTHEST[card.precision].corner)
  })
})
