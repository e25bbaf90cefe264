import { languageCodes } from '@gatehouse/domain/language.ts'
import type { FeeLine } from '@gatehouse/domain/tariff/fee-line.ts'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { LaneView, RateSummary } from '@gatehouse/domain/wire/kiosk.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FixtureName, fixtures } from '../fixtures.ts'
import { firstGuess, stepped } from '../screens/arrival-steps.ts'
import { speechIn as speech } from '../strings/every-language.test.support.ts'
import { announcement } from './announcement.ts'
import { choiceAfter, namesInBar, placeLanguages, spokenLanguage } from './chosen-language.ts'
import { feeRows } from './fee-rows.ts'
import { plateWords } from './plate-words.ts'
import { rateWords } from './rate-words.ts'
import { isTheme, themeAt } from './theme.ts'

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const berlin = { country: 'DE', timeZone: 'Europe/Berlin' }
const de = speech('de', berlin)
const T = Date.UTC(2026, 10, 22, 8, 12)
const line = (over: Partial<FeeLine> & Pick<FeeLine, 'code'>): FeeLine => ({
  amountMinor: 0,
  count: 1,
  unitMinor: 0,
  stepMs: 0,
  fromMs: T,
  untilMs: T,
  ...over,
})

describe('what came before a stay, and other vehicles', () => {
  const said = (lines: FeeLine[], lang: 'en' | 'de' = 'en', vehicleClass?: 'truck') =>
    feeRows({ lines, currency: 'EUR', ...(vehicleClass ? { vehicleClass } : {}) }, speech(lang, { country: 'GB', timeZone: 'UTC' })).map(
      (w) => plain(w.text),
    )

  it('[K3] a maximum that earlier stays have used up, new prices from a day, an unpaid stay', () => {
    const lines = [
      line({ code: 'steps', count: 1, unitMinor: 250, stepMs: HOUR_MS, amountMinor: 250, since: T }),
      line({ code: 'cap', count: 1, unitMinor: 1_000, amountMinor: -250, earlierMinor: 750 }),
      line({ code: 'cap', count: 1, unitMinor: 1_000, stepMs: 24 * HOUR_MS, amountMinor: -250, earlierMinor: 750, since: T }),
      line({ code: 'debt', amountMinor: 500, fromMs: T - 30 * 24 * HOUR_MS }),
    ]
    expect(said(lines)).toEqual([
      'new price from 22 Nov: 1 × €2.50 each started hour',
      'At most €10.00 a day (€7.50 charged before)',
      'new price from 22 Nov: At most €10.00 in 24 h (€7.50 charged before)',
      'Unpaid stay of 23 Oct',
    ])
    expect(said(lines, 'de')[3]).toBe('Nicht bezahlt am 23. Okt.')
  })

  it('[K3] says as what a vehicle is priced, in every language', () => {
    expect(said([line({ code: 'flat', amountMinor: 1_200 })], 'en', 'truck')).toEqual(['Truck', 'Flat rate'])
    expect(said([line({ code: 'flat', amountMinor: 1_200 })])).toEqual(['Flat rate'])
    for (const language of languageCodes) {
      const { vehicle } = speech(language, berlin).strings.fee
      expect(new Set(Object.values(vehicle)).size, language).toBe(7)
    }
  })
})

