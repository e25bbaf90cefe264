import { HOUR_MS } from '@gatehouse/domain/time.ts'
import { expect, it } from 'vitest'
import { openTwoBoxes } from '../two-boxes.ts'

const WAIT = { timeout: 28_000, interval: 50 }

it('[F25] two boxes disagree after a cut: an exit beats "still inside", and money is never deleted', { timeout: 90_000 }, async () => {
  const site = await openTwoBoxes(25, 2)
  try {
    const insideAt = (box: ReturnType<typeof site.entry>) => box.ledger.sessionsInside().length
    const paidAt = (box: ReturnType<typeof site.entry>) =>
      box.ledger.takings(0, Number.MAX_SAFE_INTEGER).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    const passes = async (to: 'entry' | 'exit', carId: string): Promise<void> => {
      const counted = () => site.park.counts()[to === 'entry' ? 'entered' : 'exited']
      const before = counted()
      site.park.driveUp(to, { carId })
      await expect.poll(counted, WAIT).toBe(before + 1)
      await expect.poll(() => site.park.inConversation(), WAIT).toBe(false)
    }
    await expect.poll(() => [site.entry(), site.exit()].map((box) => box.peers?.status().peers[0]?.connected), WAIT).toEqual([true, true])
    await passes('entry', 'car-0')
    await expect.poll(() => insideAt(site.exit()), WAIT).toBe(1)
    await site.cutLan()
    site.clock.leap(2.5 * HOUR_MS)
    await passes('exit', 'car-0')
    // the entry box cannot know: by its books the car is inside and has paid nothing
    expect([insideAt(site.entry()), insideAt(site.exit())]).toEqual([1, 0])
    expect([paidAt(site.entry()), paidAt(site.exit())]).toEqual([0, 750])
    await site.restart(0)
    await site.mendLan()
    await expect.poll(() => insideAt(site.entry()), WAIT).toBe(0)
    await expect.poll(() => paidAt(site.entry()), WAIT).toBe(750)
    for (const box of [site.entry(), site.exit()]) {
      expect(box.ledger.stateDifferences()).toEqual([])
      expect(box.ledger.verifyChain()).toMatchObject({ ok: true })
    }
    expect(paidAt(site.exit())).toBe(750)
  } finally {
    await site.stop()
  }
})
