import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { killRounds } from './testing/kill-rounds.ts'
import { bundledWriter } from './testing/writer-process.ts'

describe('a process killed with SIGKILL while it writes, hundreds of times', () => {
  let writer: Awaited<ReturnType<typeof bundledWriter>>
  beforeAll(async () => {
    writer = await bundledWriter()
  })
  afterAll(() => writer.remove())

  it('[E13] loses nothing it had acknowledged, breaks no chain, tears no record: 300 kills', async () => {
    const acknowledged = await killRounds(writer.file, writer.dir, 300, Math.random)
    expect(acknowledged).toBeGreaterThan(300)
  }, 900_000)
})
