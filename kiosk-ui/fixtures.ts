import type { FeeLine } from '@gatehouse/domain/tariff/fee-line.ts'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { CarView, LaneView, PlateView, QuoteView, Screen } from '@gatehouse/domain/wire/kiosk.ts'

/** A view of every screen with realistic content, in several countries: for the gallery, the album and the browser tests. */

/** 2026-11-22 11:53 in Berlin */
const NOW = Date.UTC(2026, 10, 22, 10, 53)
const QR = 'HTTPS://PAY.GATEHOUSE.EXAMPLE/Q/IAAAB2QZ5T7K4N3C6WJ2V5RXH7MDPAY3LBF6TQU4ESGOZ2IKW7CJMNX5VRLB4QA'

const places = {
  berlin: { name: 'Garage am Markt', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin' },
  lyon: { name: 'Parking des Célestins', country: 'FR', currency: 'EUR', timeZone: 'Europe/Paris' },
  madrid: { name: 'Aparcamiento Plaza Mayor', country: 'ES', currency: 'EUR', timeZone: 'Europe/Madrid' },
  leeds: { name: 'Quarry Street', country: 'GB', currency: 'GBP', timeZone: 'Europe/London' },
  austin: { name: 'Congress Ave Garage', country: 'US', currency: 'USD', timeZone: 'America/Chicago' },
  recife: { name: 'Estacionamento Boa Vista', country: 'BR', currency: 'BRL', timeZone: 'America/Recife' },
  pune: { name: 'Laxmi Road Parking', country: 'IN', currency: 'INR', timeZone: 'Asia/Kolkata' },
  zurich: { name: 'Parkhaus Limmat', country: 'CH', currency: 'CHF', timeZone: 'Europe/Zurich' },
  tokyo: { name: 'Shinjuku Park 3', country: 'JP', currency: 'JPY', timeZone: 'Asia/Tokyo' },
} as const

const plate = (text: string, country: string | null, unsure: readonly number[] = []): PlateView => ({
  text,
  country,
  certainty: [...text].map((_, i) => (unsure.includes(i) ? 0.46 : 0.98)),
})
const car = (image: string | null, shown: PlateView | null, enteredAt: number | null = NOW - 161 * MINUTE_MS): CarView => ({
  sessionId: `s-${image}-${shown?.text ?? 'none'}`,
  plate: shown,
  imageUrl: image && `/api/images/${image}`,
  enteredAt,
})

const base: LaneView = {
  v: 1,
  revision: 1,
  place: places.berlin,
  lane: { id: 'out', name: 'Ausfahrt 1', direction: 'exit' },
  now: NOW,
  online: true,
  cardReady: true,
  helpOpen: false,
  arm: 'closed',
  screen: { kind: 'reading', imageUrl: null },
}
const view = <S extends Screen>(screen: S, over: Partial<LaneView> = {}): LaneView & { readonly screen: S } => ({
  ...base,
  ...over,
  screen,
})

const line = (over: Partial<FeeLine> & Pick<FeeLine, 'code'>): FeeLine => ({
  amountMinor: 0,
  count: 1,
  unitMinor: 0,
  stepMs: 0,
  fromMs: NOW - 161 * MINUTE_MS,
  untilMs: NOW,
  ...over,
})
const steps = (count: number, unitMinor: number, stepMinutes = 60) =>
  line({ code: 'steps', count, unitMinor, stepMs: stepMinutes * MINUTE_MS, amountMinor: count * unitMinor })
const free = (minutes: number) => line({ code: 'free', stepMs: minutes * MINUTE_MS })

const quote = (lines: readonly FeeLine[], over: Partial<QuoteView> = {}): QuoteView => ({
  id: 'q-1',
  tag: 'K7M',
  amountMinor: lines.reduce((sum, l) => sum + l.amountMinor, 0),
  currency: 'EUR',
  stayMs: 161 * MINUTE_MS,
  lockUntil: NOW + 15 * MINUTE_MS,
  lines,
  vatBasisPoints: 1_900,
  ...over,
})

const berlinCar = car('car-blue', plate('BAB1234', 'DE'))
const berlinQuote = quote([free(15), steps(3, 250)])
const both = { qrUrl: QR, card: true, code: true }
const near = [
  car('car-blue', plate('BAB1234', 'DE'), null),
  car('car-red', plate('BA81234', 'DE', [2]), null),
  car('car-silver', plate('BAB1284', 'DE'), null),
  car('car-black', plate('EAB1234', 'DE'), null),
]
const exitOf = (place: LaneView['place'], name = 'Exit 1'): Partial<LaneView> => ({ place, lane: { id: 'out', name, direction: 'exit' } })
const entry: Partial<LaneView> = { lane: { id: 'in', name: 'Einfahrt', direction: 'entry' } }
const payStation: Partial<LaneView> = { lane: { id: 'out', name: 'Kassenautomat', direction: 'exit', payPoint: true } }
const ALL_KEYS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export const fixtures = {
  attract: view({
    kind: 'attract',
    rate: { freeMinutes: 15, stepMinutes: 60, stepMinor: 250, dayMaxMinor: 1_800, currency: 'EUR' },
    spacesLeft: null,
  }),
  attractEntry: view(
    { kind: 'attract', rate: { freeMinutes: 0, stepMinutes: 20, stepMinor: 100, dayMaxMinor: 2_400, currency: 'EUR' }, spacesLeft: 43 },
    { ...entry, place: places.lyon, lane: { id: 'in', name: 'Entrée A', direction: 'entry' } },
  ),
  reading: view({ kind: 'reading', imageUrl: '/api/images/car-blue' }),
  readingBlind: view({ kind: 'reading', imageUrl: null }),
  welcome: view(
    { kind: 'welcome', plate: plate('BAB1234', 'DE'), imageUrl: null, permit: false, ticketTag: null },
    { ...entry, arm: 'opening' },
  ),
  welcomePermit: view(
    { kind: 'welcome', plate: plate('AB12CDE', 'GB'), imageUrl: null, permit: true, ticketTag: null },
    { ...entry, place: places.leeds, arm: 'open' },
  ),
  welcomeTicket: view({ kind: 'welcome', plate: null, imageUrl: null, permit: false, ticketTag: 'R4T' }, { ...entry, arm: 'open' }),
  deniedFull: view({ kind: 'denied', reason: 'full', plate: null }, entry),
  deniedBlocked: view({ kind: 'denied', reason: 'blocked', plate: plate('1234BCD', 'ES') }, { ...entry, place: places.madrid }),
  deniedInside: view({ kind: 'denied', reason: 'alreadyInside', plate: plate('ZH184502', 'CH') }, { ...entry, place: places.zurich }),
  yourCar: view({ kind: 'yourCar', car: berlinCar, quote: berlinQuote, pay: both }),
  yourCarHelp: view({ kind: 'yourCar', car: berlinCar, quote: berlinQuote, pay: both }, { helpOpen: true }),
  yourCarLong: view({
    kind: 'yourCar',
    car: car('car-silver', plate('MUC8472', 'DE', [2, 5]), NOW - 74 * HOUR_MS),
    quote: quote(
      [
        free(15),
        steps(74, 250),
        line({ code: 'cap', count: 3, unitMinor: 1_800, amountMinor: -12_600 }),
        line({ code: 'validation', amountMinor: -500, validation: { kind: 'minutes', value: 120 } }),
        line({ code: 'credit', amountMinor: -300 }),
      ],
      { stayMs: 74 * HOUR_MS, tag: 'W2D' },
    ),
    pay: both,
  }),
  yourCarPhoneOnly: view(
    { kind: 'yourCar', car: berlinCar, quote: berlinQuote, pay: { qrUrl: QR, card: false, code: true } },
    { cardReady: false },
  ),
  yourCarCardOnly: view(
    { kind: 'yourCar', car: berlinCar, quote: berlinQuote, pay: { qrUrl: null, card: true, code: false } },
    { online: false },
  ),
  yourCarNoWay: view(
    { kind: 'yourCar', car: berlinCar, quote: berlinQuote, pay: { qrUrl: null, card: false, code: false } },
    { online: false, cardReady: false, helpOpen: true },
  ),
  yourCarUs: view(
    {
      kind: 'yourCar',
      car: car('car-white', plate('7ABC123', 'US', [0])),
      quote: quote([steps(6, 350, 30)], { currency: 'USD', vatBasisPoints: 825, lockUntil: NOW + 95_000 }),
      pay: both,
    },
    exitOf(places.austin),
  ),
  yourCarIn: view(
    {
      kind: 'yourCar',
      car: car('car-silver', plate('MH12DE1433', 'IN')),
      quote: quote([free(10), steps(3, 4_000), line({ code: 'flat', amountMinor: 112_500 })], { currency: 'INR', vatBasisPoints: 1_800 }),
      pay: both,
    },
    exitOf(places.pune),
  ),
  yourCarBr: view(
    {
      kind: 'yourCar',
      car: car('car-red', plate('BRA2E19', 'BR')),
      quote: quote([line({ code: 'tier', amountMinor: 1_200, fromMs: NOW - 161 * MINUTE_MS, untilMs: NOW + 19 * MINUTE_MS })], {
        currency: 'BRL',
        vatBasisPoints: 0,
      }),
      pay: both,
    },
    exitOf(places.recife, 'Saída'),
  ),
  yourCarJp: view(
    {
      kind: 'yourCar',
      car: car(null, plate('3312345', null)),
      quote: quote([steps(9, 200, 20)], { currency: 'JPY', vatBasisPoints: 1_000 }),
      pay: { qrUrl: QR, card: false, code: true },
    },
    { ...exitOf(places.tokyo), cardReady: false },
  ),
  exitCode: view({ kind: 'exitCode', car: berlinCar, quote: berlinQuote, problem: null, vouchers: false }, { online: false }),
  exitCodeWrong: view({ kind: 'exitCode', car: berlinCar, quote: berlinQuote, problem: 'wrong', vouchers: false }, { online: false }),
  exitCodeNewPrice: view({ kind: 'exitCode', car: berlinCar, quote: berlinQuote, problem: 'newPrice', vouchers: false }, { online: false }),
  exitCodeAskHelp: view(
    { kind: 'exitCode', car: berlinCar, quote: berlinQuote, problem: 'askHelp', vouchers: false },
    { online: false, helpOpen: true },
  ),
  exitCodePaused: view(
    { kind: 'exitCode', car: berlinCar, quote: berlinQuote, problem: 'paused', vouchers: false },
    { online: false, resetsAt: NOW + 14_000 },
  ),
  payingPhone: view({ kind: 'paying', car: berlinCar, quote: berlinQuote, via: 'phone' }),
  payingCard: view({ kind: 'paying', car: berlinCar, quote: berlinQuote, via: 'card' }),
  paymentFailed: view({ kind: 'paymentFailed', car: berlinCar, quote: berlinQuote, pay: both, retry: true }),
  paymentUnknown: view({
    kind: 'paymentFailed',
    car: berlinCar,
    quote: berlinQuote,
    pay: { qrUrl: null, card: false, code: false },
    retry: false,
  }),
  thankYouOpening: view({ kind: 'thankYou', car: berlinCar, basis: 'paid', amountMinor: 750, receiptUrl: null }, { arm: 'opening' }),
  thankYouOpen: view(
    { kind: 'thankYou', car: berlinCar, basis: 'paid', amountMinor: 750, receiptUrl: 'HTTPS://PAY.GATEHOUSE.EXAMPLE/R/7K2M9' },
    { arm: 'open' },
  ),
  thankYouFree: view({ kind: 'thankYou', car: berlinCar, basis: 'free', amountMinor: 0, receiptUrl: null }, { arm: 'open' }),
  thankYouStuck: view({ kind: 'thankYou', car: berlinCar, basis: 'paid', amountMinor: 750, receiptUrl: null }, { arm: 'fault' }),
  notFound: view({ kind: 'notFound', plate: plate('BAB1234', 'DE', [2]), suggestions: near, honesty: false }),
  notFoundNone: view({ kind: 'notFound', plate: plate('AB123CD', 'FR'), suggestions: [], honesty: true }, exitOf(places.lyon, 'Sortie')),
  notFoundDeclined: view({ kind: 'notFound', plate: plate('BAB1234', 'DE'), suggestions: [], honesty: false, declined: true }),
  notFoundUnread: view({ kind: 'notFound', plate: null, suggestions: [], honesty: true }),
  searchStart: view({ kind: 'search', query: '', nextKeys: ALL_KEYS, results: [], tooMany: false }),
  searchTyping: view({ kind: 'search', query: 'B12', nextKeys: '0348ABKMX', results: [], tooMany: true }),
  searchNone: view({ kind: 'search', query: 'XQ9', nextKeys: '', results: [], tooMany: false }, { resetsAt: NOW + 14_000 }),
  searchPhotos: view({ kind: 'search', query: 'AB12', nextKeys: '38', results: near, tooMany: false }),
  searchTwo: view({ kind: 'search', query: 'B123', nextKeys: '4', results: near.slice(0, 2), tooMany: false }),
  honesty: view({ kind: 'honesty', plate: plate('BAB1234', 'DE', [2]), imageUrl: null, earliest: NOW - 24 * HOUR_MS }),
  honestyUnread: view(
    { kind: 'honesty', plate: null, imageUrl: null, earliest: NOW - 72 * HOUR_MS },
    { ...exitOf(places.austin), resetsAt: NOW + 14_000 },
  ),
  payElsewhere: view({ kind: 'payElsewhere', car: berlinCar, quote: berlinQuote, pay: both, exits: ['Ausfahrt 2', 'Ausfahrt Nord'] }),
  payElsewhereNoCode: view(
    { kind: 'payElsewhere', car: berlinCar, quote: berlinQuote, pay: { qrUrl: null, card: false, code: false }, exits: [] },
    { online: false, cardReady: false, helpOpen: true },
  ),
  payPoint: view(
    {
      kind: 'attract',
      rate: { freeMinutes: 15, stepMinutes: 60, stepMinor: 250, dayMaxMinor: 1_800, currency: 'EUR' },
      spacesLeft: null,
    },
    payStation,
  ),
  payPointPhone: view(
    { kind: 'attract', rate: { freeMinutes: 0, stepMinutes: 20, stepMinor: 100, dayMaxMinor: null, currency: 'EUR' }, spacesLeft: null },
    { ...payStation, cardReady: false },
  ),
  payPointYourCar: view({ kind: 'yourCar', car: berlinCar, quote: berlinQuote, pay: both }, { ...payStation, resetsAt: NOW + 14_000 }),
  payPointNoWay: view(
    { kind: 'yourCar', car: berlinCar, quote: berlinQuote, pay: { qrUrl: null, card: false, code: false } },
    { ...payStation, online: false, cardReady: false },
  ),
  settled: view(
    {
      ...{ kind: 'settled', car: berlinCar, basis: 'paid', amountMinor: 750, leaveBy: NOW + 19 * MINUTE_MS },
      receiptUrl: 'HTTPS://PAY.GATEHOUSE.EXAMPLE/R/7K2M9',
    },
    payStation,
  ),
  settledTomorrow: view(
    { kind: 'settled', car: berlinCar, basis: 'paid', amountMinor: 1_800, leaveBy: NOW + 20 * HOUR_MS, receiptUrl: null },
    payStation,
  ),
  settledFree: view(
    { kind: 'settled', car: car(null, null), basis: 'free', amountMinor: 0, leaveBy: NOW + 9 * MINUTE_MS, receiptUrl: null },
    payStation,
  ),
  settledPermit: view({ kind: 'settled', car: berlinCar, basis: 'permit', amountMinor: 0, leaveBy: null, receiptUrl: null }, payStation),
  held: view({ kind: 'held', reasons: ['market day'] }, { arm: 'open' }),
  heldFire: view({ kind: 'held', reasons: ['fire alarm'] }, { arm: 'open' }),
  faultBarrier: view({ kind: 'fault', code: 'barrier' }, { arm: 'fault' }),
  faultCamera: view({ kind: 'fault', code: 'camera' }, { helpOpen: true }),
} as const satisfies Readonly<Record<string, LaneView>>

export type FixtureName = keyof typeof fixtures
