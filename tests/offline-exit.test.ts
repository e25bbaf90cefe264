import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openChromium } from '../scripts/chromium.ts'
import { type Garage, openGarage } from './garage.ts'
import { readQr } from './read-qr.ts'

const WAIT = { timeout: 40_000 }

/**
 * The box has no internet, the phone has its own: real kiosk page, real QR read off the glass, real pay page, the code typed on
 * the real keypad. Then the line comes back, and both sides' books agree.
 */
describe.skipIf(!hasChromium)('[F15] paid by phone while the box is offline (needs Chromium)', () => {
  let garage: Garage
  let browser: Browser
  let kiosk: Page
  let phone: Page

  beforeAll(async () => {
    garage = await openGarage({ seed: 5, cars: 2, misreads: 0, arrivals: false, rate: 2, stay: () => 30 * 24 * HOUR_MS })
    browser = await openChromium()
    garage.park.start()
    garage.park.setByHand(true)
    kiosk = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await kiosk.goto(`${garage.boxUrl()}/kiosk/exit?lang=en`)
    phone = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'en-GB', javaScriptEnabled: false })
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await garage?.stop()
  })

  const exit = () => garage.box().lanes.find((lane) => lane.laneId === 'exit')
  const screen = () => exit()?.view().screen
  const backlog = () =>
    garage
      .box()
      .ledger.heads()
      .reduce((sum, head) => sum + head.backlog, 0)
  const rows = async (sql: string): Promise<unknown[]> => {
    const client = new pg.Client(garage.databaseUrl)
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
  let code = ''

  it('shows its QR without internet, and a phone pays what it says', { timeout: 120_000 }, async () => {
    garage.park.driveUp('entry')
    await expect.poll(() => garage.park.counts().entered, WAIT).toBe(1)
    await expect.poll(() => garage.park.inConversation(), WAIT).toBe(false)
    await expect.poll(backlog, WAIT).toBe(0)
    garage.network.cut()
    garage.clock.leap(95 * MINUTE_MS)
    garage.park.driveUp('exit')
    await expect.poll(() => screen()?.kind, WAIT).toBe('yourCar')
    await kiosk.locator('.qr').waitFor()
    const url = await readQr(await kiosk.screenshot())
    expect(url).toMatch(/^HTTP:\/\/LOCALHOST:\d+\/Q\/[A-Z2-7]{63}$/)
    await phone.goto(url ?? '')
    expect(await phone.locator('body').textContent()).toContain('€5.00')
    await phone.locator('form button').first().click()
    await phone.locator('form button').first().click()
    await phone.locator('.exit-code .code').waitFor(WAIT)
    code = ((await phone.locator('.exit-code .code').textContent()) ?? '').replaceAll(/\D/g, '')
    expect(code).toMatch(/^\d{9}$/)
    // another phone that photographed the same QR is told that it is paid, and no code
    const stranger = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false })
    const looked = await stranger.newPage()
    await looked.goto(url ?? '')
    expect(await looked.locator('.exit-code').count()).toBe(0)
    await stranger.close()
    expect(screen()?.kind).toBe('yourCar')
  })

  it('a typo costs nothing, the code opens, and burns', { timeout: 120_000 }, async () => {
    await kiosk.locator('[data-name=have-code]').click()
    await kiosk.locator('.keypad').waitFor(WAIT)
    const press = async (digits: string) => {
      for (const digit of digits) await kiosk.locator('.keypad .key', { hasText: digit }).click()
    }
    const typo = code.slice(0, 8) + ((Number(code[8]) + 1) % 10)
    await press(typo)
    await expect.poll(() => kiosk.locator('[role=alert]').textContent(), WAIT).toContain('One digit is not right')
    await kiosk.locator('.keypad .delete').click()
    await press(code.slice(8))
    await expect.poll(() => screen()?.kind, WAIT).toBe('thankYou')
    await expect.poll(() => garage.park.counts().exited, WAIT).toBe(1)
    const { ledger } = garage.box()
    expect(ledger.takings(0, Number.MAX_SAFE_INTEGER)).toMatchObject([{ method: 'exitCode', amountMinor: 500 }])
    expect(garage.network.online()).toBe(false)
  })

  it('survives a power cut, and on reconnection both books agree: once', { timeout: 120_000 }, async () => {
    await garage.cutPower()
    garage.network.restore()
    await expect.poll(backlog, WAIT).toBe(0)
    const { ledger } = garage.box()
    await expect
      .poll(() => rows('select method, amount_minor::int, duplicate, booked from money_received'), WAIT)
      .toEqual([{ method: 'exitCode', amount_minor: 500, duplicate: false, booked: true }])
    await expect
      .poll(() => rows('select state, delivered_at is not null as delivered from checkout'), WAIT)
      .toEqual([{ state: 'paid', delivered: true }])
    await expect.poll(() => rows('select outcome from session'), WAIT).toEqual([{ outcome: 'paid' }])
    expect(ledger.unappliedRemotePayments()).toEqual([])
    expect(ledger.takings(0, Number.MAX_SAFE_INTEGER)).toMatchObject([{ method: 'exitCode', amountMinor: 500 }])
    expect(await rows('select id from refund')).toEqual([])
  })
})
