#!/usr/bin/env node
// The exit touchscreen: what its page weighs, how quickly it paints and answers on a slow processor, and how long a driver waits
// from the moment the loop sees the car until the amount is on the glass, with the real camera pipeline and the real reader.
// `--only glass` or `--only car` measures one of the two; `--soak N` shows N views instead and counts what the page keeps of them.
import { parseArgs } from 'node:util'
import { buildScreens, screenSizes, screensAreStale } from '../scripts/build-screens.ts'
import { chromiumPath, hasChromium, openChromium } from '../scripts/chromium.ts'
import { carToAmount } from './kiosk/car-to-amount.ts'
import { glass } from './kiosk/glass.ts'
import type { Open } from './kiosk/page.ts'
import { soak } from './kiosk/soak.ts'
import { type Figure, figure, printReport } from './report.ts'

const { only, soak: views } = parseArgs({
  options: { only: { type: 'string' }, soak: { type: 'string' }, json: { type: 'boolean' } },
}).values
const toSoak = views === undefined ? null : countOf(views)

if (screensAreStale()) await buildScreens()
const { js, css } = screenSizes()
const weight = [figure('JavaScript, gzipped, all languages', js / 1024, 'KB', { target: 60 }), figure('CSS, gzipped', css / 1024, 'KB')]

if (hasChromium) printReport('The kiosk page', [...weight, ...(await measured())])
else {
  printReport('The kiosk page', weight)
  console.log(`  (${chromiumPath} is not there: nothing was painted; Debian's package chromium, or GATEHOUSE_CHROMIUM)`)
}

async function measured(): Promise<readonly Figure[]> {
  const browser = await openChromium()
  const open: Open = (viewport) => browser.newPage({ viewport })
  try {
    if (toSoak !== null) return await soak(open, toSoak)
    return [...(only === 'car' ? [] : await glass(open)), ...(only === 'glass' ? [] : await carToAmount(open))]
  } finally {
    await browser.close()
  }
}

function countOf(given: string): number {
  const count = Number(given)
  if (Number.isInteger(count) && count > 0) return count
  console.error(`bench:kiosk: --soak takes how many views are shown, a whole number; ${given} is none`)
  process.exit(2)
}
