import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { expect, it } from 'vitest'
import {
  commanded,
  decided,
  ended,
  NOW,
  observed,
  opened,
  passed,
  quoteIssued,
  reported,
  settled,
  started,
} from '../testing/ledger-samples.ts'
import type { OpenLedger } from './ledger-under-test.ts'

/** What is under way at a lane, and what a restart finds of it. */
export function presentationsContract(open: OpenLedger): void {
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
}
