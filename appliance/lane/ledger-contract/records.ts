import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { expect, it } from 'vitest'
import { commanded, ended, NOW, observed, oneOfEach, quoteIssued, settled, started } from '../testing/ledger-samples.ts'
import type { OpenLedger } from './ledger-under-test.ts'

/** Sessions, pictures, and what one record is. */
export function recordsContract(open: OpenLedger): void {
  it('starts empty', () => {
    const { ledger } = open()
    expect(ledger.sessionsInside()).toEqual([])
    expect(ledger.sessionInside('s1')).toBeNull()
    expect(ledger.openPresentation('in')).toBeNull()
    expect(ledger.quote('q1')).toBeNull()
    expect(ledger.payment('p1')).toBeNull()
    expect(ledger.commandSeen('c1')).toBe(false)
    expect(ledger.image('i1')).toBeNull()
    expect(ledger.validationsOf('s1')).toEqual([])
  })

  it('a started session is inside with its plate, an ended one is not', () => {
    const { ledger } = open()
    ledger.record([started('s1', 'pl1')], { plates: [{ ref: 'pl1', text: 'AB123', country: 'DE' }] })
    ledger.record([started('s2', null)])
    expect(ledger.sessionsInside().map((x) => x.session.id)).toEqual(['s1', 's2'])
    expect(ledger.sessionInside('s1')).toMatchObject({
      session: { id: 's1', plateRef: 'pl1', entryLaneId: 'in', actualStart: NOW, actualEnd: null, outcome: null, rateTableVersion: 1 },
      plate: { ref: 'pl1', text: 'AB123', country: 'DE' },
      quote: null,
      paidMinor: 0,
      lastPayment: null,
    })
    expect(ledger.sessionInside('s2')?.plate).toBeNull()
    ledger.record([ended('s1', 'paid')])
    expect(ledger.sessionsInside().map((x) => x.session.id)).toEqual(['s2'])
    expect(ledger.sessionInside('s1')).toBeNull()
    expect(ledger.session('s1')).toMatchObject({
      session: { id: 's1', actualEnd: NOW, outcome: 'paid', exitLaneId: 'out' },
      paidMinor: 0,
    })
    expect(ledger.session('s2')).toEqual(ledger.sessionInside('s2'))
    expect(ledger.session('s3')).toBeNull()
  })

  it('the end of a session it never saw is kept, not refused', () => {
    const { ledger } = open()
    expect(() => ledger.record([ended('ghost', 'suspect')])).not.toThrow()
    expect(ledger.sessionsInside()).toEqual([])
  })

  it('one record call is all or nothing', () => {
    const { ledger } = open()
    const broken = { ...quoteIssued('q1', 's1'), payload: { ...quoteIssued('q1', 's1').payload, amountMinor: 1.5 } } as DomainEvent
    expect(() => ledger.record([started('s1', 'pl1'), broken], { plates: [{ ref: 'pl1', text: 'AB123', country: null }] })).toThrow()
    expect(ledger.sessionsInside()).toEqual([])
    expect(ledger.quote('q1')).toBeNull()
    ledger.record([started('s1', 'pl1')], { plates: [{ ref: 'pl1', text: 'XY9', country: null }] })
    expect(ledger.sessionInside('s1')?.plate?.text).toBe('XY9')
  })

  it.each([
    ['session', () => started('s1', null)],
    ['payment', () => settled('p1', 'q1', 's1', 500)],
    ['barrier command', () => commanded('c1', 'pr1')],
  ])('the same %s twice is refused and changes nothing', (_what, event) => {
    const { ledger } = open()
    ledger.record([event()])
    expect(() => ledger.record([quoteIssued('q9', 's9'), event()])).toThrow()
    expect(ledger.quote('q9')).toBeNull()
  })

  it('keeps pictures by reference', () => {
    const { ledger } = open()
    ledger.record([observed('pr1')], { images: [{ ref: 'img-pr1', jpeg: new Uint8Array([255, 216, 1]), takenAt: NOW }] })
    expect(Array.from(ledger.image('img-pr1') ?? [])).toEqual([255, 216, 1])
  })

  it('takes every kind of event', () => {
    const { ledger } = open()
    for (const event of oneOfEach) expect(() => ledger.record([event]), event.kind).not.toThrow()
  })

  it('recording nothing is allowed and changes nothing', () => {
    const { ledger } = open()
    ledger.record([])
    expect(ledger.sessionsInside()).toEqual([])
  })
}
