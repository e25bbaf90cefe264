import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { languageCodes } from '@gatehouse/domain/language.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { screenSizes } from '../scripts/build-screens.ts'

const run = promisify(execFile)
const dist = new URL('dist/', import.meta.url)
const script = fileURLToPath(new URL('../scripts/build-screens.ts', import.meta.url))
// voices are made by a step of their own (npm run voices), and may or may not be there
const assets = () => readdirSync(new URL('assets/', dist)).filter((file) => !/^voice/.test(file))
const read = (path: string) => readFileSync(new URL(path, dist), 'utf8')

describe('the built page', () => {
  beforeAll(async () => {
    // in a process of its own: the test runner's NODE_ENV would build a page for developers
    await run(process.execPath, [script, '--if-stale'], { env: { ...process.env, NODE_ENV: 'production' } })
  })

  it('[K16] weighs at most 60 KB of script, gzipped', () => {
    const { js, css } = screenSizes()
    expect(js).toBeLessThan(60 * 1024)
    expect(css).toBeLessThan(12 * 1024)
  })

  it('[K16] is one style sheet in the page, one script that fetches a language at a time, five fonts and two Arabic ones, with a hash in their name', () => {
    const endings = assets().map((file) => file.split('.').at(-1))
    expect(endings.filter((ending) => ending !== 'js').sort()).toEqual(Array(7).fill('woff2'))
    expect(read('index.html').match(/<style>/g)).toHaveLength(1)
    expect(read('index.html')).not.toMatch(/rel="?stylesheet/)
    expect(endings.filter((ending) => ending === 'js').length).toBeGreaterThan(languageCodes.length)
    expect(read('index.html').match(/<meta name="script" content="\/assets\/index-[\w-]+\.js">/g)).toHaveLength(1)
    expect(read('index.html')).not.toContain('type="module"')
    for (const file of assets()) expect(file).toMatch(/-[\w-]{8,}\.\w+$/)
  })

  it('[K16] names no address elsewhere, and has nothing inline that the page’s policy would forbid', () => {
    const page = read('index.html')
    expect(page).not.toMatch(/\sstyle=|\son\w+=/)
    // the guard alone; the box admits it by its hash
    expect(page.match(/<script>/g)).toHaveLength(1)
    for (const text of [
      page,
      ...assets()
        .filter((f) => !f.endsWith('woff2'))
        .map((f) => read(`assets/${f}`)),
    ]) {
      expect(text.match(/https?:\/\/(?!www\.w3\.org\/)[\w.-]+/g)).toBeNull()
    }
  })

  it('[K16] carries nothing of the gallery', () => {
    const scripts = assets()
      .filter((file) => file.endsWith('.js'))
      .map((file) => read(`assets/${file}`))
      .join('')
    expect(scripts).not.toContain('Garage am Markt')
  })

  it('is built once: --if-stale is silent on a fresh build, and an unknown option is refused', async () => {
    const { stdout, stderr } = await run(process.execPath, [script, '--if-stale'])
    expect(stdout + stderr).toBe('')
    await expect(run(process.execPath, [script, '--fast'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown option --fast'),
    })
  })
})
