import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, JPEG, samplePlace } from './testing/sample-site.ts'
import { sampleLanes } from './testing/sample-states.ts'
import { type ViewContext, viewOf } from './view.ts'

const context = (direction: 'entry' | 'exit'): ViewContext => ({
  ...{ place: samplePlace, lane: { id: 'x', name: 'X', direction }, now: 1, online: true, cardReady: true, spacesLeft: 2 },
  rate: { freeMinutes: 15, stepMinutes: 60, stepMinor: 250, dayMaxMinor: null, currency: 'EUR' },
  payUrl: () => null,
  takesCodes: false,
  takesVouchers: false,
  receiptUrl: () => null,
  honestyMs: 0,
  liveRef: () => null,
})

describe('the view', () => {
  it('[L66] every state has its screen, the same one each time, and it survives JSON', () => {
    const shown = new Set<string>()
    for (const direction of ['entry', 'exit'] as const) {
      for (const lane of sampleLanes) {
        const view = viewOf(lane, context(direction), 7)
        expect(viewOf(lane, context(direction), 7)).toEqual(view)
        expect(JSON.parse(JSON.stringify(view))).toEqual(view)
        shown.add(view.screen.kind)
      }
    }
    const all = [
      'attract',
      'reading',
      'welcome',
      'denied',
      'yourCar',
      'paying',
      'paymentFailed',
      'thankYou',
      'notFound',
      'search',
      'held',
      'fault',
      'exitCode',
      'honesty',
      'payElsewhere',
      'settled',
    ]
    expect([...shown].sort()).toEqual(all.sort())
  })

  it('[L66] no entry time before the driver has confirmed the car', () => {
    for (const lane of sampleLanes) {
      const { screen } = viewOf(lane, context('exit'), 1)
      const offered = screen.kind === 'notFound' ? screen.suggestions : screen.kind === 'search' ? screen.results : []
      expect(offered.every(({ enteredAt }) => enteredAt === null)).toBe(true)
      expect(offered.length).toBeLessThanOrEqual(4)
    }
  })

  it('[L66] while it is read the driver sees their car; the picture is on no record and goes with the reading', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    bench.look('AB123')
    await bench.loop('armingLoop', true)
    expect(bench.screen('reading').imageUrl).toBeNull()
    await bench.wait(150)
    const url = bench.screen('reading').imageUrl
    expect(url).toMatch(/^\/api\/images\/live-/)
    const ref = decodeURIComponent(url?.split('/').at(-1) ?? '')
    expect(bench.lane().picture?.(ref)).toBe(JPEG)
    expect(bench.ledger.image(ref)).toBeNull()
    await bench.wait(500)
    expect(bench.view().screen.kind).toBe('yourCar')
    await bench.reverseOut()
    await bench.loop('armingLoop', true)
    expect(bench.lane().picture?.(ref)).toBeNull()
  })
})
