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

  for (const [sizeName, size] of Object.entries(sizes)) {
    for (const lang of languageCodes) {
      for (const dark of [false, true]) {
        it(`[K6, K7, K8] ${sizeName} ${lang} ${dark ? 'dark' : 'light'}`, { timeout: 120_000 }, async () => {
          const page = await stage.open(size, { lang, dark })
          const faults: Record<string, readonly string[]> = {}
          for (const name of Object.keys(fixtures) as FixtureName[]) {
            await stage.show(page, fixtures[name])
            const found = [...(await pageFaults(page, sizeName === 'small' ? 72 : 120)), ...(await axeFaults(page))]
            if (found.length > 0) faults[name] = found
          }
          await page.close()
          expect(faults).toEqual({})
        })
      }
    }
  }
})
