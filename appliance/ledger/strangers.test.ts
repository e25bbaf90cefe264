import { DAY_MS, HOUR_MS } from '@gatehouse/domain/time.ts'
import { expect, it } from 'vitest'
import type { Ledger } from './ledger.ts'
import { ended, observed, passed, opened as presented, settled, started } from './testing/car.ts'
import { inMemory, NOW, opened } from './testing/fixture.ts'

/** A car that leaves: found inside, on nobody's list, or let in by its driver's word; `read`: whether the exit's camera made anything of its plate. */
function leaves(
  ledger: Ledger,
  id: string,
  { stay = 'found' as 'found' | 'none' | 'stated', read = true, through = true, at = NOW } = {},
): void {
  const [out, plate] = [`pr-${id}`, `plate-${id}`]
  ledger.record([presented(out, 'out', 'exit', at), observed(`ob-${id}`, out, 'out', 'exit', read ? plate : null, at)], {
    plates: [{ ref: plate, text: 'AB123', country: null }],
  })
  if (stay !== 'none') {
    ledger.record([started(id, stay === 'stated' ? out : `in-${id}`, plate, at - 1_000), settled(`pay-${id}`, `q-${id}`, id, at)], {})
  }
  if (through) ledger.record([passed(out, 'out', 'exit', at), ...(stay === 'none' ? [] : [ended(id, out, at)])], {})
}

it('[E38] cars whose plate was read at the exit are counted, and of them those on nobody’s list', () => {
  const { ledger } = inMemory()
  expect(ledger.strangerSigns()).toMatchObject({ cars: 0, strangers: 0 })
  leaves(ledger, 'a')
  leaves(ledger, 'b')
  leaves(ledger, 'c', { stay: 'none' })
  leaves(ledger, 'd', { stay: 'stated' })
  expect(ledger.strangerSigns()).toMatchObject({ cars: 4, strangers: 2 })
})

it('[E38] whoever is still at the exit, was not read, or left long ago does not count', () => {
  const { ledger } = inMemory()
  leaves(ledger, 'waits', { through: false })
  leaves(ledger, 'unread', { read: false, stay: 'none' })
  leaves(ledger, 'long-ago', { at: NOW - 61 * DAY_MS })
  expect(ledger.strangerSigns()).toMatchObject({ cars: 0, strangers: 0 })
})

it('[E38] the count outlives a restart', () => {
  const box = opened()
  leaves(box.ledger, 'a')
  leaves(box.ledger, 'b', { stay: 'none' })
  expect(box.again().strangerSigns()).toMatchObject({ cars: 2, strangers: 1 })
})

it('[E39] a list is a day old when a stay began so long ago; one by the driver’s word says nothing of it', () => {
  const { ledger, clock } = inMemory()
  expect(ledger.strangerSigns().listDayOld).toBe(false)
  ledger.record([presented('pr', 'out', 'exit', NOW), started('stated', 'pr', null, NOW - 2 * DAY_MS), ended('stated', 'pr', NOW)], {})
  ledger.record([started('came', 'in', null, NOW - 23 * HOUR_MS)], {})
  expect(ledger.strangerSigns().listDayOld).toBe(false)
  clock.at += HOUR_MS
  expect(ledger.strangerSigns().listDayOld).toBe(true)
})

it('[E39] cars that came in during the last day are counted, inside or gone, and of them those whose plate was not read', () => {
  const { ledger } = inMemory()
  const came = (id: string, plate: string | null, hoursAgo: number) =>
    ledger.record(
      [started(id, `in-${id}`, plate, NOW - hoursAgo * HOUR_MS)],
      plate ? { plates: [{ ref: plate, text: 'AB123', country: null }] } : {},
    )
  came('yesterday', null, 25)
  came('unread', null, 23)
  came('read', 'plate-read', 2)
  came('left', null, 2)
  ledger.record([presented('out-left', 'out', 'exit', NOW), ended('left', 'out-left', NOW)], {})
  expect(ledger.strangerSigns()).toMatchObject({ entered: 3, enteredUnread: 2 })
})
