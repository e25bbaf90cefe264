import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Page } from 'playwright-core'
import { hasChromium } from '../../scripts/chromium.ts'

export { hasChromium, openChromium } from '../../scripts/chromium.ts'

/** Where Chromium is absent the tests that need it are skipped by name. */
export const withoutChromium = hasChromium ? '' : ' (skipped: /usr/bin/chromium is absent)'

export async function serveOnLoopback(app: Hono): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Writes a picture only where GATEHOUSE_SHOTS names a folder. */
export async function shot(page: Page, name: string, fullPage = true): Promise<void> {
  const folder = process.env.GATEHOUSE_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage })
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe finds against WCAG 2.2 AA, as sentences; empty is good. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: axePath }).catch(async () => {
    // a page without scripts forbids ours too: the test goes in through the debugger instead
    const { readFileSync } = await import('node:fs')
    await page.evaluate(readFileSync(axePath, 'utf8'))
  })
  return page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: { run(o: object): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> }
      }
    ).axe.run
    const { violations } = await run({
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    })
    return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')})`)
  })
}
