import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { selfContainedPage } from './self-contained-page.ts'
import { addVoices } from './voices.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const screens = join(root, 'kiosk-ui')
const dist = join(screens, 'dist')

const isSource = (path: string) => !/(^|\/)(dist|node_modules|gallery|\.voices)(\/|$)|\.test\.tsx?$|\.md$/.test(path)

/** When the newest file under `dir` changed, ms; tests, notes and the gallery do not count. */
function newest(dir: string): number {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter(isSource)
  return Math.max(0, ...files.map((file) => statSync(join(dir, file), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}

/** True when the built screens are missing or older than what they are made from. */
export function screensAreStale(): boolean {
  const page = join(dist, 'index.html')
  if (!existsSync(page)) return true
  const sources = [screens, join(root, 'domain')].map(newest)
  const others = [join(root, 'package-lock.json'), fileURLToPath(import.meta.url)].map((file) => statSync(file).mtimeMs)
  return Math.max(...sources, ...others) > statSync(page).mtimeMs
}

export interface ScreenSizes {
  /** gzipped bytes */
  readonly js: number
  readonly css: number
}

/** Gzipped sizes of the built screens. */
export function screenSizes(dir = dist): ScreenSizes {
  const assets = join(dir, 'assets')
  const weigh = (bytes: string | Buffer) => gzipSync(bytes, { level: 9 }).length
  const inPage = readFileSync(join(dir, 'index.html'), 'utf8').matchAll(/<(script|style)>(.*?)<\/\1>/gs)
  const written = { script: 0, style: 0 }
  for (const [, kind, text] of inPage) written[kind as 'script' | 'style'] += weigh(text ?? '')
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'))
  return { js: scripts.reduce((sum, file) => sum + weigh(readFileSync(join(assets, file))), written.script), css: written.style }
}

/** Puts `fresh` in the place of dist. Another build may do the same at this moment: whichever comes last finds a good one there. */
function exchange(fresh: string, old: string): void {
  const unlessGone = (code: string | undefined) => code === 'ENOENT' || code === 'ENOTEMPTY' || code === 'EEXIST'
  for (const [from, to] of [
    [dist, old],
    [fresh, dist],
  ] as const) {
    try {
      renameSync(from, to)
    } catch (error) {
      if (!unlessGone((error as NodeJS.ErrnoException).code)) throw error
    }
  }
}

/** Builds kiosk-ui into kiosk-ui/dist: beside it first, then exchanged, so a running box never sees half a build. */
export async function buildScreens(): Promise<ScreenSizes> {
  const { build } = await import('vite')
  const fresh = `${dist}.${process.pid}.new`
  const old = `${dist}.${process.pid}.old`
  try {
    const configFile = join(screens, 'vite.config.ts')
    await build({ configFile, logLevel: 'error', build: { outDir: fresh } })
    // The same screens as a program: what the box paints into the page before the browser has run any script.
    const paint = { ssr: join(screens, 'paint.tsx'), outDir: join(fresh, 'paint'), copyPublicDir: false }
    await build({ configFile, logLevel: 'error', ssr: { noExternal: true }, build: paint })
    selfContainedPage(fresh)
    const outdated = await addVoices(join(fresh, 'assets'))
    if (outdated.length > 0) console.error(`the screens are silent in ${outdated.join(', ')}: texts have changed since; run npm run voices`)
    exchange(fresh, old)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
    rmSync(old, { recursive: true, force: true })
  }
  return screenSizes()
}

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--if-stale')
  if (unknown.length > 0) {
    console.error(`build-screens: unknown option ${unknown.join(' ')}; it takes --if-stale or nothing`)
    return 2
  }
  if (args.includes('--if-stale') && !screensAreStale()) return 0
  const began = performance.now()
  const { js, css } = await buildScreens()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`kiosk screens built in ${seconds} s: ${kilobytes(js)} script, ${kilobytes(css)} styles, gzipped`)
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    console.error(`build-screens: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
}
