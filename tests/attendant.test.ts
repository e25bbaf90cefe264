import { hasChromium, shot, withoutChromium } from '@gatehouse/cloud-sync/web/test-browser.ts'
import { languageCodes } from '@gatehouse/domain/language.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AttendantDesk, openAttendantDesk } from './attendant-desk.ts'

describe.skipIf(!hasChromium)(`an attendant with a phone${withoutChromium}`, () => {
  let desk: AttendantDesk
  beforeAll(async () => {
    desk = await openAttendantDesk()
  }, 120_000)
  afterAll(() => desk?.close())

  const tooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

  it('[A17] every language fits a phone, nothing pushed out', async () => {
    const page = await desk.logIn(360, 740, 'light')
    for (const language of languageCodes) {
      await desk.speak(page, language)
      expect({ language, over: await tooWide(page) }).toEqual({ language, over: 0 })
      await shot(page, `attendant-lanes-${language}-phone`)
    }
    await page.context().close()
  }, 240_000)

  it('[A18][A19] takes a call with its context, and closes it; what is being typed stays when the lane changes', async () => {
    const page = await desk.logIn(1024, 768, 'light')
    const card = page.locator('[data-lane=out]')
    expect(await page.locator('.lane').first().getAttribute('data-lane')).toBe('out')
    await expect.poll(() => card.locator('figcaption').first().textContent()).toBe('now')
    for (const words of ['for 3 min', '3 × €2.50', 'reads Türkçe', 'Ticket K7M']) expect(await card.textContent()).toContain(words)
    await card.getByRole('button', { name: 'Emergency' }).click()
    expect(await card.getByLabel('Open, because').inputValue()).toBe('Emergency')
    await card.getByLabel('Open, because').fill('reader bro')
    await card.getByLabel('it still owes').check()
    await page.keyboard.press('Tab')
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)))
    expect(await card.getByLabel('Open, because').inputValue()).toBe('reader bro')
    await card.getByRole('button', { name: 'Open Ausfahrt' }).click()
    await page.waitForURL(/said=/)
    expect(desk.exit.openings).toEqual([{ by: 'Ada', reason: 'reader bro', source: 'attendant', owes: true }])
    await card.getByLabel('What the call was about').fill('asked for the way')
    await card.getByRole('button', { name: 'Call dealt with' }).click()
    await page.getByText('The call is closed.').waitFor()
    expect(desk.exit.answers).toEqual([{ by: 'Ada', reason: 'asked for the way' }])
    await page.context().close()
  }, 120_000)
})
