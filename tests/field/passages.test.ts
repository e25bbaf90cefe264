import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { photoOf } from './car.ts'
import { type Field, openField } from './field-site.ts'

describe('what the car then did', () => {
  let site: Field
  beforeEach(async () => {
    site = await openField({ capacity: 3 })
  })
  afterEach(async () => {
    expect(site.balanced()).toEqual({ chain: true, differences: [] })
    await site.stop()
  })

  it('[F3] the car opens the entry and reverses out: backed out, no session, no space taken', async () => {
    await site.stand('entry', { reads: 'AB123' })
    await site.armUp('entry')
    await site.back('entry')
    expect(site.events('presentation.backedOut')).toHaveLength(1)
    expect(site.events('passage.completed')).toEqual([])
    expect(site.inside()).toEqual([])
    expect(site.box().ledger.occupancy()).toMatchObject({ inside: 0 })
  })

  it('[F4] two cars on one opening: the second gets its own session from its own frames, and somebody is told', async () => {
    await site.stand('entry', { reads: 'AB123' })
    await site.armUp('entry')
    await site.wait(700)
    site.machine('entry').vehicleOnClosing(true)
    await site.wait(1_100)
    site.machine('entry').vehicleOnArming(false)
    site.camera('entry').show(photoOf({ reads: 'CD456' }))
    await site.wait(500)
    site.machine('entry').vehicleOnArming(true)
    await site.wait(500)
    site.machine('entry').vehicleOnClosing(false)
    // bumper to bumper: there is no time to look at it, let alone to decide
    await site.wait(100)
    site.machine('entry').vehicleOnClosing(true)
    await site.wait(900)
    site.machine('entry').vehicleOnArming(false)
    site.camera('entry').clear()
    await site.wait(900)
    site.machine('entry').vehicleOnClosing(false)
    await site.atRest('entry')
    expect(site.events('passage.completed').map(({ tailgate }) => tailgate)).toEqual([false, true])
    expect(site.anomalies()).toContain('tailgate')
    const plates = site.box().ledger.sessionsInside()
    expect(plates).toHaveLength(2)
    const texts = plates.map(({ plate }) => plate?.text ?? null)
    expect(texts).toContain('AB123')
    // read from its own frames, or on record as an unknown vehicle: never the first car's plate
    expect(texts.some((text) => text === 'CD456' || text === null)).toBe(true)
  })

  it('[F5] it missed its exit and comes again next day: the old stay is closed at 0 for review and never billed', async () => {
    const old = await site.comesIn({ reads: 'AB123' })
    await site.leap(26 * HOUR_MS)
    const fresh = await site.comesIn({ reads: 'AB123' })
    expect(fresh).not.toBe(old)
    expect(site.outcome(old)).toBe('suspect')
    expect(site.anomalies()).toEqual(['missedExit'])
    await site.leap(30 * MINUTE_MS)
    await site.leaves({ reads: 'AB123' })
    expect(site.takings()).toMatchObject([{ amountMinor: 250, count: 1 }])
    expect(site.inside()).toEqual([])
  })

  it('[F8] a motorbike: no plate in front, short, slow under the arm: a photo ticket, and only the loop governs closing', async () => {
    await site.stand('entry', { reads: null })
    await site.armUp('entry')
    // shorter than the gap between the loops: both are free for a moment
    site.machine('entry').vehicleOnArming(false)
    await site.wait(800)
    site.machine('entry').vehicleOnClosing(true)
    site.camera('entry').clear()
    await site.wait(25 * SECOND_MS)
    expect(site.machine('entry').state()).toBe('open')
    site.machine('entry').vehicleOnClosing(false)
    await site.atRest('entry')
    expect(site.events('passage.completed')).toHaveLength(1)
    expect(site.inside()).toHaveLength(1)
    expect(site.barrier('entry').pulses()).toBe(1)
  })

  it('[F8] going out it is found among the few that came in unread', async () => {
    const bike = await site.comesIn({ reads: null })
    await site.leap(50 * MINUTE_MS)
    await site.stand('exit', { reads: null })
    const { suggestions } = await site.screen('exit', 'notFound')
    expect(suggestions.map(({ sessionId }) => sessionId)).toEqual([bike])
    await site.press('exit', { kind: 'selectSession', sessionId: bike })
    await site.screen('exit', 'yourCar')
    await site.payByCard()
    await site.armUp('exit')
    await site.driveThrough('exit')
    expect(site.outcome(bike)).toBe('paid')
  })

  it('[F23] the arm is broken: a command without feedback is a fault and help, and the money stays paid', async () => {
    const session = await site.comesIn({ reads: 'AB123' })
    await site.leap(95 * MINUTE_MS)
    site.machine('exit').breakArm()
    await site.stand('exit', { reads: 'AB123' })
    await site.screen('exit', 'yourCar')
    await site.payByCard()
    await site.until(() => site.view('exit').helpOpen, 'somebody is called')
    expect(site.machine('exit').state()).toBe('fault')
    expect(site.events('barrier.reported').map(({ result }) => result)).toContain('fault')
    // mended: the arm rises for the driver who has paid, who is not asked again
    site.machine('exit').mendArm()
    await site.armUp('exit')
    await site.driveThrough('exit')
    expect(site.outcome(session)).toBe('paid')
    expect(site.takings()).toMatchObject([{ amountMinor: 500, count: 1 }])
  })

  it('[F23] the arm stands up by itself: passages count as free flow and sessions go on', async () => {
    site.barrier('entry').forceOpen()
    await site.armUp('entry')
    await site.stand('entry', { reads: 'AB123' })
    await site.driveThrough('entry')
    await site.atRest('entry')
    expect(site.inside()).toHaveLength(1)
    expect(site.barrier('entry').pulses()).toBeLessThanOrEqual(1)
  })

  it('[F24] opened by hand or by the fire panel: a passage without a command is on record with its cause asked for', async () => {
    site.barrier('exit').forceOpen()
    await site.armUp('exit')
    site.machine('exit').vehicleOnClosing(true)
    await site.wait(1_500)
    site.machine('exit').vehicleOnClosing(false)
    await site.atRest('exit')
    expect(site.events('barrier.reported').map(({ result }) => result)).toContain('forced')
    expect(site.anomalies()).toEqual(expect.arrayContaining(['forcedOpen', 'freeFlow']))
    expect(site.events('passage.completed')).toMatchObject([{ presentationId: null, direction: 'exit' }])
    expect(site.events('barrier.commanded')).toEqual([])
  })

  it('[F24] a person opens: the reason and the name are on record before the arm moves', async () => {
    await site.comesIn({ reads: 'AB123' })
    await site.leap(50 * MINUTE_MS)
    await site.stand('exit', { reads: 'AB123' })
    await site.screen('exit', 'yourCar')
    await site.lane('exit').attendantOpen({ by: 'Mira', reason: 'ticket paid at the desk', source: 'attendant' })
    const [commanded] = site.events('barrier.commanded').filter(({ laneId }) => laneId === 'exit')
    expect(commanded).toMatchObject({ source: 'attendant', reason: expect.stringContaining('ticket paid at the desk') })
    await site.armUp('exit')
    await site.driveThrough('exit')
    expect(site.events('session.ended')).toMatchObject([{ outcome: 'attendant' }])
  })
})
