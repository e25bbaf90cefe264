import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, plateRead, samplePermit, samplePlace, sampleRates } from './testing/sample-site.ts'
import { photoTicketTag } from './ticket.ts'

describe('entry', () => {
  it('[L14] a visitor: one record decides and commands, the session starts with the passage', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    expect(bench.barrier.opens).toHaveLength(1)
    expect(bench.events('session.started')).toEqual([])
    expect(bench.screen('welcome')).toMatchObject({ plate: { text: 'AB123' }, permit: false, ticketTag: null })
    await bench.driveThrough()
    const [seen] = bench.events('observation.made')
    expect(bench.events('session.started')).toMatchObject([
      { plateRef: seen?.plateRef, imageRef: seen?.imageRef, observationId: seen?.observationId, rateTableVersion: 1, rightId: null },
    ])
    expect(bench.ledger.image(seen?.imageRef ?? '')).not.toBeNull()
    expect(bench.ledger.sessionsInside()).toMatchObject([{ plate: { text: 'AB123' } }])
    expect(bench.view().screen.kind).toBe('attract')
  })

  it('[L14] the rate version is the one in force when the car passes, not when it was read', async () => {
    const start = 1_700_000_000_000
    const rateTables = [sampleRates, { ...sampleRates, version: 2, effectiveFrom: start + 1_000 }]
    const bench = await createBench({ direction: 'entry', seed: { rateTables } })
    await bench.arrive('AB123')
    expect(bench.ledger.rateTableAt(bench.clock.wall()).version).toBe(1)
    await bench.driveThrough()
    expect(bench.events('session.started')).toMatchObject([{ actualStart: bench.clock.wall(), rateTableVersion: 2 }])
  })

  it('[L15] FIELD 7: an unread car gets a photo ticket with a code, and comes in', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive(null)
    const { ticketTag, plate, imageUrl } = bench.screen('welcome')
    expect(plate).toBeNull()
    expect(imageUrl).not.toBeNull()
    expect(bench.events('decision.made')).toMatchObject([{ result: 'granted', basis: 'unreadable' }])
    await bench.driveThrough()
    const [started] = bench.events('session.started')
    expect(started).toMatchObject({ plateRef: null })
    expect(started?.imageRef).not.toBeNull()
    expect(ticketTag).toBe(photoTicketTag(started?.sessionId ?? ''))
    expect(ticketTag).toMatch(/^[CFHJKMNPRTWXY3479]{3}$/)
  })

  it('[L15] a read below the open threshold is evidence, and a photo ticket', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive(plateRead('AB123', { confidence: 0.3 }))
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'unreadable' }])
    expect(bench.screen('welcome').ticketTag).not.toBeNull()
    await bench.driveThrough()
    expect(bench.ledger.sessionsInside()).toMatchObject([{ plate: { text: 'AB123' } }])
  })

  it('[L12] FIELD 22: no frame at all: anomaly, and a photo-less ticket', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive(null, 0)
    expect(bench.anomalies()).toEqual(['cameraDown'])
    expect(bench.screen('welcome')).toMatchObject({ imageUrl: null, ticketTag: expect.stringMatching(/^...$/) })
    await bench.driveThrough()
    expect(bench.ledger.sessionsInside()).toHaveLength(1)
  })

  it('[L12] a camera that never answers counts as unread after the spotting time', async () => {
    const bench = await createBench({ direction: 'entry', settings: { timings: { spottingMs: 300 } } })
    await bench.loop('armingLoop', true)
    await bench.wait(200)
    expect(bench.barrier.opens).toEqual([])
    await bench.wait(200)
    expect(bench.barrier.opens).toHaveLength(1)
    // the sighting that comes too late is no second decision
    await bench.wait(1_000)
    expect(bench.events('decision.made')).toHaveLength(1)
  })

  it('[L16] a permit opens free, and its session carries the right', async () => {
    const bench = await createBench({ direction: 'entry', seed: { rights: [samplePermit(['PER1'])] } })
    await bench.arrive('PER1')
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'permit' }])
    expect(bench.screen('welcome').permit).toBe(true)
    await bench.driveThrough()
    expect(bench.events('session.started')).toMatchObject([{ rightId: 'right-1' }])
  })

  it('[L16] FIELD 11: the third car of a pool of two pays the visitor’s rate, told before the arm moves', async () => {
    const bench = await createBench({ direction: 'entry', seed: { rights: [samplePermit(['PER1', 'PER2', 'PER3'], 2)] } })
    for (const plate of ['PER1', 'PER2']) {
      await bench.arrive(plate)
      await bench.driveThrough()
      await bench.wait(10_000)
    }
    await bench.arrive('PER3')
    expect(bench.screen('welcome').permit).toBe(false)
    expect(bench.events('decision.made').at(-1)).toMatchObject({
      result: 'granted',
      basis: 'visitor',
      reason: expect.stringContaining('visitor rate'),
    })
    await bench.driveThrough()
    expect(bench.events('session.started').map(({ rightId }) => rightId)).toEqual(['right-1', 'right-1', null])
  })

  it('[L17] full: refused once on record, asks again, opens when a space is free', async () => {
    const bench = await createBench({ direction: 'entry', settings: { place: { ...samplePlace, capacity: 1 } } })
    bench.parked('s1', 'XY9', HOUR)
    await bench.arrive('AB123')
    expect(bench.screen('denied').reason).toBe('full')
    await bench.wait(12_000)
    expect(bench.events('decision.made')).toHaveLength(1)
    expect(bench.barrier.opens).toEqual([])
    bench.ledger.record([
      {
        kind: 'session.ended',
        payload: {
          sessionId: 's1',
          presentationId: null,
          laneId: 'out',
          observationId: null,
          actualEnd: bench.clock.wall(),
          outcome: 'paid',
        },
      },
    ])
    await bench.wait(6_000)
    expect(bench.barrier.opens).toHaveLength(1)
    expect(bench.events('decision.made').at(-1)).toMatchObject({ result: 'granted', basis: 'visitor' })
  })

  it('[L17] blocked only on exact consensus; help comes by itself after 20 s', async () => {
    const bench = await createBench({ direction: 'entry', seed: { blocked: ['BAD1'] } })
    await bench.arrive(plateRead('BAD1', { confidence: 0.7 }))
    expect(bench.barrier.opens).toHaveLength(1)
    await bench.reverseOut()
    await bench.arrive('BAD1')
    expect(bench.screen('denied').reason).toBe('blocked')
    expect(bench.view().helpOpen).toBe(false)
    await bench.wait(20_000)
    expect(bench.view().helpOpen).toBe(true)
    expect(bench.barrier.opens).toHaveLength(1)
  })

  it('[L17] FIELD 10: a permit that is already inside is a soft challenge a person can settle', async () => {
    const bench = await createBench({ direction: 'entry', seed: { rights: [samplePermit(['PER1'], 2)] } })
    bench.parked('s1', 'PER1', HOUR, { rightId: 'right-1' })
    await bench.arrive('PER1')
    expect(bench.screen('denied').reason).toBe('alreadyInside')
    await bench.lane().attendantOpen({ by: 'Ana', reason: 'showed the card', source: 'attendant' })
    await bench.driveThrough()
    // The person's word: this is the car, so the books' older session is the mistake.
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'suspect' }])
    expect(bench.events('session.started').at(-1)).toMatchObject({ rightId: 'right-1' })
  })

  it('[L18] FIELD 5: a car whose exit was missed: old session suspect at 0 with the new passage, never before', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.parked('old', 'AB123', 26 * HOUR)
    await bench.arrive('AB123')
    expect(bench.events('session.ended')).toEqual([])
    await bench.reverseOut()
    expect(bench.events('session.ended')).toEqual([])
    await bench.arrive('AB123')
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 'old', outcome: 'suspect', laneId: null }])
    expect(bench.anomalies()).toEqual(['missedExit'])
    expect(bench.ledger.sessionsInside()).toHaveLength(1)
    expect(bench.events('quote.issued')).toEqual([])
  })

  it('[L18] the old session ended elsewhere before the car had passed: it is not ended twice', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.parked('old', 'AB123', 26 * HOUR)
    await bench.arrive('AB123')
    const end = { presentationId: null, laneId: 'out', observationId: null, actualEnd: bench.clock.wall(), outcome: 'paid' as const }
    bench.ledger.record([{ kind: 'session.ended', payload: { sessionId: 'old', ...end } }])
    await bench.driveThrough()
    expect(bench.events('session.ended')).toHaveLength(1)
    expect(bench.anomalies()).toEqual([])
    expect(bench.ledger.sessionsInside()).toHaveLength(1)
  })

  it('[L19] FIELD 9: the same number of another country is another car', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.parked('s1', 'AB123', HOUR, {}, 'FR')
    await bench.arrive(plateRead('AB123', { country: 'DE' }))
    await bench.driveThrough()
    expect(bench.events('session.ended')).toEqual([])
    expect(bench.ledger.sessionsInside()).toHaveLength(2)
  })
})

