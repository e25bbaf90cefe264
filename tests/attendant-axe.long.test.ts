import { axeFindings, hasChromium, shot, withoutChromium } from '@gatehouse/cloud-sync/web/test-browser.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AttendantDesk, openAttendantDesk } from './attendant-desk.ts'

describe.skipIf(!hasChromium)(`an attendant with a phone${withoutChromium}`, () => {
  let desk: AttendantDesk
  beforeAll(async () => {
    desk = await openAttendantDesk()
  }, 120_000)
  afterAll(() => desk?.close())

  it.each([
    ['en', 390, 844, 'light', ['lanes', 'cars', 'connection']],
    ['ar', 1024, 768, 'dark', ['lanes', 'events', 'till']],
  ] as const)(
    '[A17] axe finds nothing: %s at %i×%i, %s',
    async (language, width, height, scheme, tabs) => {
      const page = await desk.logIn(width, height, scheme)
      await desk.speak(page, language)
      for (const tab of tabs) {
        await page.goto(`${desk.url}/attendant/${tab}`)
        await page.locator('details').evaluateAll((all) => {
          for (const one of all) one.setAttribute('open', '')
        })
        expect({ tab, findings: await axeFindings(page) }).toEqual({ tab, findings: [] })
        await shot(page, `attendant-${tab}-${language}-${scheme}`)
      }
      await page.context().close()
    },
    240_000,
  )
})
