import type { Listening } from '@gatehouse/appliance/http/listen.ts'
import { type Bench, createBench } from '@gatehouse/appliance/lane/testing/bench.ts'
import { sampleCode } from '@gatehouse/appliance/lane/testing/sample-codes.ts'
import { HOUR_MS } from '@gatehouse/domain/time.ts'
import { fixtures } from '@gatehouse/kiosk-ui/fixtures.ts'
import { hasChromium, openStage, type Stage, sizes } from '@gatehouse/kiosk-ui/stage.test.support.ts'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { screenStands, serveLane } from './at-the-glass.ts'
import { readQr } from './read-qr.ts'

/** Every path a driver can walk, by real taps on the built page, over the box's web server, into the real lane; only time is the test's. */
describe.skipIf(!hasChromium).each(['large', 'small'] as const)('a driver at the exit, %s (needs Chromium)', (size) => {
  let stage: Stage
  let bench: Bench
  let server: Listening
  let page: Page
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())
  beforeEach(async () => {
    bench = await createBench({
      direction: 'exit',
      terminal: 'present',
      settings: { honestyMs: 24 * HOUR_MS, receiptUrl: (quote) => `HTTPS://PAY.TEST/R/${quote.id}` },
    })
    server = await serveLane(bench)
    page = await stage.ownPage(sizes[size])
    await page.goto(`${server.url}/kiosk/out?lang=en`)
    await at('attract')
  })
  afterEach(async () => {
    await page.close()
    await server.stop()
  })

  const tap = (name: string) => page.locator(`[data-name=${name}]`).click()
  const at = (kind: string) => screenStands(page, kind, size)
  async function meet(): Promise<void> {
    bench.parked('s1', 'AB123', 2 * HOUR_MS)
    await bench.arrive('AB123')
    await at('yourCar')
  }

  it('by card, with a receipt that is no pay page', { timeout: 60_000 }, async () => {
    await meet()
    await tap('pay-by-card')
    await at('paying')
    await bench.wait(5_000)
    await at('thankYou')
    const receipt = await readQr(await page.locator('.receipt .qr').screenshot())
    expect(receipt).toMatch(/^HTTPS:\/\/PAY\.TEST\/R\//)
    await bench.driveThrough()
    await at('attract')
  })

  it('declined, then elsewhere, then by phone', { timeout: 60_000 }, async () => {
    bench.terminal.behave('declines')
    await meet()
    const { quote } = bench.screen('yourCar')
    await tap('pay-by-card')
    await at('paying')
    await bench.wait(5_000)
    await at('paymentFailed')
    await tap('elsewhere')
    await at('payElsewhere')
    await bench.payByPhone({ id: quote.id, amountMinor: quote.amountMinor })
    await at('thankYou')
  })

  it('with the code of a phone that has paid', { timeout: 60_000 }, async () => {
    await meet()
    const { quote } = bench.screen('yourCar')
    const issued = bench.ledger.quote(quote.id)
    await tap('have-code')
    await at('exitCode')
    await page.keyboard.type(issued ? sampleCode(issued) : '')
    await at('thankYou')
  })

  it('not found, searched for, and picked by photo', { timeout: 60_000 }, async () => {
    bench.parked('s1', 'XY987', 2 * HOUR_MS)
    await bench.arrive('AB123')
    await at('notFound')
    await tap('search')
    await at('search')
    for (const key of 'Y98') await page.locator('.key', { hasText: new RegExp(`^${key}$`) }).click()
    await page.locator('.car-card').waitFor()
    expect(await page.locator('.car-card').count()).toBe(1)
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
      .toBe('yourCar')
    await at('yourCar')
  })

  it('not my car, and taken back: the same price again', { timeout: 60_000 }, async () => {
    await meet()
    const { quote } = bench.screen('yourCar')
    await tap('not-my-car')
    await at('notFound')
    await page.getByRole('heading', { name: 'Which car is yours?' }).waitFor()
    await tap('back')
    await at('yourCar')
    expect(bench.screen('yourCar').quote.id).toBe(quote.id)
  })

  it('unknown, and honest about the arrival', { timeout: 60_000 }, async () => {
    await bench.arrive('AB123')
    await at('notFound')
    await tap('honesty')
    await at('honesty')
    await page.getByRole('button', { name: '1 h earlier' }).click()
    await tap('show-price')
    await at('yourCar')
    expect(bench.anomalies()).toContain('honesty')
  })

  it('with help, in another language, and the plate remembers it', { timeout: 60_000 }, async () => {
    await meet()
    await page.getByRole('button', { name: 'All languages' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Polski' }).click()
    await expect.poll(() => bench.ledger.languageOf('AB123')).toBe('pl')
    await tap('help')
    await expect.poll(() => bench.view().helpOpen).toBe(true)
    await at('yourCar')
    await bench.reverseOut()
    await at('attract')
    await bench.arrive('AB123')
    await at('yourCar')
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('pl')
  })

  it('[K5] the pay code decodes at 110 pixels, as zxing reads it', { timeout: 60_000 }, async () => {
    const shown = await stage.open(sizes[size])
    await stage.show(shown, fixtures.yourCar)
    const code = await sharp(await shown.locator('.qr').screenshot())
      .resize(110, 110)
      .png()
      .toBuffer()
    expect(await readQr(code)).toBe(fixtures.yourCar.screen.pay.qrUrl)
    await shown.close()
  })
})
