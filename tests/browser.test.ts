import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import jsQR from 'jsqr'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openChromium } from '../scripts/chromium.ts'
import { type Garage, openGarage } from './garage.ts'

/** jsqr is CommonJS with a default member of its own name: its types and Node disagree about which one arrives. */
const readCode = jsQR as unknown as typeof jsQR.default
const shots = process.env.GATEHOUSE_SHOTS ?? null

/** The whole product as its three users meet it: nothing between kiosk, box, cloud, phone and owner page is replaced. */
describe.skipIf(!hasChromium)('a driver pays by phone, and the owner sees it (needs Chromium)', () => {
  let garage: Garage
  let browser: Browser
  let kiosk: Page

  beforeAll(async () => {
    garage = await openGarage({ seed: 3, cars: 3, misreads: 0, arrivals: false, rate: 2, stay: () => 30 * 24 * HOUR_MS })
    browser = await openChromium()
    garage.park.start()
    garage.park.setByHand(true)
    kiosk = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    await kiosk.goto(`${garage.boxUrl()}/kiosk`)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await garage?.stop()
  })

  /** what a person can read on the page now */
  const words = (page: Page) => page.locator('body').ariaSnapshot()
  const shoot = async (page: Page, name: string) => {
    if (!shots) return
    mkdirSync(shots, { recursive: true })
    await page.screenshot({ path: join(shots, `${name}.png`), fullPage: name.startsWith('owner') })
  }
  const exitScreen = () =>
    garage
      .box()
      .lanes.find((lane) => lane.laneId === 'exit')
      ?.view().screen
  const comeAndGo = async (stayMs: number) => {
    const before = garage.park.counts().entered
    garage.park.driveUp('entry')
    await expect.poll(() => garage.park.counts().entered, { timeout: 30_000 }).toBe(before + 1)
    await expect.poll(() => garage.park.inConversation(), { timeout: 30_000 }).toBe(false)
    // what is on its way to the cloud arrives in real time: first let it
    await expect
      .poll(
        () =>
          garage
            .box()
            .ledger.heads()
            .reduce((sum, head) => sum + head.backlog, 0),
        { timeout: 20_000 },
      )
      .toBe(0)
    garage.clock.leap(stayMs)
    garage.park.driveUp('exit')
    await expect.poll(() => exitScreen()?.kind, { timeout: 30_000 }).toBe('yourCar')
  }

  it('shows the car, the fee and a code that a phone can read', { timeout: 90_000 }, async () => {
    await comeAndGo(95 * MINUTE_MS)
    // the place is German, so is its screen; this driver is not
    await expect.poll(() => words(kiosk), { timeout: 5_000 }).toMatch(/5,00 €/)
    await kiosk.getByRole('button', { name: 'English' }).click()
    await expect.poll(() => words(kiosk), { timeout: 5_000 }).toMatch(/€5\.00/)
    await shoot(kiosk, 'kiosk-your-car')
    const { data, info } = await sharp(await kiosk.screenshot())
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const code = readCode(new Uint8ClampedArray(data), info.width, info.height)
    expect(code?.data).toMatch(/^HTTP:\/\/LOCALHOST:\d+\/Q\/[A-Z2-7]{63}$/)
  })

  it('takes the payment on the phone, opens and says thank you', { timeout: 60_000 }, async () => {
    const screen = exitScreen()
    if (screen?.kind !== 'yourCar' || !screen.pay.qrUrl) throw new Error(`the exit shows ${screen?.kind}`)
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'en-GB', javaScriptEnabled: false })
    await phone.goto(screen.pay.qrUrl)
    const page = await words(phone)
    expect(page).toContain('€5.00')
    expect(page).toContain(screen.quote.tag)
    await shoot(phone, 'phone-pay')
    await phone.locator('form button').first().click()
    // the thank-you stands until the car is gone: watched for from before the payment
    const thanked = expect
      .poll(() => exitScreen()?.kind, { timeout: 40_000 })
      .toBe('thankYou')
      .then(() => shoot(kiosk, 'kiosk-thank-you'))
    await phone.locator('form button').first().click()
    await expect.poll(() => words(phone), { timeout: 10_000 }).toMatch(/paid/i)
    await shoot(phone, 'phone-paid')
    await thanked
    await expect.poll(() => garage.park.counts().exited, { timeout: 30_000 }).toBe(1)
    await phone.close()
  })

  it('shows the owner the money, and a new price reaches the box and the next car', { timeout: 120_000 }, async () => {
    const owner = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
    await owner.goto(garage.cloudUrl)
    const afterReload = async () => {
      await owner.reload()
      return words(owner)
    }
    await expect.poll(afterReload, { timeout: 20_000, interval: 1_000 }).toContain('5.00')
    expect(await words(owner)).toContain('Ausfahrt')
    await shoot(owner, 'owner-today')
    await owner.goto(`${garage.cloudUrl}/prices`)
    await owner.locator('input[name="lines.0.amount"]').fill('3.00')
    await owner.getByRole('button', { name: 'Publish' }).click()
    await expect.poll(() => words(owner), { timeout: 10_000 }).toMatch(/Version 1/)
    await shoot(owner, 'owner-prices')
    const { ledger } = garage.box()
    await expect.poll(() => ledger.rateTableAt(garage.clock.wall()).lines[0]?.amountMinor, { timeout: 15_000 }).toBe(300)
    await comeAndGo(95 * MINUTE_MS)
    const screen = exitScreen()
    expect(screen?.kind === 'yourCar' && screen.quote.amountMinor).toBe(600)
    await owner.close()
  })
})
