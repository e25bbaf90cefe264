import { fileURLToPath } from 'node:url'
import { createHttp } from '@gatehouse/appliance/http/create-http.ts'
import type { Listening } from '@gatehouse/appliance/http/listen.ts'
import type { Bench } from '@gatehouse/appliance/lane/testing/bench.ts'
import { axeFaults, pageFaults } from '@gatehouse/kiosk-ui/page-faults.test.support.ts'
import type { sizes } from '@gatehouse/kiosk-ui/stage.test.support.ts'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The box's own web server before the lane of a bench, with the built screens. */
export function serveLane(bench: Bench): Promise<Listening> {
  const http = createHttp({
    lanes: () => [bench.lane()],
    image: () => null,
    screensDir: fileURLToPath(new URL('../kiosk-ui/dist', import.meta.url)),
    health: () => ({ ok: true, version: 'test', startedAt: 0, checks: [] }),
    log: { info() {}, warn() {}, error: (fields, message) => console.error(message, fields) },
  })
  return http.listen({ host: '127.0.0.1', port: 0 })
}

/** The screen is there, nothing leaves it or lies on it, and axe finds nothing. */
export async function screenStands(page: Page, kind: string, size: keyof typeof sizes): Promise<void> {
  await page.locator(`.kiosk[data-screen=${kind}]`).waitFor()
  // the typeface comes with the page's first words, and takes another width than what stood in for it
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => document.fonts.ready.then(resolve))))
  await expect.poll(() => pageFaults(page, size === 'small' ? 72 : 120)).toEqual([])
  expect(await axeFaults(page)).toEqual([])
}
