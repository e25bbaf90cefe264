import type { Engine } from './engine.ts'
import { openEngine } from './open-engine.ts'
import { decodePicture } from './picture.ts'
import { sweeper } from './sweep.ts'
import { type PlateSyntax, plateSyntax } from './syntax.ts'
import { hideUnviewed } from './view.ts'
import { warmUp } from './warm-up.ts'
import type { FromWorker, ReadCost, ToWorker, WorkerSettings } from './worker-wire.ts'

/**
 * The recogniser's own process: whatever the native libraries do here, the lane lives on. One picture at a time, in order. It ends
 * when told to, and when its parent is gone; an interrupt at the terminal is the parent's to act upon.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings

const tell = (message: FromWorker): void => {
  process.send?.(message)
}
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))

const syntax = plateSyntax(settings.countries)
const sweep = sweeper()
let line: Promise<unknown> = openEngine(settings).then(
  (engine) => {
    let wanted = false
    process.on('message', (message: ToWorker) => {
      wanted = true
      line = line.then(() => (message.kind === 'stop' ? stop(engine) : answer(engine, syntax, message)))
    })
    tell({ kind: 'ready' })
    return warmUp(engine, syntax, () => wanted)
  },
  (cause: unknown) => tell({ kind: 'unusable', message: textOf(cause) }),
)

type ReadMessage = Extract<ToWorker, { readonly kind: 'read' }>

async function answer(engine: Engine, plates: PlateSyntax, { id, jpeg, view }: ReadMessage): Promise<void> {
  try {
    const meter = cpuMeter()
    const picture = await decodePicture(jpeg, engine)
    if (view) hideUnviewed(picture, view, engine.colour)
    meter.spent('decodeMs')
    const found = await engine
      .search(picture, plates, (stage) => meter.spent(stage === 'detect' ? 'detectMs' : 'readMs'))
      .finally(() => picture.release())
    sweep()
    meter.spent('readMs')
    tell({ kind: 'plates', id, plates: found, cost: meter.cost() })
  } catch (cause) {
    tell({ kind: 'refused', id, message: textOf(cause) })
    sweep()
  }
}

async function stop(engine: Engine): Promise<void> {
  await engine.release()
  process.exit(0)
}

function cpuMeter(): { spent(stage: 'decodeMs' | 'detectMs' | 'readMs'): void; cost(): ReadCost } {
  const now = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  }
  const stages = { decodeMs: 0, detectMs: 0, readMs: 0 }
  let since = now()
  return {
    spent(stage) {
      const at = now()
      stages[stage] += at - since
      since = at
    },
    cost: () => ({ ...stages, rssBytes: process.memoryUsage.rss(), peakRssBytes: process.resourceUsage().maxRSS * 1_024 }),
  }
}

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
