import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { type DomainEvent, type EventKind, eventKinds } from './event.ts'
import { eventsV1 } from './events.fixture.ts'
import { currentVersion, readEvent, upcasters } from './upcast.ts'

const kinds = Object.keys(eventKinds) as EventKind[]

describe('readEvent', () => {
  it('[W4] every kind has a released example', () => {
    expect(eventsV1.map((event) => event.kind).sort()).toEqual([...kinds].sort())
  })

  it.each(eventsV1.map((event) => [event.kind, event] as const))('[W4] reads %s version 1 for ever', (kind, event) => {
    expect(readEvent(kind, 1, event.payload)).toEqual(event)
    expect(readEvent(kind, 1, JSON.parse(JSON.stringify(event.payload)))).toEqual(event)
  })

  it.each(['payment.refunded', '', 'toString', '__proto__', 'constructor'])('[W4] parks the unknown kind %j', (kind) => {
    expect(readEvent(kind, 1, {})).toEqual({ unknown: true, problems: [] })
  })

  it.each([0, -1, 1.5, 2, 99, Number.NaN])('[W4] parks version %d of a known kind', (version) => {
    expect(readEvent('hold.changed', version, eventsV1[11]?.payload)).toEqual({ unknown: true, problems: [] })
  })

  it('[W4] says everything that is wrong with a known version', () => {
    const verdict = readEvent('hold.changed', 1, { laneId: '', held: 'yes', at: 1.5 })
    expect(verdict).toMatchObject({ unknown: true })
    const problems = 'problems' in verdict ? verdict.problems.join('\n') : ''
    for (const field of ['laneId', 'reason', 'held', 'at']) expect(problems).toContain(field)
  })

  it('[W4] never throws, whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...kinds), fc.string()),
        fc.integer({ min: -2, max: 4 }),
        fc.anything(),
        (kind, version, payload) => {
          expect(readEvent(kind, version, payload)).toBeTypeOf('object')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('[W4] drops what a newer minor release may have added beside the known fields', () => {
    const payload = { ...eventsV1[11]?.payload, colour: 'red' }
    expect(readEvent('hold.changed', 1, payload)).toEqual(eventsV1[11])
  })
})

describe('upcasting', () => {
  // A kind that has grown twice: v1 {reason}, v2 {reason, held}, v3 as today.
  const registry = {
    'hold.changed': {
      current: 3,
      steps: {
        1: (old: unknown) => ({ ...(old as object), held: true }),
        2: (old: unknown) => ({ ...(old as object), at: 0 }),
      },
    },
  }

  it.each([
    [1, { laneId: 'l', reason: 'fire' }, true],
    [2, { laneId: 'l', reason: 'fire', held: false }, false],
    [3, { laneId: 'l', reason: 'fire', held: false, at: 0 }, false],
  ])('[W4] lifts version %i step by step', (version, payload, held) => {
    expect(readEvent('hold.changed', version, payload, registry)).toEqual({
      kind: 'hold.changed',
      payload: { laneId: 'l', reason: 'fire', held, at: 0 },
    } satisfies DomainEvent)
  })

  it('[W4] parks a version the registry does not know yet', () => {
    expect(readEvent('hold.changed', 4, {}, registry)).toEqual({ unknown: true, problems: [] })
  })

  it('[W4] an upcaster that fails is a problem, not an exception', () => {
    const broken = {
      'hold.changed': {
        current: 2,
        steps: {
          1: () => {
            throw new Error('no such field')
          },
        },
      },
    }
    const verdict = readEvent('hold.changed', 1, {}, broken)
    expect(verdict).toMatchObject({ unknown: true, problems: [expect.stringContaining('no such field')] })
  })

  it('[W4] the registry has a step for every version below the current one', () => {
    for (const [kind, versions] of Object.entries(upcasters)) {
      for (let version = 1; version < (versions?.current ?? 1); version++) {
        expect(versions?.steps[version], `${kind} ${version}`).toBeTypeOf('function')
      }
    }
    for (const kind of kinds) expect(currentVersion(kind)).toBe(upcasters[kind]?.current ?? 1)
  })
})

describe('privacy', () => {
  it('no payload has room for a plate or a picture, only for references', () => {
    const banned = /plate(?!Ref)|image(?!Ref)|jpeg|holder|phone|email/i
    for (const kind of kinds) {
      for (const field of Object.keys((eventKinds[kind].payload as v.ObjectSchema<v.ObjectEntries, undefined>).entries)) {
        expect(field, kind).not.toMatch(banned)
      }
    }
  })

  it('a plate text smuggled into a payload does not survive reading', () => {
    const read = readEvent('help.requested', 1, { helpId: 'h', laneId: 'l', presentationId: null, at: 1, plate: 'MAB1234' })
    expect(JSON.stringify(read)).not.toContain('MAB1234')
    expect(v.is(eventKinds['help.requested'].payload, 'payload' in read ? read.payload : null)).toBe(true)
  })
})
