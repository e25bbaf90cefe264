import { languageCodes } from '@gatehouse/domain/language.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasEspeak, voiceOf } from '../scripts/voices.ts'
import { type FixtureName, fixtures } from './fixtures.ts'
import { axeFaults, pageFaults } from './page-faults.test.support.ts'
import { hasChromium, openStage, type Stage, sizes } from './stage.test.support.ts'
import { utterance } from './voice/utterance.ts'
import { openVoice } from './voice/voice-file.ts'

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

  it.skipIf(!hasEspeak())('[K23] the screen is read aloud with clips the browser can play', { timeout: 60_000 }, async () => {
    // two short ones: making clips takes a second each
    const [first, second] = [fixtures.thankYouFree, fixtures.payingCard]
    const keys = [...utterance(first, 'en'), ...utterance(second, 'en')]
    const voice = await voiceOf('en', (key) => keys.includes(key))
    const clip = openVoice(voice.buffer)
    const page = await stage.ownPage(sizes.large)
    await page.route('**/assets/voices.json', (route) => route.fulfill({ json: { en: '/assets/voice-en.bin' } }))
    await page.route('**/assets/voice-en.bin', (route) =>
      route.fulfill({ body: Buffer.from(voice), contentType: 'application/octet-stream' }),
    )
    await page.goto(`${stage.server.url}/kiosk/out?lang=en`)
    await page.locator('.kiosk').waitFor()
    await stage.show(page, first)
    for (const key of keys) {
      const bytes = [...new Uint8Array(clip(key) ?? new ArrayBuffer(0))]
      const seconds = await page.evaluate(
        async (given) => (await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(Uint8Array.from(given).buffer)).duration,
        bytes,
      )
      expect(seconds, key).toBeGreaterThan(0.15)
      expect(seconds, key).toBeLessThan(9)
    }
    await page.evaluate(() => {
      const started: number[] = []
      Object.assign(globalThis, { started })
      const start = AudioBufferSourceNode.prototype.start
      AudioBufferSourceNode.prototype.start = function (at?: number) {
        started.push(at ?? 0)
        start.call(this, at)
      }
    })
    const started = () => page.evaluate(() => (globalThis as unknown as { started: number[] }).started.length)
    const tap = (name: string) => page.locator(`[data-name=${name}]`).click()
    await tap('read-aloud')
    const spoken = utterance(first, 'en').length
    await expect.poll(started).toBe(spoken)
    await stage.show(page, second)
    await expect.poll(started).toBe(keys.length)
    await tap('read-aloud')
    await expect.poll(started).toBe(keys.length + keys.length - spoken)
    await tap('sound-off')
    await stage.show(page, first)
    await expect.poll(() => page.locator('[data-name=sound-off]').count()).toBe(0)
    expect(await started()).toBe(keys.length + keys.length - spoken)
  })
})
