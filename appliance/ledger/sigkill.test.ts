import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { LedgerError } from './ledger-error.ts'
import { openLedger } from './open.ts'
import { optionsIn, scratch } from './testing/fixture.ts'
import { killRounds } from './testing/kill-rounds.ts'
import { bundledWriter, startedWriter } from './testing/writer-process.ts'

describe('a process killed with SIGKILL while it writes', () => {
  let writer: Awaited<ReturnType<typeof bundledWriter>>
  beforeAll(async () => {
    writer = await bundledWriter()
  })
  afterAll(() => writer.remove())

  it('[E13] loses nothing it had acknowledged, breaks no chain, tears no record: 8 kills', async () => {
    const acknowledged = await killRounds(writer.file, writer.dir, 8, Math.random)
    expect(acknowledged).toBeGreaterThan(8)
  }, 120_000)

  it('[E2] kept others out while it lived, and nobody once it was dead', async () => {
    const options = optionsIn(scratch())
    const holder = await startedWriter(writer.file, options.path)
    expect(() => openLedger(options)).toThrow(
      expect.objectContaining({ problem: 'held', message: expect.stringContaining(`process ${holder.pid}.`) }),
    )
    await holder.kill()
    openLedger(options).close()
  })

  it('[E2] is kept out although the holder has itself tried to open twice: the lock survives that', async () => {
    const options = optionsIn(scratch())
    const ledger = openLedger(options)
    onTestFinished(() => ledger.close())
    expect(() => openLedger(options)).toThrow(LedgerError)
    const late = await startedWriter(writer.file, options.path)
    await expect(late.kill()).rejects.toThrow(`in use by process ${process.pid}.`)
  })
})
