/**
 * The reader's process: loads the networks once, then answers one picture at a time. It holds no other state, so the parent may
 * kill it at any moment.
 */
import { decodePicture } from './picture.ts'
import { searchPlates } from './plate-search.ts'
import { openPpocr } from './ppocr/engine.ts'
import { plateSyntax } from './syntax.ts'
import type { ReadRequest, WorkerMessage, WorkerSettings } from './worker-messages.ts'

const say = (message: WorkerMessage): void => {
  process.send?.(message)
}
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

async function serve(settings: WorkerSettings): Promise<void> {
  const engine = await openPpocr({ modelsDir: settings.modelsDir ?? undefined, threads: settings.threads, maxSide: settings.maxSide })
  const syntax = plateSyntax(settings.countries)
  let turn: Promise<void> = Promise.resolve()

  const answer = async ({ id, jpeg }: ReadRequest): Promise<void> => {
    const ms = { decode: 0, detect: 0, read: 0 }
    let since = cpuMs()
    const spent = (stage: keyof typeof ms) => {
      const now = cpuMs()
      ms[stage] += now - since
      since = now
    }
    try {
      const picture = await decodePicture(jpeg)
      spent('decode')
      const reads = await searchPlates(engine, picture, syntax, spent)
      say({ kind: 'reads', id, reads, ms, rssBytes: process.memoryUsage.rss() })
    } catch (error) {
      say({ kind: 'refused', id, message: error instanceof Error ? error.message : String(error) })
    }
  }
  process.on('message', (request: ReadRequest) => {
    turn = turn.then(() => answer(request))
  })
  say({ kind: 'ready' })
}

// Ctrl-C reaches the whole process group; the parent decides when this process ends.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))
serve(JSON.parse(process.argv[2] ?? '{}') as WorkerSettings).catch((error: unknown) => {
  say({ kind: 'unusable', message: error instanceof Error ? error.message : String(error) })
})
