import { describe, expect, it } from 'vitest'
import type { BoxRecord } from '../store/report-fleet.ts'
import { completenessOf } from './completeness.ts'

const now = 1_800_000_000_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const box = (over: Partial<BoxRecord> = {}): BoxRecord => ({
  ...{ id: 'box-1', label: 'North', lastSeen: now - 5_000, version: '0.1.0', clockQuality: 'trusted', clockOffsetMs: 0 },
  ...{ backlog: 0, backlogByStream: {}, completeUntil: now - 5_000, arrived: {}, rate: null },
  ...{ oldestUnsent: null, deadLetters: 0, parked: 0, alarms: [], relayed: null, money: null, turnedAway: null, ...over },
})
const of = (over: Partial<BoxRecord>) => completenessOf([box(over)], now).boxes[0]

describe('completenessOf', () => {
  it('a box that talks and holds nothing back is complete to now', () => {
    expect(of({})).toMatchObject({ state: 'live', completeTo: now, behindMs: 0 })
  })

  it('a silent box is complete to its last contact', () => {
    expect(of({ lastSeen: now - 3 * HOUR })).toMatchObject({ state: 'silent', completeTo: now - 3 * HOUR, behindMs: 3 * HOUR })
  })

  it('a batch that came in is a contact, before the contact itself is noted', () => {
    const arrived = { event: { receivedAt: now - 1_000, wall: now - 2_000 } }
    expect(of({ lastSeen: now - 3 * HOUR, arrived })).toMatchObject({ state: 'live', lastSeen: now - 1_000, behindMs: 0 })
  })

  it('[S76] a batch that a sibling brought is no contact: the figures are complete no further for it', () => {
    const arrived = { event: { receivedAt: now - 1_000, wall: now - 2_000 } }
    const relayed = { by: 'box-2', at: now - 1_000 }
    expect(of({ lastSeen: now - 3 * HOUR, completeUntil: now - 3 * HOUR, arrived, relayed })).toMatchObject({
      ...{ state: 'silent', lastSeen: now - 3 * HOUR, completeTo: now - 3 * HOUR, relayed },
    })
    expect(of({ lastSeen: null, arrived, relayed })).toMatchObject({ state: 'never', completeTo: null })
    // what it brought itself since then is one
    expect(of({ lastSeen: now - 3 * HOUR, arrived, relayed: { ...relayed, at: now - 2_000 } })).toMatchObject({ state: 'live' })
  })

  it('a box that never spoke makes nothing complete', () => {
    expect(completenessOf([box(), box({ id: 'box-2', lastSeen: null })], now)).toMatchObject({
      completeTo: null,
      boxes: [{}, { state: 'never' }],
    })
  })

  it('a box with a backlog is complete to its slowest stream, on the server’s clock', () => {
    const arrived = {
      money: { receivedAt: now - 1_000, wall: now - 10 * MINUTE },
      event: { receivedAt: now - 1_000, wall: now - 2 * HOUR },
    }
    const backlogByStream = { money: 5, event: 900, session: 0 }
    const catching = of({ backlog: 905, backlogByStream, arrived, completeUntil: now - 5 * HOUR, clockOffsetMs: MINUTE })
    expect(catching).toMatchObject({ state: 'catchingUp', completeTo: now - 2 * HOUR + MINUTE, waitingEvents: 905 })
  })

  it('a backlog that stopped arriving while the box still talks has been sent', () => {
    const arrived = { money: { receivedAt: now - 60_000, wall: now - HOUR } }
    expect(of({ backlog: 5, backlogByStream: { money: 5 }, arrived })).toMatchObject({ state: 'live', completeTo: now, waitingEvents: 0 })
  })

  it('the site is as complete as its slowest box; a site without boxes says nothing', () => {
    expect(completenessOf([box(), box({ id: 'b', lastSeen: now - HOUR })], now).completeTo).toBe(now - HOUR)
    expect(completenessOf([], now)).toEqual({ completeTo: null, boxes: [] })
  })
})
