import { quoteFee } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, transitionsFor } from '@gatehouse/domain/time.ts'
import type { Store } from './store/open-store.ts'
import { publishRateTable } from './store/rates.ts'
import { insertRow } from './store/test-books.ts'
import { book, drive, type TestCar } from './test-garage.ts'

/** For tests and pictures: two ordinary weeks of a 60-place garage, the same every time. `busy` scales the traffic. */
export const weekTariff = (effectiveFrom: number): RateTable => ({
  ...{ id: 'standard', version: 1, name: 'Autumn', currency: 'EUR', effectiveFrom, timeZone: 'Europe/Berlin', freeMs: 15 * MINUTE_MS },
  transitions: transitionsFor('Europe/Berlin', effectiveFrom - DAY_MS, effectiveFrom + 400 * DAY_MS),
  ...{ freeIsGrace: true, exitGraceMs: 15 * MINUTE_MS, vatBasisPoints: 1900, cap: { kind: 'calendarDay' as const, amountMinor: 1800 } },
  lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR_MS, amountMinor: 250 }],
})

type Style = readonly [country: string, make: (n: (below: number) => number, c: () => string) => string]
const german: Style = ['DE', (n, c) => `${c()}${c()}${c()}${n(9000) + 100}`]
const styles: readonly Style[] = [
  german,
  ['DE', (n, c) => `B${c()}${c()}${n(900) + 100}`],
  ['FR', (n, c) => `${c()}${c()}${n(900) + 100}${c()}${c()}`],
  ['PL', (n, c) => `W${c()}${n(90_000) + 10_000}`],
  ['NL', (n, c) => `${n(9) + 1}${c()}${c()}${c()}${n(90) + 10}`],
]

export async function insertWeeks(store: Store, now: number, busy = 1): Promise<void> {
  let seed = 20_261_122
  const next = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  const n = (below: number) => Math.floor(next() * below)
  const letter = () => 'ABCDEFGHJKLMNPRSTUVWXYZ'[n(23)] ?? 'A'
  const tariff = weekTariff(now - 30 * DAY_MS)
  await publishRateTable(store, { site: 'garage', table: tariff, by: 'owner', now: now - 30 * DAY_MS })
  const midnight = now - ((now + HOUR_MS) % DAY_MS)
  const cars: TestCar[] = []
  for (let day = 14; day >= 0; day--) {
    const weekday = new Date(midnight - day * DAY_MS + 12 * HOUR_MS).getUTCDay()
    const count = Math.round((weekday === 0 ? 62 : weekday === 6 ? 118 : 92) * busy)
    for (let i = 0; i < count; i++) {
      // two waves, morning and afternoon
      const hour = next() < 0.55 ? 8 + (next() + next()) * 2.2 : 13 + (next() + next()) * 3
      const at = Math.round(midnight - day * DAY_MS + hour * HOUR_MS)
      const stay = Math.round((0.15 + next() * next() * 7) * HOUR_MS)
      if (at > now) continue
      const [country, make] = styles[n(styles.length)] ?? german
      const id = `car-${day}-${i}`
      const permit = next() < 0.12
      const leaves = at + stay
      const fee = permit ? 0 : quoteFee({ table: tariff, entryAt: at, exitAt: leaves }).feeMinor
      const roll = next()
      const method = roll < 0.46 ? ('remote' as const) : ('terminal' as const)
      const read = next()
      cars.push({
        ...{ id, in: at, country, confidence: read < 0.08 ? 0.78 : 0.93 + read * 0.06 },
        ...(read < 0.03 ? {} : { plate: make(n, letter) }),
        ...(leaves > now
          ? permit
            ? { outcome: 'permit' as const }
            : {}
          : { out: leaves, outcome: permit ? ('permit' as const) : fee === 0 ? ('free' as const) : ('paid' as const) }),
        ...(fee > 0 && leaves - MINUTE_MS <= now ? { paid: [{ minor: fee, at: leaves - 90_000, method }] } : {}),
      })
    }
  }
  cars.push(
    { id: 'owed-1', plate: 'HHK2210', in: now - 5 * HOUR_MS, out: now - HOUR_MS, outcome: 'owed', quoted: 1000 },
    { id: 'suspect-1', plate: 'MTR81', in: now - 30 * HOUR_MS, out: now - 2 * HOUR_MS, outcome: 'suspect' },
  )
  await drive(store, cars)
  await book(store, [
    { kind: 'help.requested', payload: { helpId: 'h1', laneId: 'exit-1', presentationId: null, at: now - 4 * HOUR_MS } },
    {
      kind: 'help.answered',
      payload: { helpId: 'h1', laneId: 'exit-1', by: 'Ada', reason: 'card reader busy, opened', at: now - 4 * HOUR_MS + 95_000 },
    },
  ])
  await insertRow(store, 'inbox', {
    ...{ device_id: 'box-1', epoch: 'e', stream: 'event', seq: 1, site_id: 'garage', event_id: 'rates-1', kind: 'rates.applied', v: 1 },
    ...{ wall: now - 29 * DAY_MS, boot_id: 'b', mono: 0, clock_quality: 'trusted', hash: 'h', received_at: now - 29 * DAY_MS },
    payload: { rateTableId: 'standard', rateTableVersion: 1, at: now - 29 * DAY_MS },
  })
}
