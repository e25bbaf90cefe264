import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { Clock } from '../../lane/ports.ts'
import type { Ledger } from '../ledger.ts'
import { openLedger } from '../open.ts'
import { aCar, type Step } from './car.ts'

/**
 * A process to be killed: `writer <ledger> <migrations>` opens the ledger, says `ready`, then writes whole visits as fast as it can and
 * prints each event's id after, never before, the ledger has acknowledged it.
 */
const [path = '', migrationsDir = ''] = process.argv.slice(2)
const clock: Clock = { wall: () => Date.now(), mono: () => performance.now(), quality: () => 'trusted', after: () => () => {} }
const rateTable = {
  ...{ id: 'local', version: 1, name: 'Local', currency: 'EUR', effectiveFrom: 0, timeZone: 'UTC', vatBasisPoints: 0 },
  ...{
    transitions: [{ fromMs: 0, offsetMinutes: 0 }],
    freeMs: 0,
    freeIsGrace: true,
    exitGraceMs: 0,
    lines: [],
    cap: { kind: 'none' as const },
  },
}

/** ids handed out since the last acknowledged write: those of the log rows among them are what was promised */
let given: string[] = []
const newId = (): string => {
  const id = randomUUID()
  given.push(id)
  return id
}

function write(ledger: Ledger, { events, plate }: Step): void {
  given = []
  ledger.record(events, plate ? { plates: [{ ref: plate, text: 'AB123', country: 'DE' }] } : {})
  writeSync(1, events.map((event, i) => `${event.kind} ${given[i]}\n`).join(''))
}

const ledger = openLedger({ path, migrationsDir, device: 'box-1', site: 'site-1', bootId: randomUUID(), clock, newId, seed: { rateTable } })
writeSync(1, 'ready\n')
for (;;) for (const step of aCar(randomUUID, clock.wall())) write(ledger, step)
