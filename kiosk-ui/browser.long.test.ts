import { languageCodes } from '@gatehouse/domain/language.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FixtureName, fixtures } from './fixtures.ts'
import { axeFaults, pageFaults } from './page-faults.test.support.ts'
import { hasChromium, openStage, type Stage, sizes } from './stage.test.support.ts'

/** Every screen in every size, theme and language: the long tier of browser.test.ts. */
describe.skipIf(!hasChromium)('every screen everywhere (skipped without /usr/bin/chromium)', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  const languagesInSizes = languageCodes.flatMap((lang) => Object.entries(sizes).map(([name, size]) => ({ lang, name, size })))

  // No theme moves anything: the dark one is looked at by axe below.
  it.each(languagesInSizes)('[K6, K7] every screen fits: $name $lang', { timeout: 120_000 }, async ({ lang, name, size }) => {
    const page = await stage.open(size, { lang })
    const faults: Record<string, readonly string[]> = {}
    for (const screen of Object.keys(fixtures) as FixtureName[]) {
      await stage.show(page, fixtures[screen])
      const found = await pageFaults(page, name === 'small' ? 72 : 120)
      if (found.length > 0) faults[screen] = found
    }
    expect(faults).toEqual({})
  })

  it.each(languageCodes.flatMap((lang) => ['light', 'dark', 'contrast'].map((look) => ({ lang, look }))))(
    '[K8, K24] axe finds nothing on any screen: $lang $look',
    { timeout: 180_000 },
    async ({ lang, look }) => {
      const page = await stage.open(sizes.large, { lang, dark: look === 'dark' })
      const faults: Record<string, readonly string[]> = {}
      for (const screen of Object.keys(fixtures) as FixtureName[]) {
        await stage.show(page, fixtures[screen])
        // A conversation that is over takes its contrast with it, so it is asked for again.
        const asked = page.locator('[data-name=contrast]')
        if (look === 'contrast' && (await asked.getAttribute('aria-pressed')) !== 'true') {
          await asked.click()
          await page.locator('html[data-contrast=high]').waitFor()
        }
        const found = await axeFaults(page)
        if (found.length > 0) faults[screen] = found
      }
      expect(faults).toEqual({})
    },
  )
})
