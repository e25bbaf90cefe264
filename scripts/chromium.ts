import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** For tests, pictures and measurements: Debian's Chromium, or the one that GATEHOUSE_CHROMIUM names. */
export const chromiumPath = process.env.GATEHOUSE_CHROMIUM ?? '/usr/bin/chromium'
export const hasChromium = existsSync(chromiumPath)

/**
 * Every window has a list under its address bar, which is two pages of the browser's own: a hundred scripts and 1.8 s of processor time
 * beside the first page of each browser. Nobody types an address here, and a kiosk's window has none (`--app`): there they are not made.
 */
const addressBar = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']
/** Playwright's own switch of this name does not count beside a second one, so what matters of it is said again. */
const alsoOff = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'AvoidCorsURLLoaderRestartOnRedirect', 'LensOverlay', 'MediaRouter'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
]

/** Headless, without a network of its own. `flags` are added. Whoever opens it closes it. */
export function openChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', `--disable-features=${[...addressBar, ...alsoOff].join(',')}`],
      ...flags,
    ],
  })
}
