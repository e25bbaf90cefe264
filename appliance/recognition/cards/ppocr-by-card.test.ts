import { afterAll } from 'vitest'
import { plateReaderContract } from '../plate-reader.contract.ts'
import { createPlateReader } from '../reader.ts'
import { modelFolder } from './families.test.support.ts'

const models = modelFolder()
afterAll(() => models.remove())

plateReaderContract('[R17] PP-OCR by its cards, in its own process', () =>
  createPlateReader({ engine: 'cards', detectorCard: models.lines, readerCard: models.words, threads: 1, maxSide: 480 }),
)
