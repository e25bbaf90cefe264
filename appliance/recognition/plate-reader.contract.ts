import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlateReader } from '../lane/ports.ts'
import { sceneJpeg } from './scene.test.support.ts'

/** What every PlateReader does, whatever its networks are. */
export function plateReaderContract(name: string, open: () => Promise<PlateReader>): void {
  describe(`${name} as a PlateReader`, () => {
    let reader: PlateReader
    beforeAll(async () => {
      reader = await open()
    })
    afterAll(() => reader.close())

    it('[R1] reads a clear plate, where it is', async () => {
      const [plate] = await reader.read(await sceneJpeg('KLT4748'))
      expect(plate).toMatchObject({ text: 'KLT4748', frames: 1 })
      const [x, y, w, h] = plate!.box
      expect([x + w / 2, y + h / 2].map((v) => Math.round(v / 40))).toEqual([16, 11])
      expect(plate!.confidence).toBeGreaterThan(0.5)
    })

    it('[R7] gives candidates and alternatives that begin with the text itself', async () => {
      const [plate] = await reader.read(await sceneJpeg('HTK4748', { angle: 6, height: 34 }))
      expect(plate?.text).toBe('HTK4748')
      expect(plate?.candidates[0]).toEqual({ text: 'HTK4748', p: plate?.confidence })
      expect(plate?.chars.map((slot) => slot[0]?.char).join('')).toBe('HTK4748')
      for (const { p } of plate!.candidates) expect(p).toBeGreaterThanOrEqual(0)
    })

    it('[R1] finds nothing where there is no plate', async () => {
      expect(await reader.read(await sceneJpeg(''))).toEqual([])
    })

    it('[R2] rejects what is no picture, in words for people, and reads on', async () => {
      const scene = await sceneJpeg('KLT4748')
      const given = [new Uint8Array(0), Buffer.from('hello'), scene.subarray(0, 4_000), scene]
      const answers = await Promise.allSettled(given.map((bytes) => reader.read(bytes)))
      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled'])
      const words = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as Error).message : ''))
      expect(words.slice(0, 3)).toEqual([
        expect.stringContaining('empty'),
        expect.stringContaining('not a photograph'),
        expect.stringContaining('cut short'),
      ])
    })

    it('answers several callers in turn, each with its own', async () => {
      const scenes = await Promise.all(['KLT4748', 'HLK8474', ''].map((text) => sceneJpeg(text)))
      const reads = await Promise.all(scenes.map((jpeg) => reader.read(jpeg)))
      expect(reads.map(([first]) => first?.text)).toEqual(['KLT4748', 'HLK8474', undefined])
    })
  })

  it(`${name} reads no more once it is closed, and may be closed twice`, async () => {
    const reader = await open()
    const waiting = reader.read(await sceneJpeg('KLT4748'))
    const refused = expect(waiting).rejects.toThrow('closed')
    await reader.close()
    await reader.close()
    await refused
    await expect(reader.read(new Uint8Array(1))).rejects.toThrow('closed')
  })
}
