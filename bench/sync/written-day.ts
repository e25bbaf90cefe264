import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../appliance/lane/ports.ts'
import type { Ledger } from '../../appliance/ledger/ledger.ts'
import { openLedger } from '../../appliance/ledger/open.ts'
import { aCar } from '../../appliance/ledger/testing/car.ts'
import { rates } from '../../appliance/ledger/testing/fixture.ts'
import { createNewId } from '../../appliance/new-id.ts'
import { createSystemClock } from '../../appliance/system-clock.ts'

export const clock = createSystemClock({ synchronised: () => true })
export const newId = createNewId()

/** A box's real ledger. On a file it syncs every commit (synchronous=FULL), as on a Pi. */
export const openBenchLedger = (path: string, device: string, site: string, time: Clock = clock): Ledger =>
  openLedger({
    ...{ path, device, site, bootId: newId(), clock: time, newId: createNewId(time.wall) },
    seed: { rateTable: rates(1, 0) },
  })

/** The wall time of a car park's week, moved by hand: every step of a visit has its own. */
export function weekClock(): Clock & { pass(ms: number): void } {
  const start = Date.now() - WEEK_MS
  let passed = 0
  return {
    wall: () => Math.round(start + passed),
    mono: () => Math.round(passed * 1000) / 1000,
    quality: () => 'trusted',
    after: () => () => {},
    pass: (ms) => {
      passed += ms
    },
  }
}
const WEEK_MS = 7 * 86_400_000

/** Cars that came, paid and left, each step recorded by itself at its own time, until the log holds `events` rows more. */
export function writeCars(
  ledger: Ledger,
  time: ReturnType<typeof weekClock>,
  events: number,
  onProgress = (_written: number) => {},
): number {
  let written = 0
  const ids = createNewId(time.wall)
  for (let car = 0; written < events; car++) {
    for (const { events: step, plate } of aCar(ids, time.wall())) {
      time.pass(800 + ((car * 7919) % 4_001) + 0.137)
      const plates = plate === undefined ? {} : { plates: [{ ref: plate, text: plateOf(car), country: 'DE' }] }
      ledger.record(step, plates)
      written += step.length
    }
    if (car % 500 === 0) onProgress(written)
  }
  return written
}
const plateOf = (n: number) =>
  `${'ABCDEFGHKLMNPRSTUVWXYZ'[n % 22]} ${'GHKLMNPR'[n % 8]}${'ABCDEFGH'[(n >> 3) % 8]} ${1000 + ((n * 37) % 9000)}`

/**
 * A ledger file with a backlog, where `path` says. It is written in memory first: a hundred thousand commits of a week, each with its
 * fsync, would take longer than everything else here.
 */
export function writeBacklog(path: string, device: string, site: string, events: number, onProgress: (written: number) => void): number {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'gatehouse-bench-week-'))
  try {
    const time = weekClock()
    const draft = join(folder, 'ledger.db')
    const ledger = openBenchLedger(draft, device, site, time)
    const written = writeCars(ledger, time, events, onProgress)
    ledger.close()
    copyFileSync(draft, path)
    return written
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
