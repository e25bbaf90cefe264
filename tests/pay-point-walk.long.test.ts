import type { Listening } from '@gatehouse/appliance/http/listen.ts'
import { type Bench, type BenchOptions, createBench } from '@gatehouse/appliance/lane/testing/bench.ts'
import { sampleCode } from '@gatehouse/appliance/lane/testing/sample-codes.ts'
import { samplePermit, samplePlace } from '@gatehouse/appliance/lane/testing/sample-site.ts'
import { shot } from '@gatehouse/cloud-sync/web/test-browser.ts'
import { voucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { VoucherBook } from '@gatehouse/domain/voucher.ts'
import { hasChromium, openStage, type Stage, sizes } from '@gatehouse/kiosk-ui/stage.test.support.ts'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { screenStands, serveLane } from './at-the-glass.ts'

const place = { ...samplePlace, payPoints: [{ id: 'pay', name: 'Pay station' }] }
const bookKey = new Uint8Array(32).fill(3)
const book: VoucherBook = {
  ...{ id: 'b1', number: 7, merchant: 'Café Central', kind: 'minutes', value: 60, uses: 1, codes: 100, perStay: 1 },
  ...{ validFrom: 0, validUntil: null, key: bookKey },
}

/** Every path a driver can walk at a pay point, by taps alone on the built page, into the real lane; only time is the test's. */
describe.skipIf(!hasChromium).each(['large', 'small'] as const)('a driver at the pay point, %s (needs Chromium)', (size) => {
  let stage: Stage
  let bench: Bench
  let server: Listening
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())
  afterEach(async () => {
    await page.close()
    await server.stop()
  })

  async function open(over: Partial<BenchOptions> = {}): Promise<void> {
    bench = await createBench({
      ...{ direction: 'exit', road: false, terminal: 'present', ...over },
      settings: { place, laneId: 'pay', receiptUrl: ({ id }) => `HTTPS://PAY.TEST/R/${id}`, ...over.settings },
    })
    server = await serveLane(bench)
    page = await stage.ownPage(sizes[size])
    // `/pay` leads to the first pay point
    await page.goto(`${server.url}/pay`)
    await page.goto(`${page.url()}?lang=en`)
    await page.locator('[data-alive=yes] .kiosk').waitFor()
    await at('attract')
  }
  const tap = (name: string) => page.locator(`[data-name=${name}]`).click()
  async function at(kind: string, picture: string = kind): Promise<void> {
    await screenStands(page, kind, size)
    await shot(page, `pay-point-${size}-${picture}`, false)
  }
  async function type(keys: string): Promise<void> {
    for (const key of keys) await page.locator('.key', { hasText: new RegExp(`^${key}$`) }).click()
  }
  /** Types three characters of the plate and takes the photo. */
  async function find(keys: string): Promise<void> {
    await tap('start')
    await at('search')
    await type(keys)
    await page.locator('.car-card').waitFor()
    // a photo that has just come up under a finger is no choice yet
    await expect
      .poll(async () => {
        if (bench.view().screen.kind === 'search')
          await page
            .locator('.car-card')
            .click({ timeout: 1_000 })
            .catch(() => {})
        return bench.view().screen.kind
      })
      .not.toBe('search')
  }
  /** A car that has stood here for 1 h 50 min: 5.00. */
  async function found(over: Partial<BenchOptions> = {}): Promise<void> {
    await open(over)
    bench.parked('s1', 'AB123', 110 * MINUTE_MS)
    await find('B12')
    await at('yourCar')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(500)
  }

  it('by phone, and away with a receipt', { timeout: 90_000 }, async () => {
    await found()
    await bench.payByPhone(bench.screen('yourCar').quote)
    await at('settled')
    expect(await page.locator('.receipt .qr').count()).toBe(1)
    expect(await page.locator('.leave-by').textContent()).toMatch(/\d:\d\d/)
    await tap('done')
    await at('attract')
  })

  it('by card, declined at first', { timeout: 90_000 }, async () => {
    await found()
    bench.terminal.behave('declines')
    await tap('pay-by-card')
    await at('paying')
    await bench.wait(5_000)
    await at('paymentFailed')
    // there is nowhere else to go to: this is no lane
    expect(await page.locator('[data-name=elsewhere]').count()).toBe(0)
    bench.terminal.behave('approves')
    await tap('pay-by-card')
    await bench.wait(5_000)
    await at('settled', 'settled-by-card')
    expect(bench.events('payment.settled')).toMatchObject([{ amountMinor: 500 }])
  })

  it('offline: with the code of a phone that has paid, after a wrong one', { timeout: 90_000 }, async () => {
    await found({ terminal: 'none' })
    bench.online.value = false
    await tap('have-code')
    await at('exitCode')
    // a slip of the finger is told at once and costs no try; a well-formed code of another car is the box's to refuse
    await type('123456789')
    await page.locator('.warn').waitFor()
    expect(bench.screen('exitCode').problem).toBeNull()
    for (let digit = 0; digit < 9; digit++) await page.locator('.key.delete').click()
    await type(sampleCode({ nonce: 'ffffffffffffff' }))
    await expect.poll(() => bench.screen('exitCode').problem).toBe('wrong')
    await at('exitCode', 'exitCode-wrong')
    const [issued] = bench.events('quote.issued')
    await type(sampleCode({ nonce: issued?.nonce ?? '' }))
    await at('settled', 'settled-by-code')
    expect(bench.events('payment.settled')).toMatchObject([{ method: 'exitCode', amountMinor: 500 }])
  })

  it('with a merchant’s code the price goes down, and the rest is paid', { timeout: 90_000 }, async () => {
    await found({ seed: { voucherBooks: [book] } })
    await tap('have-code')
    await at('exitCode')
    await page.keyboard.type(voucherCode({ book: book.number, serial: 3 }, bookKey))
    await at('yourCar', 'yourCar-discount')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(250)
    await bench.payByPhone(bench.screen('yourCar').quote)
    await at('settled', 'settled-discount')
  })

  it('not this car: keys that lead nowhere are grey, back', { timeout: 90_000 }, async () => {
    await found()
    await tap('not-my-car')
    await at('search', 'search-again')
    // the one car inside is still found by its plate: the tap may have been a slip
    const keys = () => page.locator('.key:not(:disabled)', { hasText: /^[A-Z0-9]$/ }).allTextContents()
    await expect.poll(async () => (await keys()).length).toBeGreaterThan(0)
    expect(await keys()).toEqual(expect.arrayContaining(['A', 'B', '1', '2', '3']))
    expect((await keys()).length).toBeLessThan(20)
    await tap('back')
    await at('attract')
  })

  it('in another language, from the first screen to the last; the next driver starts anew', { timeout: 90_000 }, async () => {
    await open()
    bench.parked('s1', 'AB123', 110 * MINUTE_MS)
    await page.getByRole('button', { name: 'All languages' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'العربية' }).click()
    await expect.poll(() => page.evaluate(() => document.documentElement.dir)).toBe('rtl')
    await at('attract', 'attract-ar')
    await find('B12')
    await at('yourCar', 'yourCar-ar')
    expect(bench.view().language).toBe('ar')
    await bench.payByPhone(bench.screen('yourCar').quote)
    await at('settled', 'settled-ar')
    await tap('done')
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en')
    await at('attract', 'attract-next-driver')
  })

  it('untouched: warned, kept by one tap, and gone in the end', { timeout: 90_000 }, async () => {
    await found()
    await bench.wait(61_000)
    await page.locator('[data-name=stay]').waitFor()
    await at('yourCar', 'yourCar-warned')
    await tap('stay')
    await expect.poll(() => bench.view().resetsAt).toBeUndefined()
    await bench.wait(81_000)
    await at('attract')
  })

  it('nothing to pay: still free, or a permit', { timeout: 90_000 }, async () => {
    await open({ seed: { rights: [samplePermit(['CD456'])] } })
    bench.parked('s1', 'AB123', 5 * MINUTE_MS)
    bench.parked('s2', 'CD456', 5 * HOUR_MS, { rightId: 'right-1' })
    await find('B12')
    await at('settled', 'settled-free')
    await tap('done')
    await at('attract')
    await find('D45')
    await at('settled', 'settled-permit')
  })

  it('neither card nor line: it says so, and help is called by one tap', { timeout: 90_000 }, async () => {
    await open({ terminal: 'none', settings: { payUrl: () => null } })
    bench.parked('s1', 'AB123', 110 * MINUTE_MS)
    await find('B12')
    await at('yourCar', 'yourCar-no-way')
    expect(await page.locator('.warn').count()).toBe(1)
    await tap('help')
    await expect.poll(() => bench.view().helpOpen).toBe(true)
  })
})
