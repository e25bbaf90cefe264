import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { modelFolder } from './cards/families.test.support.ts'
import { openNetwork } from './network.ts'

const models = modelFolder()
afterAll(() => models.remove())

it('[R38] what a network answered takes no memory once it was used, or could not be', async () => {
  const network = await openNetwork(join(models.folder, 'corners.onnx'), 1, false)
  const kept: Float32Array[] = []
  const look = <T>(use: (values: Float32Array) => T) =>
    network.run(new Float32Array(64 * 64), [1, 1, 64, 64], ({ values }) => {
      kept.push(values)
      return use(values)
    })
  expect(await look(({ length }) => length)).toBe(9 * 8 * 8)
  await expect(
    look(() => {
      throw new Error('not of this family')
    }),
  ).rejects.toThrow('not of this family')
  expect(kept.map(({ length }) => length)).toEqual([0, 0])
  await network.release()
})