describe('speech', () => {
  it('[K2] writes money as the country writes it', () => {
    const money = (lang: 'en' | 'de' | 'es' | 'fr', country: string, minor: number, currency: string) =>
      plain(speech(lang, { country, timeZone: 'UTC' }).money(minor, currency))
    expect(money('de', 'DE', 750, 'EUR')).toBe('7,50 €')
    expect(money('en', 'US', 2_100, 'USD')).toBe('$21.00')
    expect(money('en', 'GB', 45, 'GBP')).toBe('£0.45')
    expect(money('en', 'IN', 12_450_000, 'INR')).toBe('₹1,24,500.00')
    expect(money('en', 'JP', 1_800, 'JPY')).toBe('¥1,800')
    expect(money('fr', 'TN', 3_500, 'TND')).toContain('3,500')
    expect(money('de', 'CH', 1_250, 'CHF')).toBe('CHF 12.50')
    expect(money('es', 'ES', -1_260, 'EUR')).toBe('-12,60 €')
  })

  it('[K21] in Arabic the digits are those of the card reader, and an amount keeps its own direction', () => {
    const ar = speech('ar', berlin)
    expect(ar.money(750, 'EUR')).toMatch(/^\u20667[.,]50\u00a0€\u2069$/)
    expect(ar.money(-1_260, 'EUR')).toContain('-12.60')
    expect([ar.time(T), ar.percent(1_900)]).toEqual(['09:12', '19%'])
    expect(ar.duration(2 * HOUR_MS + 41 * MINUTE_MS)).toBe('ساعتان 41 دقيقة')
    expect(plain(speech('tr', berlin).duration(161 * MINUTE_MS))).toBe('2 sa. 41 dk.')
    expect(plain(speech('pl', berlin).duration(49 * HOUR_MS))).toBe('2 dni 1 h')
  })

  it('[K2] no digit of an amount is ever lost', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amountMinor) => {
        const digits = de.money(amountMinor, 'EUR').replaceAll(/\D/g, '')
        expect(digits.replace(/^0+(?=\d{3})/, '')).toBe(String(Math.abs(amountMinor)).padStart(3, '0'))
      }),
    )
  })

  it('[K2] a wrong zone, country or currency in a configuration never blanks the screen', () => {
    const odd = speech('en', { country: 'Nowhere', timeZone: 'Mars/Olympus' })
    expect(odd.time(T)).toMatch(/8:12/)
    expect(odd.money(750, 'NOPE!')).toBe('7.50 NOPE!')
    expect(speech('de', { country: '', timeZone: '' }).money(5, 'EUR')).toContain('0,05')
  })

  it('[K2] tells the time of the place', () => {
    expect(de.time(T)).toBe('09:12')
    expect(plain(speech('en', { country: 'US', timeZone: 'America/Chicago' }).time(T))).toBe('2:12 AM')
  })

  it('[K22] names the day of an arrival at the place', () => {
    const day = (agoMs: number) => de.dayWord(T - agoMs, T)
    expect([day(0), day(9 * HOUR_MS), day(10 * HOUR_MS), day(60 * HOUR_MS)]).toEqual([
      'heute',
      'heute',
      'gestern',
      'Donnerstag, 19. November',
    ])
    expect(speech('ar', berlin).dayWord(T, T)).toBe('اليوم')
  })

  it('[K22] steps in five minutes, never into the future or beyond what the lane takes', () => {
    const round = T - 2 * MINUTE_MS
    const now = round + 3 * MINUTE_MS
    expect(firstGuess(now, now - 24 * HOUR_MS)).toBe(round - HOUR_MS)
    expect(stepped(now + HOUR_MS, now, 0)).toBe(round)
    expect(stepped(now - 30 * HOUR_MS, now, now - 24 * HOUR_MS)).toBeGreaterThanOrEqual(now - 24 * HOUR_MS)
  })

  it('[K2] tells a duration as people do', () => {
    expect([0, 59_999, 41 * MINUTE_MS, 2 * HOUR_MS, 161 * MINUTE_MS, 26 * HOUR_MS, 49 * HOUR_MS + 59 * MINUTE_MS].map(de.duration)).toEqual(
      ['0 min', '0 min', '41 min', '2 h', '2 h 41 min', '1 Tag 2 h', '2 Tage 1 h'],
    )
    expect([95_000, 60_000, 59_001, 0, -5].map(de.countdown)).toEqual(['1:35', '1:00', '1:00', '0:00', '0:00'])
    expect(plain(de.percent(1_900))).toBe('19 %')
    expect(plain(de.percent(825))).toBe('8,25 %')
  })
})

describe('fee words', () => {
  const words = (lines: readonly FeeLine[], lang: 'en' | 'de' | 'es' | 'fr' = 'en') =>
    feeRows({ lines, currency: 'EUR' }, speech(lang, { country: 'GB', timeZone: 'UTC' })).map((w) =>
      w.amount ? `${plain(w.text)} | ${plain(w.amount)}` : plain(w.text),
    )

  it('[K3] explains every kind of line in plain words', () => {
    expect(words([line({ code: 'free', stepMs: 15 * MINUTE_MS })])).toEqual(['Up to 15 min is free'])
    expect(
      words([
        line({ code: 'free', stepMs: 15 * MINUTE_MS, untilMs: T + 15 * MINUTE_MS }),
        line({ code: 'steps', count: 3, unitMinor: 250, stepMs: HOUR_MS, amountMinor: 750 }),
        line({ code: 'tier', fromMs: T + 15 * MINUTE_MS, untilMs: T + 195 * MINUTE_MS, amountMinor: 1_000 }),
        line({ code: 'tier', fromMs: T + 195 * MINUTE_MS, untilMs: T + 315 * MINUTE_MS, amountMinor: 500 }),
        line({ code: 'flat', amountMinor: 500 }),
        line({ code: 'cap', count: 2, unitMinor: 1_800, amountMinor: -100 }),
        line({ code: 'cap', count: 1, unitMinor: 1_800, stepMs: 24 * HOUR_MS, amountMinor: -100 }),
        line({ code: 'validation', amountMinor: -200, validation: { kind: 'minutes', value: 90 } }),
        line({ code: 'validation', amountMinor: -100, validation: { kind: 'percent', value: 12.5 } }),
        line({ code: 'validation', amountMinor: -100, validation: { kind: 'amount', value: 100 } }),
        line({ code: 'credit', amountMinor: -300 }),
      ]),
    ).toEqual([
      'First 15 min free',
      '3 × €2.50 each started hour | €7.50',
      'Up to 3 h | €10.00',
      '3 h to 5 h | €5.00',
      'Flat rate | €5.00',
      'At most €18.00 a day, 2 days | -€1.00',
      'At most €18.00 in 24 h | -€1.00',
      '1 h 30 min on the house | -€2.00',
      '12.5% off | -€1.00',
      'Discount | -€1.00',
      'Already paid | -€3.00',
    ])
  })

  it.each(languageCodes)('[K3] the fixtures’ amounts add up on the screen (%s)', (lang) => {
    for (const view of Object.values<LaneView>(fixtures)) {
      if (view.screen.kind !== 'yourCar') continue
      const { quote } = view.screen
      const spoken = speech(lang, view.place)
      const shown = feeRows(quote, spoken).map((w) => w.amount)
      const sum = quote.lines.reduce((total, l) => total + l.amountMinor, 0)
      expect(sum).toBe(quote.amountMinor)
      expect(shown.filter((amount) => amount !== null)).toEqual(
        quote.lines.filter((l) => l.code !== 'free').map((l) => spoken.money(l.amountMinor, quote.currency)),
      )
    }
  })
})

