import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COLUMNS } from '../alphabet.ts'
import { bestTexts } from '../ctc.ts'
import type { Engine } from '../engine.ts'
import { ownModels } from '../open-engine.ts'
import { decodePicture, type Picture } from '../picture.ts'
import { sceneJpeg } from '../scene.test.support.ts'
import { plateSyntax } from '../syntax.ts'
import { detectorCard, readerCard } from './card.ts'
import { modelFolder, SEEN, SLOT_CARD, SPELLED, slotsFile } from './families.test.support.ts'
import { openCards, openDetector, openReader } from './open.ts'
import type { View } from './plate-networks.ts'

const models = modelFolder()
afterAll(() => models.remove())
// drawn before anything is decoded: from then on sharp reads nothing but photographs in this process
const scenes = await Promise.all(['KLT4748', ''].map((text) => sceneJpeg(text)))
const [plate, street] = (await Promise.all(scenes.map((jpeg) => decodePicture(jpeg)))) as [Picture, Picture]

describe.each([
  ['yolo-end2end', models.yolo],
  ['gatehouse-corners', models.corners],
  ['ppocr-detector', models.lines],
])('[R17] a detector of the family %s', (_, path) => {
  it('finds the plate, surest first, in pixels of the picture', async () => {
    const detector = await openDetector(detectorCard(path), 1, undefined)
    const found = await detector.detect(plate)
    expect(found.map(({ p }) => p)).toEqual(found.map(({ p }) => p).sort((a, b) => b - a))
    const inside = found.some(({ quad: [a, , c] }) => {
      const [x, y] = [(a[0] + c[0]) / 2, (a[1] + c[1]) / 2]
      return x > SEEN.x && x < SEEN.x + SEEN.width && y > SEEN.y - 20 && y < SEEN.y + SEEN.height + 20
    })
    expect(inside).toBe(true)
    for (const { p } of found) expect(p > 0 && p <= 1).toBe(true)
    await detector.release()
  })
})

// the stand-in for the project's own detector calls every bright spot a plate, so it is not asked
it.each([
  ['yolo-end2end', models.yolo],
  ['ppocr-detector', models.lines],
])('[R17] %s finds no plate among cars and street', async (_, path) => {
  const detector = await openDetector(detectorCard(path), 1, undefined)
  expect(await detector.detect(street)).toEqual([])
  await detector.release()
})

const viewsOf = (picture: Picture, count: number): View[] =>
  Array.from({ length: count }, (_, i) => ({
    quad: [
      [508 - i, 420],
      [804, 420 + i],
      [804, 484],
      [508, 484 - i],
    ],
    rows: i === 2 && picture.width > 0 ? 2 : 1,
  }))

describe.each([
  ['fast-plate-ocr', models.slots, 17],
  ['gatehouse-columns', models.columns, 40],
  ['ppocr-reader', models.words, null],
])('[R18] a reader of the family %s', (family, path, steps) => {
  it('answers each crop of a batch in its place, probabilities that sum to one', async () => {
    const reader = await openReader(readerCard(path), 1)
    const read = await reader.read(plate, viewsOf(plate, 3))
    expect(read).toHaveLength(3)
    for (const one of read) {
      if (steps !== null) expect(one.steps).toBe(steps)
      for (let step = 0; step < one.steps; step++) {
        const sum = one.p.subarray(step * COLUMNS, (step + 1) * COLUMNS).reduce((a, b) => a + b, 0)
        expect(sum).toBeCloseTo(1, 3)
      }
    }
    expect(bestTexts(read[0]!)[0]?.text).toBe(SPELLED)
    expect(await reader.read(plate, [])).toEqual([])
    if (family !== 'ppocr-reader') expect(bestTexts(read[1]!)[0]?.text).toBe(SPELLED)
    await reader.release()
  })
})

