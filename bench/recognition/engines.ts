import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { loadConfig } from '../../appliance/config.ts'
import type { ConfusionModel } from '../../appliance/recognition/confusion.ts'
import { engineConfusion } from '../../appliance/recognition/open-engine.ts'
import { type ChildPlateReader, createPlateReader, type PlateReaderSettings } from '../../appliance/recognition/reader.ts'

/** One engine to measure, under the name its figures bear. */
export interface Contender {
  readonly name: string
  readonly settings: PlateReaderSettings
}

/** Every engine is measured at one thread: that is what a box with two lanes can give it. */
const THREADS = 1
const SECOND = '+ppocr'

/**
 * An engine as the command line names it: `gatehouse`, `ppocr`, `NAME=DETECTOR.card.json,READER.card.json`, or the path of a site file
 * whose [recognition] table is taken. `+ppocr` behind any of them but the site file adds PP-OCR as second reader. Throws a sentence.
 */
export function contender(text: string): Contender {
  if (text.endsWith('.toml')) return ofSite(text)
  const second = text.endsWith(SECOND)
  const first = second ? text.slice(0, -SECOND.length) : text
  const secondReader = second ? ('ppocr' as const) : undefined
  if (first === 'gatehouse' || first === 'ppocr') return { name: text, settings: { engine: first, secondReader, threads: THREADS } }
  const [, name, detectorCard, readerCard] = /^([^=]+)=([^,]+),(.+)$/.exec(first) ?? []
  if (!name || !detectorCard || !readerCard)
    throw new Error(`--engine ${text}: gatehouse, ppocr, NAME=DETECTOR.card.json,READER.card.json or a site.toml is needed`)
  return {
    name: second ? `${name}${SECOND}` : name,
    settings: { engine: 'cards', detectorCard, readerCard, secondReader, threads: THREADS },
  }
}

function ofSite(file: string): Contender {
  const { engine, detectorCard, readerCard, secondReader } = loadConfig(file).recognition
  return { name: file, settings: { engine, detectorCard, readerCard, secondReader, threads: THREADS } }
}

export const confusionOf = ({ settings }: Contender): ConfusionModel => engineConfusion(settings.engine)

/** An engine in a process of its own, ready to read. */
export interface Running extends Contender {
  readonly reader: ChildPlateReader
}

const root = join(import.meta.dirname, '../..')

/** The recogniser's program as it is shipped: run from its sources it would hold a compiler in memory as well. Built in a second. */
export function shippedWorker(): string {
  const out = join(root, 'dist/recognition')
  execFileSync(process.execPath, [join(root, 'scripts/bundle.ts'), '--code-only', '--out', out], { stdio: ['ignore', 'ignore', 'inherit'] })
  return join(out, 'gatehouse/app/worker.js')
}

/** Starts every engine, gives them to `use`, and stops them whatever happens. */
export async function withEngines<T>(
  contenders: readonly Contender[],
  { workerPath, countries = [] }: { readonly workerPath: string; readonly countries?: readonly string[] },
  use: (running: readonly Running[]) => Promise<T>,
): Promise<T> {
  const running: Running[] = []
  try {
    for (const one of contenders) running.push({ ...one, reader: await createPlateReader({ ...one.settings, countries, workerPath }) })
    return await use(running)
  } finally {
    for (const { reader } of running) await reader.close()
  }
}