describe('presence', () => {
  it('[L8] FIELD 2: a car seen again and again in one presence is one read and one decision', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(5_000)
    expect(bench.events('observation.made')).toHaveLength(1)
    expect(bench.events('decision.made')).toHaveLength(1)
    expect(bench.barrier.pulses).toHaveLength(1)
  })

  it('[L8] a loop that flickers is the same presentation', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.loop('armingLoop', false)
    await bench.wait(900)
    await bench.loop('armingLoop', true)
    await bench.wait(10_000)
    expect(bench.events('presentation.opened')).toHaveLength(1)
    expect(bench.events('presentation.backedOut')).toEqual([])
  })

  it('[L9] FIELD 3: opens the entry and reverses out: a back-out, no session', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(2_000)
    await bench.reverseOut()
    const [{ presentationId } = { presentationId: '' }] = bench.events('presentation.opened')
    expect(bench.events('presentation.backedOut')).toMatchObject([{ presentationId }])
    expect(bench.events('session.started')).toEqual([])
    expect(bench.events('passage.completed')).toEqual([])
    expect(bench.view().screen.kind).toBe('attract')
  })

  it('[L10] a car that touches the closing loop and rolls back has not passed', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await bench.loop('closingLoop', true)
    await bench.loop('closingLoop', false)
    await bench.wait(500)
    expect(bench.events('passage.completed')).toEqual([])
    await bench.reverseOut()
    expect(bench.events('presentation.backedOut')).toHaveLength(1)
    expect(bench.events('session.started')).toEqual([])
  })

  it('[L10] loops far apart: off the one before on the other is still a passage', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await bench.loop('armingLoop', false)
    await bench.wait(3_000)
    await bench.loop('closingLoop', true)
    await bench.wait(500)
    await bench.loop('closingLoop', false)
    expect(bench.events('session.started')).toHaveLength(1)
    expect(bench.events('presentation.backedOut')).toEqual([])
  })

  it('[L11] the next car, already on the loop, is presented when the first has passed', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await bench.loop('closingLoop', true)
    await bench.loop('armingLoop', false)
    await bench.loop('armingLoop', true)
    bench.look('CD456')
    expect(bench.events('presentation.opened')).toHaveLength(1)
    await bench.loop('closingLoop', false)
    await bench.wait(600)
    expect(bench.events('presentation.opened')).toHaveLength(2)
    await bench.driveThrough()
    expect(bench.ledger.sessionsInside().map(({ plate }) => plate?.text)).toEqual(['AB123', 'CD456'])
  })

  it('[L13] rolled off while it was read: nothing opens until it is back and seen again', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.look('AB123')
    await bench.loop('armingLoop', true)
    await bench.loop('armingLoop', false)
    await bench.wait(1_000)
    expect(bench.events('observation.made')).toHaveLength(1)
    expect(bench.barrier.opens).toEqual([])
    await bench.loop('armingLoop', true)
    await bench.wait(600)
    expect(bench.barrier.opens).toHaveLength(1)
    expect(bench.events('presentation.opened')).toHaveLength(1)
  })
})
