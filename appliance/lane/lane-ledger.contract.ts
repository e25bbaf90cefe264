import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LaneLedger } from './ports.ts'
import type { LedgerSeed } from './testing/ledger-facts.ts'
import {
  commanded,
  decided,
  ended,
  MINUTE,
  NOW,
  observed,
  oneOfEach,
  opened,
  passed,
  permit,
  quoteIssued,
  quoteOf,
  rates,
  reported,
  settled,
  started,
} from './testing/ledger-samples.ts'

/**
 * What every LaneLedger must do, whatever it is made of. A factory gets the seed (rate tables, rights, blocked plates,
 * the clock) and returns the ledger, `reopen()` = the same data after the process died, and `close()`.
 */
export interface LedgerUnderTest {
  readonly ledger: LaneLedger
  reopen(): LaneLedger
  close(): void
}

export function laneLedgerContract(name: string, make: (seed: LedgerSeed) => LedgerUnderTest): void {
  describe(`${name} keeps the LaneLedger contract`, () => {
    const open = (over: Partial<LedgerSeed> = {}): LedgerUnderTest => {
      const made = make({ now: () => NOW, rateTables: [rates(1, 0)], rights: [permit], blocked: ['BAD1'], ...over })
      onTestFinished(() => made.close())
      return made
    }

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

    it('gives back the quote of a session while it is locked and unsettled', () => {
      let now = NOW
      const { ledger } = open({ now: () => now })
      ledger.record([started('s1', null), quoteIssued('q1', 's1')])
      expect(ledger.sessionInside('s1')?.quote).toMatchObject(quoteOf(quoteIssued('q1', 's1').payload))
      ledger.record([quoteIssued('q2', 's1', { amountMinor: 900 })])
      expect(ledger.sessionInside('s1')?.quote?.id).toBe('q2')
      now = NOW + 15 * MINUTE + 1
      expect(ledger.sessionInside('s1')?.quote).toBeNull()
      expect(ledger.quote('q1')).toMatchObject({ id: 'q1', settled: false, amountMinor: 750 })
    })

    it('counts payments towards their session, duplicates excluded', () => {
      const { ledger } = open()
      ledger.record([started('s1', null), quoteIssued('q1', 's1')])
      ledger.record([settled('p1', 'q1', 's1', 500)])
      ledger.record([settled('p2', 'q1', 's1', 750, { duplicate: true, settledAt: NOW + 9 * MINUTE })])
      ledger.record([settled('p3', 'q1', 's1', 250, { settledAt: NOW + MINUTE })])
      expect(ledger.sessionInside('s1')).toMatchObject({
        paidMinor: 750,
        quote: null,
        lastPayment: { quoteId: 'q1', amountMinor: 250, settledAt: NOW + MINUTE },
      })
      expect(ledger.quote('q1')?.settled).toBe(true)
      expect(ledger.payment('p1')).toMatchObject({ quoteId: 'q1', amountMinor: 500, duplicate: false })
      expect(ledger.payment('p2')).toMatchObject({ quoteId: 'q1', amountMinor: 750, duplicate: true })
    })

    it('a duplicate alone settles nothing', () => {
      const { ledger } = open()
      ledger.record([started('s1', null), quoteIssued('q1', 's1'), settled('p1', 'q1', 's1', 750, { duplicate: true })])
      expect(ledger.quote('q1')?.settled).toBe(false)
      expect(ledger.sessionInside('s1')).toMatchObject({ paidMinor: 0, lastPayment: null })
    })

    it('gives back every quote of a session with the wrong codes typed at it, and counts them by lane and time', () => {
      const { ledger, reopen } = open()
      const refused = (tryId: string, quoteId: string, laneId: string, at: number) =>
        ({ kind: 'code.refused', payload: { tryId, quoteId, sessionId: 's1', laneId, at } }) as const
      ledger.record([started('s1', null), quoteIssued('q1', 's1'), quoteIssued('q2', 's1'), quoteIssued('q3', 's2')])
      ledger.record([refused('t1', 'q1', 'out', NOW - 2 * MINUTE), refused('t2', 'q1', 'out', NOW), refused('t3', 'q2', 'out-2', NOW)])
      ledger.record([settled('code:q2', 'q2', 's1', 750, { method: 'exitCode' })])
      const after = reopen()
      expect(after.quotesOf('s1').map(({ id, settled: isSettled, wrongCodes }) => [id, isSettled, wrongCodes])).toEqual([
        ['q1', false, 2],
        ['q2', true, 1],
      ])
      expect([after.wrongCodesAt('out', NOW - 2 * MINUTE), after.wrongCodesAt('out', NOW), after.wrongCodesAt('in', 0)]).toEqual([2, 1, 0])
      expect(() => after.record([settled('code:q2', 'q2', 's1', 750, { method: 'exitCode' })])).toThrow()
    })

    it('names the quotes of a lane that nobody has paid yet', () => {
      const { ledger } = open()
      ledger.record([started('s1', null), quoteIssued('q1', 's1'), quoteIssued('q2', 's1'), quoteIssued('q3', 's1', { laneId: 'pay' })])
      ledger.record([settled('p1', 'q1', 's1', 750), settled('p2', 'q2', 's1', 750, { duplicate: true })])
      const named = (laneId: string, since: number) => ledger.unsettledQuotesAt(laneId, since).map(({ id, sessionId }) => [id, sessionId])
      expect(named('pay', 0)).toEqual([['q3', 's1']])
      expect(named('out', 0)).toEqual([['q2', 's1']])
      expect(named('pay', NOW + MINUTE)).toEqual([])
    })

    it('money is never refused for want of a quote or a session', () => {
      const { ledger } = open()
      ledger.record([settled('p1', 'unknown-quote', 'unknown', 500)])
      expect(ledger.payment('p1')).toMatchObject({ quoteId: 'unknown-quote', amountMinor: 500 })
    })

    it('a quote outlives its session, so a late payment finds it', () => {
      const { ledger } = open()
      ledger.record([started('s1', null), quoteIssued('q1', 's1'), ended('s1', 'owed')])
      expect(ledger.quote('q1')).toMatchObject({ sessionId: 's1', settled: false })
      ledger.record([settled('p1', 'q1', 's1', 750)])
      expect(ledger.quote('q1')?.settled).toBe(true)
      expect(ledger.session('s1')).toMatchObject({ paidMinor: 750, session: { outcome: 'owed' } })
    })

    it('finds valid permits by plate and counts how many of each are inside', () => {
      const { ledger } = open()
      expect(ledger.rightsFor('PER1', NOW)).toMatchObject([{ right: { id: 'r1' }, specification: { poolSize: 2 }, inside: 0 }])
      ledger.record([started('s1', null, 'r1')])
      expect(ledger.rightsFor('PER2', NOW)).toMatchObject([{ inside: 1 }])
      ledger.record([ended('s1', 'permit')])
      expect(ledger.rightsFor('PER1', NOW)).toMatchObject([{ inside: 0 }])
      expect(ledger.rightsFor('PER', NOW)).toEqual([])
      expect(ledger.rightsFor('PER1', permit.right.validFrom - 1)).toEqual([])
      expect(ledger.rightsFor('PER1', permit.right.validUntil ?? 0)).toEqual([])
    })

    it('a revoked permit is none', () => {
      const { ledger } = open({ rights: [{ ...permit, right: { ...permit.right, revokedAt: NOW - 1 } }] })
      expect(ledger.rightsFor('PER1', NOW)).toEqual([])
    })

    it('knows the blocked plates, exactly', () => {
      const { ledger } = open()
      expect(ledger.isBlocked('BAD1')).toBe(true)
      expect(ledger.isBlocked('BAD')).toBe(false)
    })

    it('gives the rate table in force, and any version by name', () => {
      const { ledger } = open({ rateTables: [rates(1, 0), rates(2, NOW), rates(3, NOW + MINUTE)] })
      expect(ledger.rateTableAt(NOW - 1).version).toBe(1)
      expect(ledger.rateTableAt(NOW).version).toBe(2)
      expect(ledger.rateTableAt(NOW + MINUTE).version).toBe(3)
      expect(ledger.rateTable('visitor', 3)).toEqual(rates(3, NOW + MINUTE))
      expect(ledger.rateTable('visitor', 4)).toBeNull()
    })

    it('lists the validations of a session', () => {
      const { ledger } = open()
      const grant = { validationId: 'v1', sessionId: 's1', kind: 'minutes' as const, value: 60, by: 'bakery', at: NOW }
      ledger.record([started('s1', null), { kind: 'validation.granted', payload: grant }])
      expect(ledger.validationsOf('s1')).toEqual([{ id: 'v1', kind: 'minutes', value: 60 }])
      expect(ledger.validationsOf('s2')).toEqual([])
    })

    it('keeps pictures by reference', () => {
      const { ledger } = open()
      ledger.record([observed('pr1')], { images: [{ ref: 'img-pr1', jpeg: new Uint8Array([255, 216, 1]), takenAt: NOW }] })
      expect(Array.from(ledger.image('img-pr1') ?? [])).toEqual([255, 216, 1])
    })

    it('tells everything about the open presentation of a lane', () => {
      const { ledger } = open()
      ledger.record([opened('pr1', 'out', 'exit')])
      expect(ledger.openPresentation('out')).toEqual({
        ...{ presentationId: 'pr1', laneId: 'out', direction: 'exit', openedAt: NOW },
        ...{ observation: null, plate: null, decision: null, command: null, quote: null, begun: null },
      })
      expect(ledger.openPresentation('in')).toBeNull()
      ledger.record([observed('pr1')], { plates: [{ ref: 'pl-pr1', text: 'AB123', country: 'DE' }] })
      ledger.record([quoteIssued('q1', 's1')])
      ledger.record([settled('p1', 'q1', 's1', 750), decided('d1', 'pr1'), commanded('c1', 'pr1')])
      expect(ledger.openPresentation('out')).toMatchObject({
        observation: { id: 'ob-pr1', plateRef: 'pl-pr1', imageRef: 'img-pr1', confidence: 0.9, frames: 3, country: 'DE' },
        plate: { ref: 'pl-pr1', text: 'AB123', country: 'DE' },
        decision: { id: 'd1', result: 'granted', basis: 'paid', sessionId: 's1' },
        command: { commandId: 'c1', at: NOW, expiresAt: NOW + 3_000, result: null },
        quote: { id: 'q1', settled: true, amountMinor: 750 },
      })
      ledger.record([reported('c1', 'opened')])
      expect(ledger.openPresentation('out')?.command?.result).toBe('opened')
      expect(ledger.commandSeen('c1')).toBe(true)
    })

    it('the newest decision, command and quote of a presentation count', () => {
      const { ledger } = open()
      ledger.record([opened('pr1', 'out', 'exit'), decided('d1', 'pr1'), commanded('c1', 'pr1'), quoteIssued('q1', 's1')])
      ledger.record([reported('c1', 'refused'), decided('d2', 'pr1'), commanded('c2', 'pr1'), quoteIssued('q2', 's1')])
      expect(ledger.openPresentation('out')).toMatchObject({
        decision: { id: 'd2' },
        command: { commandId: 'c2', result: null },
        quote: { id: 'q2' },
      })
    })

    it('tells which session inside began at the open presentation', () => {
      const { ledger } = open()
      const here = started('s1', null)
      const statedHere = { ...here, payload: { ...here.payload, presentationId: 'pr1', laneId: 'out' } } as DomainEvent
      ledger.record([opened('pr1', 'out', 'exit'), started('s2', null), statedHere])
      expect(ledger.openPresentation('out')?.begun).toBe('s1')
      ledger.record([ended('s1', 'suspect')])
      expect(ledger.openPresentation('out')?.begun).toBeNull()
    })

    it('a quote from before the presentation, or of another lane, is not its quote', () => {
      const { ledger } = open()
      ledger.record([quoteIssued('q1', 's1'), opened('pr1', 'out', 'exit'), quoteIssued('q2', 's2', { laneId: 'out-2' })])
      expect(ledger.openPresentation('out')?.quote).toBeNull()
    })

    it.each([
      ['a passage', passed('pr1')],
      ['a back-out', { kind: 'presentation.backedOut', payload: { presentationId: 'pr1', laneId: 'out', at: NOW } } as const],
    ])('%s closes the presentation', (_what, close) => {
      const { ledger } = open()
      ledger.record([opened('pr1', 'out', 'exit')])
      ledger.record([close])
      expect(ledger.openPresentation('out')).toBeNull()
      ledger.record([opened('pr2', 'out', 'exit')])
      expect(ledger.openPresentation('out')?.presentationId).toBe('pr2')
    })

    it('a passage of no presentation (a tailgate) leaves the open one open', () => {
      const { ledger } = open()
      ledger.record([opened('pr1', 'out', 'exit'), passed(null)])
      expect(ledger.openPresentation('out')?.presentationId).toBe('pr1')
    })

    it('everything recorded is there after the process died', () => {
      const { ledger, reopen } = open()
      ledger.record([started('s1', 'pl1')], { plates: [{ ref: 'pl1', text: 'AB123', country: 'DE' }] })
      ledger.record([opened('pr1', 'out', 'exit'), observed('pr1')], {
        plates: [{ ref: 'pl-pr1', text: 'AB123', country: 'DE' }],
        images: [{ ref: 'img-pr1', jpeg: new Uint8Array([1, 2, 3]), takenAt: NOW }],
      })
      ledger.record([quoteIssued('q1', 's1')])
      ledger.record([settled('p1', 'q1', 's1', 750), decided('d1', 'pr1'), commanded('c1', 'pr1')])
      const before = [ledger.sessionsInside(), ledger.openPresentation('out'), ledger.payment('p1')]
      const again = reopen()
      expect([again.sessionsInside(), again.openPresentation('out'), again.payment('p1')]).toEqual(before)
      expect(again.commandSeen('c1')).toBe(true)
      expect(Array.from(again.image('img-pr1') ?? [])).toEqual([1, 2, 3])
    })

    it('knows what stands across a restart: holds and an unanswered call', () => {
      const { ledger, reopen } = open()
      const hold = (reason: string, held: boolean): DomainEvent => ({
        kind: 'hold.changed',
        payload: { laneId: 'out', reason, held, at: NOW },
      })
      ledger.record([hold('market day', true), hold('fire drill', true), hold('market day', false)])
      ledger.record([{ kind: 'help.requested', payload: { helpId: 'h1', laneId: 'out', presentationId: null, at: NOW } }])
      const again = reopen()
      expect(again.standing('out')).toEqual({ holds: ['fire drill'], helpId: 'h1' })
      expect(again.standing('in')).toEqual({ holds: [], helpId: null })
      again.record([{ kind: 'help.answered', payload: { helpId: 'h1', laneId: 'out', by: 'Ana', reason: null, at: NOW } }])
      expect(again.standing('out').helpId).toBeNull()
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
  })
}
