import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** For tests: the cloud as it is run, in a process of its own that a test may kill. */
export interface CloudProcess {
  readonly child: ChildProcess
  /** of its web server; given back as `PORT`, the next one is found where this one was */
  readonly port: number
}

/** Resolves once it answers. `env` says everything about its database: a `DATABASE_URL` of the surroundings does not count. */
export async function startCloudProcess(env: Readonly<Record<string, string>>): Promise<CloudProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, DATABASE_URL: undefined, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { child, port: await portOnceUp(child) }
}

function portOnceUp(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const port = /"url":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(text)?.[1]
      if (port) resolve(Number(port))
    })
    child.once('exit', (code) => reject(new Error(`the cloud ended with ${code}: ${text}`)))
  })
}
