import { languageCodes } from '@gatehouse/domain/language.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDesk } from '../../payments/desk.ts'
import { makeKeyRing } from '../../payments/key-ring.ts'
import { putSite } from '../../store/fleet.ts'
import type { Store } from '../../store/open-store.ts'
import { insertDevice, insertPayment, insertQuote, insertSession } from '../../store/test-books.ts'
import { testStore } from '../../store/test-postgres.ts'
import { makeGuessLimit } from './guess-limit.ts'
import { mountReceipts } from './mount-receipts.ts'
import { wordsOf } from './strings/every-language.ts'

const T0 = Date.UTC(2026, 10, 22, 10, 53)
const seller = { name: 'Garage Mitte Betriebs GmbH', address: ['Am Dom 3', '50667 Köln'], vatNumber: 'DE123456788' }
const site = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 60, seller }
const PAYMENT = 'card:0193b5a2-77aa-7c11-8f00-abcdef012345'
const NUMBER = 'ABCDEF012345'

let store: Store
let now = T0
beforeAll(async () => {
  store = await testStore()
  await putSite(store, site, T0)
  await insertDevice(store)
  await insertSession(store, { id: 's1', actual_start: T0 - 9_660_000, actual_end: T0 + 60_000, plate_ref: 'plate-1' })
  await insertQuote(store, { id: 'q1', nonce: '0a1b2c3d4e5f60', issued_at: T0, lock_until: T0 + 900_000 })
  await insertPayment(store, { id: PAYMENT, quote_id: 'q1', session_id: 's1', amount_minor: 750, settled_at: T0 })
})
afterAll(() => store.close())

function receipts(guessesPerMinute = 30) {
  const quiet = { warn: () => {}, error: () => {} }
  const desk = makeDesk({ store, keys: makeKeyRing(), providers: [], now: () => now, newId: () => 'x', log: quiet })
  const app = mountReceipts({ desk, now: () => now, publicUrl: 'https://pay.example', guessesPerMinute })
  return async (number: string | null, language = 'en') =>
    app.request(`https://pay.example/receipt${number === null ? '' : `?no=${encodeURIComponent(number)}`}`, {
      headers: { 'accept-language': language },
    })
}

describe('GET /receipt', () => {
  it('[Y28] finds a receipt by its number however it is typed, with seller and VAT, and without a plate', async () => {
    const ask = receipts()
    for (const typed of [NUMBER, 'abcd-ef01-2345', ' ABCD EF01 2345 ']) {
      const response = await ask(typed)
      const page = await response.text()
      expect(response.status, typed).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store')
      for (const text of [
        'Garage Mitte Betriebs GmbH',
        'Am Dom 3',
        '50667 Köln',
        'VAT no. DE123456788',
        '€7.50',
        'ABCD-EF01-2345',
        'VAT 19%',
      ])
        expect(page).toContain(text)
      expect(page).toContain('pay.example/receipt')
      expect(page).not.toMatch(/<script|plate-1|undefined|\[object/)
      expect(Buffer.byteLength(page)).toBeLessThan(15 * 1024)
    }
  })

  it.each(languageCodes)('asks for the number, and says when there is none: %s', async (language) => {
    const words = wordsOf[language]
    const asked = await (await receipts()(null, language)).text()
    for (const text of [words.findReceipt, words.findReceiptText, words.showReceipt]) expect(asked).toContain(text)
    const none = await receipts()('ABCDEF012346', language)
    expect(none.status).toBe(404)
    expect(await none.text()).toContain(words.noReceipt)
  })

  it('[Y28] stops a guesser, and lets the next minute guess again; who has a number is not counted', async () => {
    now = T0
    const ask = receipts(5)
    for (let i = 0; i < 20; i++) expect((await ask(NUMBER)).status).toBe(200)
    for (let i = 0; i < 5; i++) expect((await ask(`00000000000${i}`)).status).toBe(404)
    const stopped = await ask(NUMBER)
    expect(stopped.status).toBe(429)
    expect(stopped.headers.get('retry-after')).toBe('60')
    now = T0 + 60_000
    expect((await ask(NUMBER)).status).toBe(200)
    now = T0
  })

  it.each(['', '1', "' or 1=1 --", '%', '_'.repeat(12), '<script>alert(1)</script>', 'x'.repeat(10_000)])(
    'is not misled by %j',
    async (typed) => {
      const response = await receipts()(typed)
      expect([200, 404]).toContain(response.status)
      expect(await response.text()).not.toMatch(/<script>alert|€7.50/)
    },
  )

  it('[Y28] paid by phone while the box is away: the receipt is on its way, not missing', async () => {
    await store.query(
      `insert into checkout (site_id, nonce, attempt, provider, ref, state, amount_minor, currency, lock_until, request, created_at, payment_id, settled_at)
       values ('garage', 'ffffffffffff01', 1, 'test', 'r1', 'paid', 750, 'EUR', 1, '{}', 1, '0193b5a2-77aa-7c11-8f00-999999999999', $1)`,
      [T0],
    )
    expect(await (await receipts()('9999-9999-9999')).text()).toContain('Your receipt is not here yet')
  })
})

describe('a limit on guesses', () => {
  it('refills steadily, never beyond what it holds, and not by a clock that goes back', () => {
    let at = 0
    const limit = makeGuessLimit({ perMinute: 2, now: () => at })
    limit.wrong()
    limit.wrong()
    expect(limit.mayGuess()).toBe(false)
    at = 30_000
    expect(limit.mayGuess()).toBe(true)
    limit.wrong()
    at = 10_000
    expect(limit.mayGuess()).toBe(false)
    at = 3_600_000
    for (let i = 0; i < 2; i++) limit.wrong()
    expect(limit.mayGuess()).toBe(false)
  })
})