describe('[R19] a model card', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['that is not there', () => detectorCard('/nowhere/x.card.json'), /card \/nowhere\/x.card.json is missing; install/],
    ['that is no JSON', () => detectorCard(join(models.folder, 'yolo.onnx')), /is not JSON/],
    ['of another kind', () => detectorCard(models.slots), /cannot be used: family: found "fast-plate-ocr", allowed/],
    ['without a family', () => readerCard(models.card('none', { file: 'slots.onnx' })), /family: found undefined/],
    [
      'that leaves a size out',
      () => readerCard(models.card('short', { ...SLOT_CARD, img_width: undefined })),
      /img_width: found undefined, allowed/,
    ],
    [
      'whose network is gone',
      () => detectorCard(models.card('gone', { family: 'yolo-end2end', file: 'gone.onnx' })),
      /gone\.onnx is missing; its card/,
    ],
    [
      'of another network',
      () => detectorCard(models.card('other', { family: 'yolo-end2end', file: 'yolo.onnx', sha256: '0'.repeat(64) })),
      /not the one its card was written for/,
    ],
  ])('%s is refused in one sentence', (_, read, message) => {
    expect(read).toThrow(message)
  })

  it('names the file whose shape is not the family’s', async () => {
    const wrong = async (kind: 'detector' | 'reader', content: object) => {
      const path = models.card('wrong', content)
      const opened = kind === 'detector' ? openDetector(detectorCard(path), 1, undefined) : openReader(readerCard(path), 1)
      return opened.then(
        () => 'opened',
        (error: Error) => error.message,
      )
    }
    expect(await wrong('detector', { family: 'yolo-end2end', file: 'corners.onnx' })).toMatch(/corners\.onnx .*do not belong together/)
    expect(await wrong('detector', { family: 'gatehouse-corners', file: 'yolo.onnx' })).toMatch(/yolo\.onnx .*do not belong together/)
    expect(await wrong('reader', { family: 'gatehouse-columns', file: 'slots.onnx' })).toMatch(/slots\.onnx .*do not belong together/)
    expect(await wrong('reader', { ...SLOT_CARD, img_width: 140 })).toMatch(/takes n×64×128×1 uint8, its card asks for any×64×140×1/)
    expect(await wrong('reader', { ...SLOT_CARD, pad_char: '#' })).toMatch(/pad_char is not in its alphabet/)
  })

  it('says at the first picture when a network answers another shape than its card promises', async () => {
    models.write('eight.onnx', slotsFile(8))
    const reader = await openReader(readerCard(models.card('eight', { ...SLOT_CARD, file: 'eight.onnx' })), 1)
    await expect(reader.read(plate, viewsOf(plate, 1))).rejects.toThrow(/eight\.onnx answered 296 numbers for 1 crops; its card says 333/)
  })

  it('understands the project’s own cards, which name no family', () => {
    const folder = ownModels(import.meta.resolve('../open-engine.ts'))
    for (const [name, card, family] of [
      ['plate-detector', detectorCard, 'gatehouse-corners'],
      ['plate-reader', readerCard, 'gatehouse-columns'],
    ] as const) {
      const read = card(`${folder}${name}.card.json`)
      expect(read.family).toBe(family)
      expect(createHash('sha256').update(readFileSync(read.file)).digest('hex')).toBe(read.sha256)
    }
  })
})

describe('an engine out of two cards', () => {
  const search = async (engine: Engine, picture: Picture) => {
    try {
      return await engine.search(picture, plateSyntax(), () => {})
    } finally {
      await engine.release()
    }
  }

  it.each([
    ['a YOLO and fast-plate-ocr', models.yolo, models.slots],
    ['PP-OCR’s detector and fast-plate-ocr', models.lines, models.slots],
    ['the project’s own families', models.corners, models.columns],
    ['a YOLO and the project’s reader', models.yolo, models.columns],
  ])('reads with %s', async (_, detector, reader) => {
    const [read] = await search(await openCards({ detector, reader, threads: 1 }), plate)
    expect(read?.text).toBe(SPELLED)
    expect(read?.confidence).toBeGreaterThan(0.5)
    const [x, y, w, h] = read!.box
    expect(x + w / 2 > SEEN.x && x + w / 2 < SEEN.x + SEEN.width).toBe(true)
    expect(y + h / 2 > SEEN.y - 20 && y + h / 2 < SEEN.y + SEEN.height + 20).toBe(true)
  })

  it('sees no plate where its detector sees none', async () => {
    expect(await search(await openCards({ detector: models.yolo, reader: models.slots, threads: 1 }), street)).toEqual([])
  })
})
