import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { rolldown } from 'rolldown'

const repository = resolve(import.meta.dirname, '../../..')
export const migrationsDir = join(repository, 'drizzle/appliance')

/** `writer.ts` in one file, so that it starts in a fraction of a second; `remove()` when done. */
export async function bundledWriter(): Promise<{ readonly file: string; readonly dir: string; remove(): void }> {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-writer-'))
  const file = join(dir, 'writer.cjs')
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'writer.ts'),
    platform: 'node',
    external: ['better-sqlite3'],
    logLevel: 'silent',
  })
  await bundle.write({ file, format: 'cjs' })
  await bundle.close()
  return { file, dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/** Starts the writer on a ledger; resolves at its first word, when it holds it. */
export async function startedWriter(file: string, ledger: string): Promise<{ readonly pid: number; kill(): Promise<readonly string[]> }> {
  const child = spawn(process.execPath, [file, ledger, migrationsDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_PATH: join(repository, 'node_modules') },
  })
  const ended = exited(child)
  let said = ''
  let failed = ''
  child.stderr.on('data', (chunk: Buffer) => {
    failed += chunk
  })
  const firstWord = new Promise<void>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      done()
    })
  })
  await Promise.race([firstWord, ended])
  return {
    pid: child.pid ?? 0,
    /** SIGKILL; what it had acknowledged by then, in order */
    async kill() {
      child.kill('SIGKILL')
      if ((await ended) !== 'SIGKILL') throw new Error(`the writer ended by itself: ${failed}`)
      // the last line may have been cut in the pipe
      const lines = said.split('\n').slice(0, -1)
      return lines.filter((line) => line !== 'ready')
    },
  }
}

const exited = (child: ChildProcess): Promise<string | null> => new Promise((done) => child.once('close', (_code, signal) => done(signal)))
