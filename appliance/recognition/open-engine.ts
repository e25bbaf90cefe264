import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openCards } from './cards/open.ts'
import { readConfidence } from './confidence.ts'
import { type ConfusionModel, LOOK_ALIKE_MODEL } from './confusion.ts'
import type { Engine } from './engine.ts'
import { priorConfusion } from './learned.ts'
import { openPpocr, ppocrFiles } from './ppocr/engine.ts'
import { withSecondReader } from './second-reader.ts'

/** Which networks read plates. */
export interface EngineChoice {
  /** `gatehouse`: the project's own pair; `cards`: any two model cards; `ppocr`: PP-OCRv4 of the npm package */
  readonly engine: 'gatehouse' | 'ppocr' | 'cards'
  /** paths of the model cards, with `cards` */
  readonly detectorCard?: string | undefined
  readonly readerCard?: string | undefined
  /** asked when the engine is unsure of a picture */
  readonly secondReader?: 'ppocr' | undefined
  /** folder with PP-OCR's three files; the npm package by default */
  readonly modelsDir?: string | undefined
  readonly threads: number
  /** long side of what the detector sees, pixels; the engine's own choice by default */
  readonly maxSide?: number | undefined
}

const PPOCR_SIDE = 960

/** Opens the engine a site has chosen; rejects with one sentence that says which file to mend. */
export async function openEngine(choice: EngineChoice): Promise<Engine> {
  const first = await openFirst(choice)
  if (choice.secondReader === undefined || choice.engine === 'ppocr') return first
  return withSecondReader(first, await ppocr({ ...choice, maxSide: undefined }))
}

async function openFirst(choice: EngineChoice): Promise<Engine> {
  if (choice.engine === 'ppocr') return ppocr(choice)
  const { threads, maxSide } = choice
  if (choice.engine === 'gatehouse') {
    const folder = ownModels(import.meta.url)
    return openCards({ detector: `${folder}plate-detector.card.json`, reader: `${folder}plate-reader.card.json`, threads, maxSide })
  }
  if (!choice.detectorCard || !choice.readerCard) throw new Error('name both model cards: detector and reader')
  return openCards({ detector: choice.detectorCard, reader: choice.readerCard, threads, maxSide })
}

const ppocr = ({ modelsDir, threads, maxSide = PPOCR_SIDE }: EngineChoice): Promise<Engine> =>
  openPpocr({ files: ppocrFiles(modelsDir), threads, maxSide })

/** How the site's engine mistakes characters, before the box has learned anything itself. */
export function engineConfusion(engine: EngineChoice['engine']): ConfusionModel {
  const file = `${ownModels(import.meta.url)}plate-confidence.json`
  return engine === 'gatehouse' && existsSync(file) ? priorConfusion(readConfidence(file).misreads) : LOOK_ALIKE_MODEL
}

/** Folder of the project's own models for the module at `from`: where they are trained in the repository, beside the code in a bundle. */
export function ownModels(from: string): string {
  const beside = fileURLToPath(new URL('./models/', from))
  return from.endsWith('.ts') && !existsSync(beside) ? fileURLToPath(new URL('../../training/models/', from)) : beside
}
