import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { languageCodes } from '@gatehouse/domain/language.ts'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type FixtureName, fixtures } from './fixtures.ts'
import { hasChromium, openStage, type Stage, sizes } from './stage.test.support.ts'

/**
 * `GATEHOUSE_SHOTS=dir npx vitest run kiosk-ui/album` writes a picture of every screen. `GATEHOUSE_SHOTS_ONLY` narrows it: a
 * pattern over names such as `yourCar.large.dark.de`.
 */
const dir = process.env.GATEHOUSE_SHOTS
const only = new RegExp(process.env.GATEHOUSE_SHOTS_ONLY ?? '')

describe.skipIf(!dir || !hasChromium)('album', () => {
  let stage: Stage
  beforeAll(async () => {
    mkdirSync(dir ?? '', { recursive: true })
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  for (const [sizeName, size] of Object.entries(sizes)) {
    for (const theme of ['light', 'dark']) {
      for (const lang of languageCodes) {
        const wanted = (Object.keys(fixtures) as FixtureName[]).filter((name) => only.test(`${name}.${sizeName}.${theme}.${lang}`))
        it.runIf(wanted.length > 0)(`${sizeName} ${theme} ${lang}`, { timeout: 120_000 }, async () => {
          const page = await stage.open(size, { lang, dark: theme === 'dark' })
          for (const name of wanted) {
            await stage.show(page, fixtures[name])
            await page.screenshot({ path: join(dir ?? '', `${name}.${sizeName}.${theme}.${lang}.png`) })
          }
        })
      }
    }
  }
})
