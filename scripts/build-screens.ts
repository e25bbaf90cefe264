import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
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
  const weigh = (ending: string) =>
    readdirSync(assets)
      .filter((file) => file.endsWith(ending))
      .reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file)), { level: 9 }).length, 0)
  return { js: weigh('.js'), css: weigh('.css') }
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
    await build({ configFile: join(screens, 'vite.config.ts'), logLevel: 'error', build: { outDir: fresh } })
    addVoices(join(fresh, 'assets'))
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
