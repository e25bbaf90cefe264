import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it, vi } from 'vitest'
import { PICTURES_A_COLLECTION, sweeper } from './sweep.ts'

const MB = 2 ** 20
const outside = () => process.memoryUsage().arrayBuffers / MB

it('[R40] pixels that have grown old are given back within ten pictures, though V8 sees no reason to look for them', async () => {
  setFlagsFromString('--expose-gc')
  const sweep = sweeper(runInNewContext('gc') as typeof gc)
  const before = outside()
  const held: { pixels: Uint8Array | null } = { pixels: new Uint8Array(64 * MB) }
  // as old as garbage gets: it outlived several collections
  for (let n = 0; n < PICTURES_A_COLLECTION; n++) sweep()
  expect(held.pixels?.length).toBe(64 * MB)
  held.pixels = null
  for (let n = 1; n < PICTURES_A_COLLECTION; n++) sweep()
  expect(outside() - before).toBeGreaterThan(60)
  sweep()
  await vi.waitFor(() => expect(outside() - before).toBeLessThan(4), 10_000)
})
