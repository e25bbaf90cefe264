import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyLane, renderedPhotos } from '../../appliance/simulator/photos.ts'
import type { Figure } from '../report.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
const negatives = join(folder, 'free')
const PICTURES = 6

beforeAll(async () => {
  mkdirSync(negatives)
  const photos = (await renderedPhotos()).filter(({ dirty, plate }) => plate && !dirty).slice(0, PICTURES)
  for (const { path } of photos) symlinkSync(path, join(folder, basename(path)))
  const rows = photos.map(({ path, plate, box }) => [basename(path), ...(box ?? []), plate].join('\t'))
  writeFileSync(join(folder, 'labels.tsv'), ['file\tx\ty\tw\th\ttext', ...rows].join('\n'))
  for (const direction of ['entry', 'exit'] as const) symlinkSync(emptyLane(direction), join(negatives, `${direction}.jpg`))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function bench(...argv: string[]): Promise<{ readonly figures: readonly Figure[]; readonly text: string }> {
  const program = join(import.meta.dirname, '../recognition.ts')
  const given = [program, '--data', folder, '--negatives', negatives, ...argv, '--json']
  const { stdout } = await promisify(execFile)(process.execPath, given)
  const lines = stdout.trimEnd().split('\n')
  const { figures } = JSON.parse(lines.at(-1) ?? '') as { figures: Figure[] }
  return { figures, text: lines.slice(0, -1).join('\n') }
}

it('measures two engines on the same pictures, for accuracy, time, memory and false plates', async () => {
  const { figures, text } = await bench('--engine', 'gatehouse', 'ppocr')
  for (const engine of ['gatehouse', 'ppocr']) {
    const value = (part: string) => figures.find(({ name }) => name.startsWith(engine) && name.includes(part))?.value ?? Number.NaN
    expect(value(`all: exact of ${PICTURES}`)).toBeGreaterThanOrEqual(50)
    expect(value('1280×720 JPEG: CPU decode')).toBeGreaterThan(0)
    expect(value('plate-free: read as a plate at 0.8, of 2')).toBe(0)
    expect(value('peak RSS')).toBeGreaterThan(50)
    expect(value('read right at entry: matched')).toBeGreaterThanOrEqual(50)
  }
  expect(text).toMatch(/set +engine +pictures +exact/)
})

it('soaks one process, damaged frames among the others', async () => {
  const { figures, text } = await bench('--engine', 'gatehouse', '--soak', '60')
  const value = (part: string) => figures.find(({ name }) => name.includes(part))?.value
  expect(value('frames read')).toBe(58)
  expect(value('damaged frames refused of 2')).toBe(2)
  expect(value('good frames refused')).toBe(0)
  expect(value('deaths')).toBe(0)
  expect(text).toMatch(/[▁-█]{20}/)
})
