import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { startChild } from './child.ts'

const TELLS_ITS_ENVIRONMENT = `process.send({ kind: 'unusable', message: JSON.stringify(process.env) }, () => process.exit(0))`

it('[R5] the recogniser’s process gets none of the box’s secrets: its environment is search paths and the settings of its memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-child-'))
  const worker = join(folder, 'worker.mjs')
  writeFileSync(worker, TELLS_ITS_ENVIRONMENT)
  vi.stubEnv('GATEHOUSE_TOKEN', 'secret')
  const told = await new Promise<string>((resolve, reject) =>
    startChild(
      worker,
      { engine: 'gatehouse', threads: 1, countries: [] },
      {
        message: (message) => resolve(message.kind === 'unusable' ? message.message : message.kind),
        end: reject,
      },
    ),
  )
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
  const environment = JSON.parse(told) as Record<string, string>
  expect(environment.PATH).toBe(process.env.PATH)
  expect(
    Object.keys(environment).filter(
      (key) => !/^(PATH|LD_LIBRARY_PATH|TMPDIR|LANG|MALLOC_\w+|UV_THREADPOOL_SIZE|NODE_CHANNEL_\w+)$/.test(key),
    ),
  ).toEqual([])
}, 60_000)
