#!/usr/bin/env node
// The exit touchscreen: what its page weighs, how quickly it paints and answers on a slow processor, and how long a driver waits
// from the moment the loop sees the car until the amount is on the glass, with the real camera pipeline and the real reader.
// `--only glass` or `--only car` measures one of the two.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { buildScreens, screenSizes, screensAreStale } from '../scripts/build-screens.ts'
import { carToAmount } from './kiosk/car-to-amount.ts'
import { glass } from './kiosk/glass.ts'
import type { Open } from './kiosk/page.ts'
import { type Figure, figure, printReport } from './report.ts'

const CHROMIUM = process.env.GATEHOUSE_CHROMIUM ?? '/usr/bin/chromium'
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const { only } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean' } } }).values

if (screensAreStale()) await buildScreens()
const { js, css } = screenSizes()
const weight = [figure('JavaScript, gzipped, all languages', js / 1024, 'KB', { target: 60 }), figure('CSS, gzipped', css / 1024, 'KB')]

if (existsSync(CHROMIUM)) printReport('The kiosk page', [...weight, ...(await measured())])
else {
  printReport('The kiosk page', weight)
  console.log(`  (${CHROMIUM} is not there: nothing was painted; Debian's package chromium, or GATEHOUSE_CHROMIUM)`)
}

async function measured(): Promise<readonly Figure[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: flags })
  const open: Open = (viewport) => browser.newPage({ viewport })
  try {
    return [...(only === 'car' ? [] : await glass(open)), ...(only === 'glass' ? [] : await carToAmount(open))]
  } finally {
    await browser.close()
  }
}
