import sharp, { type Colour } from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Frame, FrameSource } from '../lane/ports.ts'
import { createSystemClock } from '../system-clock.ts'
import { modelFolder, SLOT_CARD, slotsFile } from './cards/families.test.support.ts'
import { type ChildPlateReader, createPlateReader } from './reader.ts'
import { sceneJpeg, sceneSvg } from './scene.test.support.ts'
import { createSpotter } from './spotter.ts'

// processes that load models are started here: seconds on a busy machine, and nothing here is about how many
vi.setConfig({ testTimeout: 180_000 })

const models = modelFolder()
const scene = await sceneJpeg('KLT4748')
const drawn = () => sharp(Buffer.from(sceneSvg('KLT4748'))).flatten()
const flat = (width: number, height: number, background: Colour = '#c04020') =>
  sharp({ create: { width, height, channels: 3, background } })

/** What a file may be, and what the recogniser says to it: the plate it reads, or words for people. */
const items: readonly (readonly [name: string, bytes: () => Promise<Uint8Array>, answer: string | RegExp])[] = [
  ['a truncated JPEG', async () => scene.subarray(0, scene.length / 2), /damaged or cut short/],
  ['a header alone', async () => scene.subarray(0, 200), /damaged|not a photograph/],
  ['zero bytes', async () => new Uint8Array(0), /the image is empty \(0 bytes\)/],
  ['a text', async () => Buffer.from('Guten Tag'.repeat(900)), /not a photograph/],
  [
    'a JPEG full of noise behind its first bytes',
    async () => scene.map((byte, i) => (i < 4 ? byte : (byte * 31 + i) & 0xff)),
    /damaged|not a photograph/,
  ],
  ['100 megapixels', () => flat(10_000, 10_000).png({ compressionLevel: 1 }).toBuffer(), /more than 50 million pixels; reduce it first/],
  ['CMYK', () => drawn().toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer(), 'KLT4748'],
  ['16 bits a channel', () => drawn().toColourspace('rgb16').png().toBuffer(), 'KLT4748'],
  [
    'an animation, of which the first picture counts',
    async () =>
      sharp([await drawn().png().toBuffer(), await flat(1_280, 720).png().toBuffer()], { join: { animated: true } })
        .webp()
        .toBuffer(),
    'KLT4748',
  ],
  ['a single pixel', () => flat(1, 1).png().toBuffer(), ''],
  ['a strip one pixel high', () => flat(4_000, 1).png().toBuffer(), ''],
]

describe('[R2] what a camera should never send', () => {
  let reader: ChildPlateReader
  let bytes: readonly Uint8Array[]
  beforeAll(async () => {
    bytes = await Promise.all(items.map(([, make]) => make()))
    reader = await createPlateReader({ engine: 'gatehouse', threads: 1 })
  }, 180_000)
  afterAll(() => reader.close())
  const answerTo = (jpeg: Uint8Array) =>
    reader.read(jpeg).then(
      (plates) => plates[0]?.text ?? '',
      (error: Error) => error.message,
    )

  it.each(items.map(([name, , answer], i) => [name, i, answer] as const))(
    '%s is answered for itself, and the next picture read',
    async (_, i, answer) => {
      const pid = reader.pid()
      expect(await answerTo(bytes[i] as Uint8Array)).toMatch(typeof answer === 'string' ? new RegExp(`^${answer}$`) : answer)
      expect(await answerTo(scene)).toBe('KLT4748')
      expect(reader.pid()).toBe(pid)
    },
  )

  it('leaves memory bounded, however often it comes', async () => {
    const held = async () => (await reader.readTimed(scene)).cost.rssBytes / 2 ** 20
    for (const item of bytes) await answerTo(item)
    const before = await held()
    for (let round = 0; round < 5; round++) for (const item of bytes) await answerTo(item)
    expect((await held()) - before).toBeLessThan(40)
    expect((await reader.readTimed(scene)).cost.peakRssBytes / 2 ** 20).toBeLessThan(400)
  })

  it('costs a burst only the frames it spoils: the spotter reads the good ones between them', async () => {
    const frames = [bytes[2], bytes[3], scene, bytes[0], scene].map((jpeg) => jpeg as Uint8Array)
    let next = 0
    const camera: FrameSource = {
      id: 'cam',
      start: async () => {},
      stop: async () => {},
      health: () => ({ state: 'ok', fps: 10 }),
      next: async () => {
        const jpeg = frames[next++]
        return jpeg ? ({ jpeg, capturedAt: next, cameraId: 'cam' } satisfies Frame) : null
      },
    }
    const settings = { minFrames: 5, maxFrames: 5, maxMs: 120_000, enough: 0.95 }
    const clock = createSystemClock({ synchronised: () => true })
    const sighting = await createSpotter({ reader, sourceFor: () => camera, clock, settings }).spot('exit', {
      signal: new AbortController().signal,
    })
    expect(sighting).toMatchObject({ frames: 5, read: { text: 'KLT4748', frames: 2 } })
  })
})

describe('[R19] networks that will not do', () => {
  afterAll(() => models.remove())
  const start = (detectorCard: string, readerCard: string) => createPlateReader({ engine: 'cards', detectorCard, readerCard, threads: 1 })

  it('stop the process at its start with the sentence that names the file', async () => {
    const gone = models.card('gone', { family: 'gatehouse-corners', file: 'gone.onnx' })
    await expect(start(gone, models.columns)).rejects.toThrow(/cannot start: the model file .*gone\.onnx is missing; its card/)
    const wrong = models.card('wrong', { family: 'gatehouse-corners', file: 'yolo.onnx' })
    await expect(start(wrong, models.columns)).rejects.toThrow(/cannot start: .*yolo\.onnx .*do not belong together/)
  })

  it('that answer another shape than promised cost each picture, not the process', async () => {
    models.write('eight.onnx', slotsFile(8))
    const reader = await start(models.yolo, models.card('eight', { ...SLOT_CARD, file: 'eight.onnx' }))
    const pid = reader.pid()
    for (let i = 0; i < 2; i++) await expect(reader.read(scene)).rejects.toThrow(/eight\.onnx answered 296 numbers/)
    expect(reader.pid()).toBe(pid)
    await reader.close()
  })
})
