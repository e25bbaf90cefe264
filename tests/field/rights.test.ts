import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Field, openField } from './field-site.ts'

const permit = (plates: readonly string[], poolSize: number) => ({
  specification: { id: 'residents', name: 'Anwohner', charging: 'free' as const, poolSize },
  right: { id: 'right-1', specificationId: 'residents', holderId: null, plates, validFrom: 0, validUntil: null, revokedAt: null },
})

describe('who may park without paying', () => {
  let site: Field
  beforeEach(async () => {
    site = await openField()
  })
  afterEach(async () => {
    expect(site.balanced()).toEqual({ chain: true, differences: [] })
    await site.stop()
  })

  it('[F10] a printed copy of a permit plate: the permit is inside already, so nothing opens by itself and a person is called', async () => {
    site.box().ledger.rightsUpsert(permit(['AB123'], 1))
    await site.comesIn({ reads: 'AB123' })
    await site.stand('entry', { reads: 'AB123' })
    expect((await site.screen('entry', 'denied')).reason).toBe('alreadyInside')
    await site.until(() => site.view('entry').helpOpen, 'somebody is called')
    expect(site.machine('entry').state()).toBe('closed')
    expect(site.events('decision.made').at(-1)).toMatchObject({ result: 'denied', basis: 'alreadyInside' })
    // the challenge is soft: a person looks and lets the car in
    await site.lane('entry').attendantOpen({ by: 'Mira', reason: 'papers seen', source: 'attendant' })
    await site.armUp('entry')
    await site.driveThrough('entry')
    expect(site.events('help.answered')).toHaveLength(1)
  })

  it('[F11] a pool of two and a third car: the visitor’s rate, said at the entry and charged at the exit', async () => {
    site.box().ledger.rightsUpsert(permit(['AA1', 'BB2', 'CC3'], 2))
    for (const reads of ['AA1', 'BB2']) {
      await site.stand('entry', { reads })
      expect((await site.screen('entry', 'welcome')).permit).toBe(true)
      await site.armUp('entry')
      await site.driveThrough('entry')
      await site.atRest('entry')
    }
    await site.stand('entry', { reads: 'CC3' })
    expect((await site.screen('entry', 'welcome')).permit).toBe(false)
    await site.armUp('entry')
    await site.driveThrough('entry')
    await site.atRest('entry')
    await site.leap(95 * MINUTE_MS)
    // a resident leaves free meanwhile; what was said to the third at its entry stays
    await site.stand('exit', { reads: 'AA1' })
    await site.armUp('exit')
    await site.driveThrough('exit')
    await site.atRest('exit')
    await site.leaves({ reads: 'CC3' })
    expect(site.events('session.ended').map(({ outcome }) => outcome)).toEqual(['permit', 'paid'])
    expect(site.takings()).toMatchObject([{ amountMinor: 500, count: 1 }])
  })

  it('[F11] a place in the pool that is free again serves the next of the pool', async () => {
    site.box().ledger.rightsUpsert(permit(['AA1', 'BB2'], 1))
    await site.comesIn({ reads: 'AA1' })
    await site.leap(HOUR_MS)
    await site.stand('exit', { reads: 'AA1' })
    await site.armUp('exit')
    await site.driveThrough('exit')
    await site.atRest('exit')
    await site.stand('entry', { reads: 'BB2' })
    expect((await site.screen('entry', 'welcome')).permit).toBe(true)
  })
})
