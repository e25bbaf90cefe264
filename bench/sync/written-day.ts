import type { Ledger } from '../../appliance/ledger/ledger.ts'
import { openLedger } from '../../appliance/ledger/open.ts'
import { aCar } from '../../appliance/ledger/testing/car.ts'
import { rates } from '../../appliance/ledger/testing/fixture.ts'
import { createNewId } from '../../appliance/new-id.ts'
import { createSystemClock } from '../../appliance/system-clock.ts'

export const clock = createSystemClock({ synchronised: () => true })
export const newId = createNewId()

/** A box's real ledger. On a file it syncs every commit (synchronous=FULL), as on a Pi. */
export const openBenchLedger = (path: string, device: string, site: string): Ledger =>
  openLedger({ path, device, site, bootId: newId(), clock, newId, seed: { rateTable: rates(1, 0) } })

/** Cars that came, paid and left, until the log holds `events` rows more. Many a transaction: only the rows matter here. */
export function writeCars(ledger: Ledger, events: number): number {
  let written = 0
  const cars = Math.ceil(events / aCar(newId, 0).reduce((sum, step) => sum + step.events.length, 0))
  for (let first = 0; first < cars; first += CARS_AT_ONCE) {
    const steps = Array.from({ length: Math.min(CARS_AT_ONCE, cars - first) }, (_, i) =>
      aCar(newId, clock.wall() - (cars - first - i) * 20_000),
    ).flat()
    const all = steps.flatMap((step) => step.events)
    const plates = steps.flatMap((step) =>
      step.plate === undefined ? [] : [{ ref: step.plate, text: plateOf(first + written), country: 'DE' }],
    )
    ledger.record(all, { plates })
    written += all.length
  }
  return written
}

const CARS_AT_ONCE = 100
const plateOf = (n: number) => `B GH ${1000 + (n % 9000)}`
