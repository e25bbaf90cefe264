import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'

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
    expect(bench.ledger.sessionsInside()).toMatchObject([{ plate: { text: 'AB123' } }])
    expect(bench.view().screen.kind).toBe('attract')
  })
})
