import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { ClockQuality } from '@gatehouse/domain/time.ts'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../lane/ports.ts'
import type { Ledger } from '../ledger.ts'
import { type LedgerOptions, openLedger } from '../open.ts'

export const NOW = 1_700_000_000_000

/** A clock a test sets; it never moves by itself and starts no timers. */
export interface SetClock extends Clock {
  at: number
  trust: ClockQuality
}
export function setClock(at = NOW): SetClock {
  const clock: SetClock = {
    at,
    trust: 'trusted',
    wall: () => clock.at,
    mono: () => clock.at - NOW + 0.25,
    quality: () => clock.trust,
    after: () => () => {},
  }
  return clock
}

/** Ids a person can read: `id-1`, `id-2`… */
export function counter(prefix = 'id-'): () => string {
  let n = 0
  return () => {
    n += 1
    return `${prefix}${n}`
  }
}

export function rates(version: number, effectiveFrom: number, id = 'local'): RateTable {
  return {
    id,
    version,
    name: `Rates ${version}`,
    currency: 'EUR',
    effectiveFrom,
    timeZone: 'Europe/Berlin',
    transitions: [{ fromMs: 0, offsetMinutes: 60 }],
    freeMs: 900_000,
    freeIsGrace: true,
    exitGraceMs: 900_000,
    lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: 3_600_000, amountMinor: 250 }],
    cap: { kind: 'calendarDay', amountMinor: 2_000 },
    vatBasisPoints: 1_900,
  }
}

/** A folder that is gone after the test. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-ledger-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export const optionsIn = (dir: string, over: Partial<LedgerOptions> = {}): LedgerOptions => ({
  path: join(dir, 'ledger.db'),
  device: 'box-1',
  site: 'site-1',
  bootId: 'boot-1',
  clock: setClock(),
  newId: randomUUID,
  seed: { rateTable: rates(1, 0) },
  ...over,
})

/** A ledger in memory: for what does not depend on a disk. */
export function inMemory(over: Partial<LedgerOptions> = {}): { readonly ledger: Ledger; readonly clock: SetClock } {
  const clock = setClock()
  const ledger = openLedger({ ...optionsIn('', { clock, ...over }), path: ':memory:' })
  onTestFinished(() => ledger.close())
  return { ledger, clock }
}

/** A ledger in a folder of its own; `again` closes it and opens the same file as after a restart. */
export interface Opened {
  ledger: Ledger
  readonly clock: SetClock
  readonly options: LedgerOptions
  again(over?: Partial<LedgerOptions>): Ledger
}
export function opened(over: Partial<LedgerOptions> = {}): Opened {
  const clock = setClock()
  const options = optionsIn(scratch(), { clock, ...over })
  const it: Opened = {
    clock,
    options,
    ledger: openLedger(options),
    again(change = {}) {
      it.ledger.close()
      it.ledger = openLedger({ ...options, ...change })
      return it.ledger
    },
  }
  onTestFinished(() => it.ledger.close())
  return it
}