describe('rate board', () => {
  const rate = { freeMinutes: 15, stepMinutes: 60, stepMinor: 250, dayMaxMinor: 1_800, currency: 'EUR' }
  const board = (over: Partial<RateSummary>) =>
    rateWords({ ...rate, ...over }, speech('en', { country: 'GB', timeZone: 'UTC' })).map((w) => `${w.figure} ${w.words}`)

  it('shows what the tariff has and nothing else', () => {
    expect(board({})).toEqual(['15 min free to start', '€2.50 each started hour', '€18.00 a day at most'])
    expect(board({ freeMinutes: 0, stepMinutes: null })).toEqual(['€2.50 flat', '€18.00 a day at most'])
    expect(board({ stepMinor: null, dayMaxMinor: null })).toEqual([])
    expect(board({ stepMinor: 0, dayMaxMinor: null })).toEqual([])
  })
})

describe('what a screen reader hears', () => {
  it('[K4] names the characters one by one, and the unsure ones', () => {
    const plate = { text: 'AB1', country: 'DE', certainty: [0.99, 0.4, 0.9] }
    expect(plateWords(plate, speech('en', berlin).strings)).toBe('Number plate A B (unsure) 1')
    expect(plateWords(null, de.strings)).toBe('Kennzeichen nicht gelesen')
  })

  it.each(languageCodes)('[K14] every screen is announced in %s', (lang) => {
    for (const name of Object.keys(fixtures) as FixtureName[]) {
      const text = announcement(fixtures[name], speech(lang, fixtures[name].place))
      expect(text.length, name).toBeGreaterThan(3)
      expect(text, name).not.toMatch(/\b(undefined|null|NaN)\b/)
    }
  })

  it('[K14] the fee screen says amount, time and ticket', () => {
    expect(plain(announcement(fixtures.yourCar, de))).toBe('7,50 €. Preis gilt bis 12:08. Ticket K 7 M.')
  })
})

describe('theme', () => {
  const at = (hour: number) => Date.UTC(2026, 10, 22, hour)
  const wish = { asked: null, systemDark: false }
  it('[K8] is dark by night at the place, by the system’s wish, or as the page’s address says', () => {
    expect([4, 5, 18, 19].map((utc) => themeAt(at(utc), 'Europe/Berlin', wish))).toEqual(['dark', 'light', 'light', 'dark'])
    expect(themeAt(at(12), 'Asia/Tokyo', wish)).toBe('dark')
    expect(themeAt(at(12), 'Nowhere', { ...wish, systemDark: true })).toBe('dark')
    expect(themeAt(at(12), 'Nowhere', wish)).toBe('light')
    expect(themeAt(at(23), 'UTC', { asked: 'light', systemDark: true })).toBe('light')
    expect([isTheme('dark'), isTheme('blue'), isTheme(null)]).toEqual([true, false, false])
  })
})

describe('language', () => {
  it('[K13] lasts until the lane is empty again', () => {
    expect(choiceAfter('fr', fixtures.yourCar, fixtures.payingCard)).toBe('fr')
    expect(choiceAfter('fr', fixtures.thankYouOpen, fixtures.attract)).toBeNull()
    expect(choiceAfter('fr', fixtures.attract, fixtures.attract)).toBe('fr')
    expect(choiceAfter('fr', null, fixtures.attract)).toBe('fr')
  })
  it('[K13] the driver’s choice, then the page’s, then the place’s', () => {
    expect(spokenLanguage('fr', 'es', fixtures.attract)).toBe('fr')
    expect(spokenLanguage(null, 'es', fixtures.attract)).toBe('es')
    expect(spokenLanguage(null, null, fixtures.attract)).toBe('de')
  })
  it('[K13] a plate’s driver is spoken to as last time, until they choose another', () => {
    const back = { ...fixtures.yourCar, language: 'pl' as const }
    expect(spokenLanguage(null, 'es', back)).toBe('pl')
    expect(spokenLanguage('tr', null, back)).toBe('tr')
  })
  it('[K20] three names stand in the bar, the spoken one always among them', () => {
    const all = placeLanguages(fixtures.attract)
    expect(namesInBar(all, 'de')).toEqual(['de', 'en', 'fr'])
    expect(namesInBar(all, 'ar')).toEqual(['de', 'en', 'ar'])
  })
})
