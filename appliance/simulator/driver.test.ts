import type { CarView, LaneView, QuoteView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import { describe, expect, it } from 'vitest'
import { type DriverMind, plateDistance, react } from './driver.ts'

const quote: QuoteView = {
  id: 'q1',
  tag: 'K7M',
  amountMinor: 750,
  currency: 'EUR',
  stayMs: 9_000_000,
  lockUntil: 0,
  lines: [],
  vatBasisPoints: 1900,
}
const car = (text: string, sessionId = text): CarView => ({
  sessionId,
  plate: { text, country: null, certainty: [...text].map(() => 1) },
  imageUrl: null,
  enteredAt: null,
})
const view = (screen: Screen, more: Partial<LaneView> = {}): LaneView => ({
  v: 1,
  revision: 1,
  place: { name: 'x', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin' },
  lane: { id: 'exit', name: 'Exit', direction: 'exit' },
  now: 0,
  online: true,
  cardReady: true,
  helpOpen: false,
  arm: 'closed',
  screen,
  ...more,
})
const mind: DriverMind = {
  plate: 'BGH2417',
  onScreenMs: 5_000,
  waitedMs: 8_000,
  byHand: false,
  likesPhone: false,
  phoneFailed: false,
  helpCalled: false,
}
const yourCar = (text = 'BGH2417', pay = { qrUrl: 'HTTP://X/Q/A', card: true, code: true }): Screen => ({
  kind: 'yourCar',
  car: car(text),
  quote,
  pay,
})

describe('driver', () => {
  it('reads the fee before paying', () => {
    expect(react(view(yourCar()), { ...mind, onScreenMs: 500 })).toEqual({ kind: 'wait' })
  })
  it('pays by card, or by phone when online and so inclined', () => {
    expect(react(view(yourCar()), mind)).toEqual({ kind: 'press', command: { kind: 'payByCard' } })
    expect(react(view(yourCar()), { ...mind, likesPhone: true })).toEqual({ kind: 'payByPhone', url: 'HTTP://X/Q/A', quoteId: 'q1' })
    expect(react(view(yourCar(), { online: false }), { ...mind, likesPhone: true })).toMatchObject({ command: { kind: 'payByCard' } })
    expect(react(view(yourCar()), { ...mind, likesPhone: true, phoneFailed: true })).toMatchObject({ command: { kind: 'payByCard' } })
    expect(react(view(yourCar(), { cardReady: false }), mind).kind).toBe('payByPhone')
  })
  it('does not pay for somebody else’s car, but forgives a misread character', () => {
    expect(react(view(yourCar('MXJ789')), mind)).toMatchObject({ command: { kind: 'notMyCar' } })
    expect(react(view(yourCar('8GH2417')), mind)).toMatchObject({ command: { kind: 'payByCard' } })
  })
  it('finds itself among the suggestions, else searches by its last characters', () => {
    const found: Screen = { kind: 'notFound', plate: null, suggestions: [car('MXJ789'), car('BGH241')], honesty: true }
    expect(react(view(found), mind)).toMatchObject({ command: { kind: 'selectSession', sessionId: 'BGH241' } })
    expect(react(view({ kind: 'notFound', plate: null, suggestions: [], honesty: true }), mind)).toMatchObject({
      command: { kind: 'startSearch' },
    })
    const search = (query: string, results: CarView[] = [], tooMany = false): Screen => ({
      kind: 'search',
      query,
      nextKeys: '',
      results,
      tooMany,
    })
    expect(react(view(search('')), mind)).toMatchObject({ command: { kind: 'search', query: '417' } })
    expect(react(view(search('417', [], true)), mind)).toMatchObject({ command: { kind: 'search', query: '2417' } })
    expect(react(view(search('417', [car('BGH2417')])), mind)).toMatchObject({ command: { kind: 'selectSession' } })
    expect(react(view(search('2417')), mind)).toMatchObject({ command: { kind: 'help' } })
    expect(react(view(search('2417'), { helpOpen: true }), mind)).toEqual({ kind: 'wait' })
  })
  it('only looks while a person plays it', () => {
    expect(react(view(yourCar()), { ...mind, byHand: true })).toEqual({ kind: 'wait' })
  })
  it('drives back when refused', () => {
    expect(react(view({ kind: 'denied', reason: 'full', plate: null }), mind)).toEqual({ kind: 'leaveBackwards' })
  })
  it('counts edits between plates', () => {
    expect(plateDistance('BGH2417', 'BGH2417')).toBe(0)
    expect(plateDistance('BGH2417', '8GH247')).toBe(2)
    expect(plateDistance('', 'AB')).toBe(2)
  })
})
