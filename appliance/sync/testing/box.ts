import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EdgeTable } from '@gatehouse/domain/wire/edge.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { openLedger } from '../../ledger/open.ts'
import { aCar } from '../../ledger/testing/car.ts'
import { rates } from '../../ledger/testing/fixture.ts'
import type { SyncClock, SyncLog } from '../clock.ts'
import { createLink, type Link } from '../link.ts'
import type { ShapeChange } from '../ports.ts'
import { createSync, type Sync } from '../sync.ts'

/** For tests: a box with a real ledger, a real clock and a network cable to pull. */
export interface TestBox {
  readonly ledger: Ledger
  readonly link: Link
  readonly sync: Sync
  readonly applied: { table: EdgeTable; changes: readonly ShapeChange[]; replace: boolean }[]
  readonly warnings: string[]
  /** one visit with one payment */
  drive(): void
  close(): void
}

export const systemClock: SyncClock & { mono(): number } = {
  wall: Date.now,
  mono: () => performance.now(),
  quality: () => 'trusted',
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
}

export function openBoxLedger(box: { readonly device: string; readonly site: string; readonly path?: string }): Ledger {
  return openLedger({
    path: box.path ?? ':memory:',
    device: box.device,
    site: box.site,
    bootId: randomUUID(),
    clock: systemClock,
    newId: randomUUID,
    seed: { rateTable: rates(1, 0) },
  })
}

export function testBox(options: {
  readonly url: string
  readonly token: string | null
  readonly device: string
  readonly site: string
  readonly ledger?: Ledger
  readonly pictures?: NonNullable<Parameters<typeof createSync>[0]['pictures']>
  /** between the box and the link: what goes wrong on the way */
  readonly wire?: (inner: typeof fetch) => typeof fetch
}): TestBox {
  const ledger = options.ledger ?? openBoxLedger(options)
  const link = createLink(options.wire ? options.wire(fetch) : fetch)
  const applied: TestBox['applied'] = []
  const warnings: string[] = []
  const log: SyncLog = { info: () => {}, warn: (_fields, message) => void warnings.push(message) }
  const sync = createSync({
    source: ledger,
    sink: ledger,
    cloud: { url: options.url, token: options.token },
    clock: systemClock,
    random: Math.random,
    log,
    version: 'test',
    ...(options.pictures ? { pictures: options.pictures } : {}),
    fetch: link.fetch,
    onApplied: (table, changes, replace) => void applied.push({ table, changes, replace }),
  })
  return {
    ledger,
    link,
    sync,
    applied,
    warnings,
    drive() {
      for (const step of aCar(randomUUID, Date.now())) {
        ledger.record(step.events, step.plate ? { plates: [{ ref: step.plate, text: 'B GH 2026', country: 'DE' }] } : {})
      }
    },
    close() {
      sync.stop()
      ledger.close()
    },
  }
}

/** Waits until `check` gives something truthy. Fails with the last thing it gave. */
export async function until<T>(check: () => T | Promise<T>, what: string, ms = 25_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms
  let last: T
  do {
    last = await check()
    if (last) return last
    await sleep(10)
  } while (Date.now() < end)
  throw new Error(`${what}: still ${JSON.stringify(last)} after ${ms} ms`)
}
