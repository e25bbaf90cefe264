import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** Everything that must neither leave the glass nor lie on something else. */
const blocks = [
  'h1',
  '.line',
  '.fee',
  '.facts',
  '.qr',
  '.photo',
  '.plate',
  '.tag',
  '.scan',
  '.rate li',
  '.spaces',
  '.huge',
  '.warn',
  '.hint',
  '.typed',
  '.code',
  '.goodbye',
  '.receipt p',
  '.big-tag',
  '.shape',
  '.slots',
  '.steps',
  '.where',
  '.languages button',
  '.button',
  '.key',
  '.car-card',
].join(',')

/** What is wrong with the picture on the glass, in words; empty when nothing is [K6, K7]. `least`: lowest target in px. */
export function pageFaults(page: Page, least: number): Promise<readonly string[]> {
  return page.evaluate(
    ({ blocks, least }) => {
      const faults: string[] = []
      const name = (e: Element) => `${e.tagName.toLowerCase()}.${e.getAttribute('class') ?? ''} “${(e.textContent ?? '').slice(0, 24)}”`
      const seen = [...document.querySelectorAll(blocks)].filter(
        (e) => e.getClientRects().length > 0 && e.checkVisibility({ visibilityProperty: true }),
      )
      const box = new Map(seen.map((e) => [e, e.getBoundingClientRect()]))
      for (const [element, r] of box) {
        if (r.left < -1 || r.top < -1 || r.right > innerWidth + 1 || r.bottom > innerHeight + 1)
          faults.push(`${name(element)} leaves the glass`)
        if (
          element.scrollWidth > element.clientWidth + 2 &&
          element instanceof HTMLElement &&
          element.clientWidth > 0 &&
          !element.matches('.where, .huge')
        ) {
          faults.push(`${name(element)} is wider than its place`)
        }
        if (element.matches('button') && r.height < least - 0.5) faults.push(`${name(element)} is only ${Math.round(r.height)} px high`)
      }
      for (const [a, ra] of box) {
        for (const [b, rb] of box) {
          if (a === b || a.contains(b) || b.contains(a) || !(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING)) continue
          const wide = Math.min(ra.right, rb.right) - Math.max(ra.left, rb.left)
          const high = Math.min(ra.bottom, rb.bottom) - Math.max(ra.top, rb.top)
          if (wide > 2 && high > 2) faults.push(`${name(a)} lies on ${name(b)}`)
        }
      }
      const help = document.querySelector('[data-name=help]')?.getBoundingClientRect()
      const mirrored = document.documentElement.dir === 'rtl'
      const fromStart = (r: DOMRect) => (mirrored ? innerWidth - r.right : r.left)
      const fromEnd = (r: DOMRect) => (mirrored ? r.left : innerWidth - r.right)
      if (!help || fromStart(help) > innerWidth / 8 || help.bottom < innerHeight * 0.9)
        faults.push('Help is not at the bottom where lines begin')
      const last = document.querySelector('.languages button:last-child')?.getBoundingClientRect()
      if (!last || fromEnd(last) > innerWidth * 0.1 || last.top > innerHeight / 8)
        faults.push('the languages are not at the top where lines end')
      return faults
    },
    { blocks, least },
  )
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** axe-core with WCAG 2.2 A, AA, its best practices, and contrast 7:1 (AAA) [K8]. One line for each violation. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { 'color-contrast-enhanced': { enabled: true } },
      resultTypes: ['violations'],
    })
    return violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 120)}`)
  })
}
