import { statfsSync } from 'node:fs'
import type { HealthCheck } from '../http/health-report.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Log } from '../log.ts'

const MB = 1024 * 1024
const CHECK_EVERY_MS = 60_000
/** a run is bounded, because lanes wait for it */
const NEXT_RUN_MS = 1_000
/** what was given up is put on record at most this often: the record needs room too */
const TELL_EVERY_MS = 3_600_000

export interface Disk {
  check(): HealthCheck
  freeBytes(): number
  stop(): void
}

/** Less than this free, and something goes: a twentieth of the disk, between 200 MB and 1 GB. */
export const lowWater = (total: number): number => Math.min(1024 * MB, Math.max(200 * MB, total / 20))

/**
 * Keeps room for what must be written (rule E34: what goes first, and what never goes). Looks once a minute; `statfs` is replaced in tests.
 */
export function keepRoom(parts: {
  readonly ledger: Pick<Ledger, 'makeRoom' | 'record'>
  readonly folder: string
  readonly now: () => number
  readonly log: Log
  readonly statfs?: (folder: string) => { readonly bavail: number; readonly blocks: number; readonly bsize: number }
}): Disk & { look(): boolean } {
  const { ledger, folder, now, log, statfs = statfsSync } = parts
  let given = { pictures: 0, unsent: 0, logRows: 0 }
  let toldAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout

  const state = () => {
    const { bavail, blocks, bsize } = statfs(folder)
    const low = lowWater(blocks * bsize)
    return { free: bavail * bsize, low }
  }

  /** True when more is to be done at once. */
  function look(): boolean {
    const { free, low } = state()
    if (free >= low) return false
    const made = ledger.makeRoom(low - free)
    given = {
      pictures: given.pictures + made.pictures,
      unsent: given.unsent + made.unsent,
      logRows: given.logRows + made.logRows,
    }
    log('warn', 'the disk is nearly full', { freeBytes: free, ...made })
    if (given.pictures + given.logRows > 0 && now() - toldAt >= TELL_EVERY_MS) tell()
    return made.more && made.bytes < low - free
  }

  function tell(): void {
    const detail = `the disk was nearly full: ${given.pictures} pictures given up, ${given.unsent} of them not at the cloud yet`
    ledger.record([{ kind: 'anomaly.noted', payload: { code: 'diskFull', laneId: null, sessionId: null, detail, at: now() } }])
    given = { pictures: 0, unsent: 0, logRows: 0 }
    toldAt = now()
  }

  const run = (): void => {
    let again = false
    try {
      again = look()
    } catch (error) {
      log('error', 'no room could be made; it is tried again in a minute', { error: String(error) })
    }
    timer = setTimeout(run, again ? NEXT_RUN_MS : CHECK_EVERY_MS)
  }
  timer = setTimeout(run, NEXT_RUN_MS)

  return {
    look,
    check() {
      const { free, low } = state()
      return {
        name: 'disk',
        ok: free >= low,
        detail: `${Math.floor(free / MB)} MB free${free >= low ? '' : `, less than ${Math.floor(low / MB)} MB`}`,
      }
    },
    freeBytes: () => state().free,
    stop: () => clearTimeout(timer),
  }
}
