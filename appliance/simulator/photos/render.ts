import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seededRandom } from '../random.ts'
import { finishPhoto } from './finish.ts'
import { fleet, plateText } from './fleet.ts'
import { type Order, shotOf } from './shot.ts'
import { trace } from './trace.ts'

/**
 * Renders the demo's photographs: `node appliance/simulator/photos/render.ts [first letters of a file name]`.
 * About half a minute a photograph on one core; the result is committed, so nobody needs to run this.
 */
const folder = join(import.meta.dirname, 'scenes')
const width = 1920
const height = 1080

interface Label {
  readonly file: string
  readonly plate: string
  readonly country: string
  readonly box: readonly number[]
  readonly paint: string
  readonly dirty: boolean
}

/** Upright box around the plate's corners, in pixels of the finished photograph. */
const boxOf = (corners: readonly (readonly [number, number])[]): readonly number[] => {
  const xs = corners.map(([x]) => (x * 1280) / width)
  const ys = corners.map(([, y]) => (y * 720) / height)
  const x = Math.round(Math.min(...xs))
  const y = Math.round(Math.min(...ys))
  return [x, y, Math.round(Math.max(...xs)) - x, Math.round(Math.max(...ys)) - y]
}

async function render(order: Order, seed: number): Promise<Label> {
  const random = seededRandom(seed)
  const shot = await shotOf(order, random)
  const { pixels, plate } = trace(shot, width, height)
  const { exposure, rain, grain } = shot.setting
  const jpeg = await finishPhoto(pixels, width, height, { exposure, rain, grain, random })
  await writeFile(join(folder, order.file), jpeg)
  const label = {
    file: order.file,
    plate: plateText(order.text),
    country: order.country,
    box: boxOf(plate),
    paint: order.paint,
    dirty: order.dirt > 0,
  }
  process.stdout.write(`${order.file} ${(jpeg.length / 1000).toFixed(0)} kB\n`)
  return label
}

/** The same places with nobody in them: what a camera shows between two cars. */
async function renderEmpty(file: string, setting: Order['setting']): Promise<void> {
  const [model] = fleet
  if (!model) throw new Error('the fleet is empty')
  const random = seededRandom(99)
  const shot = await shotOf({ ...model, setting, offset: 0 }, random)
  const nowhere = { ...shot.solid, distance: () => 9, footprint: () => 9 }
  const { pixels } = trace({ ...shot, solid: nowhere, plate: { ...shot.plate, z: -99 } }, width, height)
  const { exposure, rain, grain } = shot.setting
  await writeFile(join(folder, file), await finishPhoto(pixels, width, height, { exposure, rain, grain, random }))
}

const manifestFile = join(folder, 'manifest.json')

async function readManifest(): Promise<readonly Label[]> {
  const text = await readFile(manifestFile, 'utf8').catch(() => '{"cars":[]}')
  return (JSON.parse(text) as { cars: Label[] }).cars
}

/** JSON as the formatter of this repository writes it, so that rendering anew changes only what changed. */
const oneLine = (value: unknown): string => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ').replace(/\[ /g, '[').replace(/ \]/g, ']')

/** One manifest of all photographs, in the fleet's order; new labels replace old ones. */
async function writeManifest(fresh: readonly Label[]): Promise<void> {
  const known = new Map([...(await readManifest()), ...fresh].map((label) => [label.file, label]))
  const lines = fleet.flatMap(({ file }) => (known.has(file) ? [`    ${oneLine(known.get(file))}`] : []))
  await writeFile(manifestFile, `{\n  "cars": [\n${lines.join(',\n')}\n  ]\n}\n`)
}

await mkdir(folder, { recursive: true })
const wanted = process.argv[2] ?? ''
const labels: Label[] = []
for (const [i, order] of fleet.entries()) if (order.file.startsWith(wanted)) labels.push(await render(order, i + 1))
if ('empty'.startsWith(wanted)) {
  await renderEmpty('empty-entry.jpg', 'day')
  await renderEmpty('empty-exit.jpg', 'garage')
}
await writeManifest(labels)
