import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'

/** On what figures were taken. `others`: cores that programs other than the bench kept busy meanwhile, on average; null where Linux does not say. */
export interface Machine {
  readonly cores: number
  /** of the last minute, the bench itself included */
  readonly load: number
  readonly others: number | null
  readonly node: string
}

const TICKS_PER_SECOND = 100
const fieldsOf = (line = '') => line.trim().split(/\s+/).slice(1).map(Number)

const started = reading()

/** From the start of this program until now. What it started counts as its own once it has ended. */
export function machineMeanwhile(): Machine {
  const now = reading()
  const others = started && now ? (now.busy - started.busy - (now.own - started.own)) / (now.at - started.at) : null
  return {
    cores: availableParallelism(),
    load: round(loadavg()[0] ?? 0),
    others: others === null ? null : Math.max(0, round(others)),
    node: process.version,
  }
}

const round = (x: number) => Number(x.toFixed(2))

/** Seconds of CPU: all of the machine's cores together, and this process with its children that have ended (proc(5)). */
function reading(): { readonly at: number; readonly busy: number; readonly own: number } | null {
  try {
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = fieldsOf(
      readFileSync('/proc/stat', 'utf8').split('\n')[0],
    )
    const own = fieldsOf(readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /, '')).slice(10, 14)
    return {
      at: performance.now() / 1000,
      busy: (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND,
      own: own.reduce((a, b) => a + b, 0) / TICKS_PER_SECOND,
    }
  } catch {
    return null
  }
}
