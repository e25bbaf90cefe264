import { type EventKind, eventKinds } from '@gatehouse/domain/wire/event.ts'
import { upcasters } from '@gatehouse/domain/wire/upcast.ts'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { breaks, wireShapes } from './wire-shapes.ts'
import { siblingsConversation } from './wire-siblings.ts'
import { signedConversation } from './wire-signed.ts'
import { breaksSince, conversation, releasedWires } from './write-wire.ts'

const shapes = wireShapes()

describe('the wire', () => {
  it.each(releasedWires().map((wire) => [wire.version, wire] as const))('[W5] is still understood by release %s', (_version, wire) => {
    const problems = breaksSince(wire, shapes)
    expect(
      problems,
      'a released shape has changed. An event: give it a new v and an upcaster (domain/wire/upcast.ts). A request: a new literal v that ' +
        'the cloud takes beside the old one. A field that may be absent can simply be added. While the version is not released yet, `npm run wire` writes its file anew.',
    ).toEqual([])
  })

  it('[W5] every version of every released event has the steps up to today', () => {
    for (const { shapes: then } of releasedWires()) {
      for (const name of Object.keys(then)) {
        const [, kind = '', version = ''] = /^event (\S+) v(\d+)$/.exec(name) ?? []
        if (!kind) continue
        expect(Object.keys(eventKinds), name).toContain(kind)
        const { current, steps } = upcasters[kind as EventKind] ?? { current: 1, steps: {} }
        for (let step = Number(version); step < current; step++) expect(steps[step], `${name}, step ${step}`).toBeTypeOf('function')
      }
    }
  })
})

describe('every box and cloud of today with every one of a release', () => {
  const valid = (shape: object, said: unknown) => {
    const check = new Ajv2020({ strict: false, validateFormats: false }).compile(shape)
    check(JSON.parse(JSON.stringify(said)))
    return check.errors ?? []
  }

  it.each(releasedWires().map((wire) => [wire.version, wire] as const))(
    '[W6] what is said today fits the shapes of release %s',
    async (version, wire) => {
      const { hello, batches } = conversation(version)
      const { request, reply, retained } = await siblingsConversation()
      const { enrol, media } = await signedConversation(version)
      const said: [string, unknown][] = [
        ['hello request v1', hello],
        ...batches.map((batch): [string, unknown] => ['ingest request v1', batch]),
        ...[['siblings request v1', request] as [string, unknown], ['siblings reply v1', reply] as [string, unknown]],
        ...[['enrol request v1', enrol.request] as [string, unknown], ['enrol reply v1', enrol.reply] as [string, unknown]],
        ...media.replies.map((one): [string, unknown] => ['media reply', one]),
        ['media refusal', media.refusal],
        ...Object.entries(retained).map(([what, message]): [string, unknown] => [`sibling ${what} v1`, message]),
      ]
      for (const [name, message] of said) {
        expect(wire.shapes, name).toHaveProperty([name])
        expect([name, valid(wire.shapes[name] ?? {}, message)]).toEqual([name, []])
      }
      // and a shape that something does not fit says so
      expect(valid(wire.shapes['sibling standing v1'] ?? {}, { v: 2 })).not.toEqual([])
    },
  )
})

describe('what counts as a change', () => {
  const then = shapes['event payment.settled v1'] as { properties: Record<string, object>; required: string[] }
  const changed = (properties: Record<string, object | undefined>, required = then.required) => {
    const all = Object.fromEntries(Object.entries({ ...then.properties, ...properties }).filter(([, shape]) => shape !== undefined))
    return breaks('event payment.settled v1', then, { ...then, properties: all, required })
  }

  it('[W5] a field that is gone, new and needed, of another type, or with other values', () => {
    expect(
      changed(
        { sessionId: undefined },
        then.required.filter((field) => field !== 'sessionId'),
      ),
    ).toEqual(['event payment.settled v1.sessionId is gone'])
    expect(changed({ tip: { type: 'integer' } }, [...then.required, 'tip'])).toEqual(['event payment.settled v1.tip must be there now'])
    expect(
      changed(
        {},
        then.required.filter((field) => field !== 'provider'),
      ),
    ).toEqual(['event payment.settled v1.provider may be absent now'])
    expect(changed({ amountMinor: { type: 'string' } })).toEqual(['event payment.settled v1.amountMinor: type "integer" became "string"'])
    expect(changed({ method: { enum: ['cash'] } })[0]).toContain('event payment.settled v1.method: enum')
  })

  it('[W5] not a field that may be absent, nor another name of a refusal', () => {
    expect(changed({ tip: { type: 'integer' } })).toEqual([])
    const refusal = shapes['sync refusal'] as { properties: { error: { enum: string[] } } }
    const more = { ...refusal, properties: { ...refusal.properties, error: { enum: [...refusal.properties.error.enum, 'asleep'] } } }
    expect(breaks('sync refusal', refusal, more)).toEqual([])
    expect(breaks('sync refusal', more, refusal)).not.toEqual([])
  })

  it('[W5] a released message that no longer exists', () => {
    expect(breaksSince({ shapes: { 'table edge_v0_lamps': {} } }, shapes)).toEqual(['table edge_v0_lamps is gone'])
    expect(breaksSince({ shapes: { 'event hold.changed v1': {} } }, { 'event hold.changed v2': {} })).toEqual([])
  })

  it('is found in the schemas themselves', () => {
    expect(shapes['ingest request v1']).toMatchObject({ properties: { rows: { items: { properties: { seq: { type: 'integer' } } } } } })
    expect(Object.keys(shapes).filter((name) => name.startsWith('event '))).toHaveLength(Object.keys(eventKinds).length)
    expect(v.is(eventKinds['hold.changed'].payload, { laneId: 'l', reason: 'fire', held: true, at: 1 })).toBe(true)
  })
})
