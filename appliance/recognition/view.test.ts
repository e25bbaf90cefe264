import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { greyPictureOf, type Picture, pictureOf } from './picture.ts'
import { type ChildPlateReader, createPlateReader } from './reader.ts'
import { sceneJpeg } from './scene.test.support.ts'
import { hideUnviewed } from './view.ts'

// a process that loads models is started here: seconds on a busy machine
vi.setConfig({ testTimeout: 180_000 })

const box = (x0: number, y0: number, x1: number, y1: number) =>
  [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ] as const

/** A picture whose grey pixels count from 1 to 48, 8 × 6. */
const counting = () =>
  greyPictureOf(
    8,
    6,
    Uint8Array.from({ length: 48 * 3 }, (_, i) => Math.floor(i / 3) + 1),
  )
const rowOf = ({ grey, width }: Picture, y: number) => [...grey.subarray(y * width, (y + 1) * width)]

describe('[R30] a view of a picture', () => {
  it('shows nothing outside its region', () => {
    const picture = counting()
    hideUnviewed(picture, { region: box(0.25, 0.5, 0.75, 1), masks: [] }, false)
    expect(rowOf(picture, 2)).toEqual(Array(8).fill(114))
    expect(rowOf(picture, 3)).toEqual([114, 114, 27, 28, 29, 30, 114, 114])
  })

  it('shows nothing outside a slanted region, nor inside a mask', () => {
    const triangle = [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const
    const picture = counting()
    hideUnviewed(picture, { region: triangle, masks: [box(0, 0, 0.25, 0.34)] }, false)
    expect(rowOf(picture, 0)).toEqual([114, 114, 3, 4, 5, 6, 7, 114])
    expect(rowOf(picture, 3).slice(0, 3)).toEqual([25, 26, 27])
    expect(rowOf(picture, 5).slice(1)).toEqual(Array(7).fill(114))
  })

  it('hides colours alike', () => {
    const picture = pictureOf(4, 2, new Uint8Array(24).fill(9))
    hideUnviewed(picture, { masks: [box(0, 0, 0.5, 1)] }, true)
    expect([...picture.rgb.subarray(0, 12)]).toEqual([114, 114, 114, 114, 114, 114, 9, 9, 9, 9, 9, 9])
    expect([...picture.grey.subarray(0, 4)]).toEqual([114, 114, 9, 9])
  })
})

describe('[R30] a recogniser with a view', () => {
  let reader: ChildPlateReader
  beforeAll(async () => {
    reader = await createPlateReader({ engine: 'gatehouse', threads: 1 })
  }, 180_000)
  afterAll(() => reader.close())

  it('[R6] reads inside it alone, and tells boxes in pixels of the whole picture', async () => {
    const scene = await sceneJpeg('KLT4748')
    const [whole] = await reader.read(scene)
    const [inside] = await reader.read(scene, { region: box(0.3, 0.4, 0.8, 0.9), masks: [] })
    expect(inside?.text).toBe('KLT4748')
    for (const i of [0, 1, 2, 3] as const) expect(Math.abs((inside?.box[i] ?? 0) - (whole?.box[i] ?? 0))).toBeLessThan(8)
    expect(await reader.read(scene, { region: box(0, 0, 0.3, 0.5), masks: [] })).toEqual([])
    expect(await reader.read(scene, { masks: [box(0.35, 0.5, 0.75, 0.8)] })).toEqual([])
  })
})
