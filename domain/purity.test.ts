import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/**
 * What the import rules cannot see: globals. A function of the domain reads no clock, no randomness and no zone data, and
 * does no input or output, so it answers the same on the box, in the cloud and on a screen.
 */
const root = new URL('.', import.meta.url)
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path) && !path.includes('node_modules'),
)
const codeOf = (path: string) =>
  readFileSync(new URL(path, root), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')

const impure =
  /\b(Date|Intl|performance|setTimeout|setInterval|setImmediate|queueMicrotask|process|console|fetch|localStorage|navigator)\b\s*[.(]|Math\.random|\bnew Date\b|\bcrypto\./

describe('the domain', () => {
  it('has sources to look at', () => {
    expect(sources.length).toBeGreaterThan(30)
  })

  it.each(sources.filter((path) => path !== 'time.ts'))('[T22][Z1] %s reads no clock, zone data, randomness or device', (path) => {
    expect(codeOf(path).match(impure)?.[0]).toBeUndefined()
  })

  it('[Z1] time.ts reads zone data only, never the clock', () => {
    const code = codeOf('time.ts')
    expect(code).toMatch(/Intl\.DateTimeFormat/)
    expect(code.replaceAll('Intl.DateTimeFormat', '').match(impure)?.[0]).toBeUndefined()
  })

  it('every file can be read in a screen or two', () => {
    for (const path of sources) expect(codeOf(path).split('\n').length, path).toBeLessThanOrEqual(300)
  })
})

describe('SPEC.md', () => {
  const spec = readFileSync(new URL('SPEC.md', root), 'utf8')
  const rules = [...spec.matchAll(/^\| ([A-Z]\d+) +\|/gm)].map((match) => match[1] ?? '')
  const tests = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.test.ts') && !path.includes('node_modules'),
  )
  const proofs = [
    ...tests.map((path) => readFileSync(new URL(path, root), 'utf8')),
    ...readdirSync(new URL('tariff/golden/', root)).map((name) =>
      readFileSync(new URL(`tariff/golden/${name}`, root), 'utf8').replace(/"([A-Z]\d+)"/g, '[$1]'),
    ),
  ].join('\n')

  /** Rules of the wire are kept by both its ends, which live in other rooms. */
  const atTheEnds = ['../scripts/wire.test.ts', '../cloud-sync/ingest/drift.test.ts'].map((path) =>
    readFileSync(new URL(path, root), 'utf8'),
  )

  it('numbers each rule once', () => {
    expect(rules.length).toBeGreaterThan(60)
    expect(new Set(rules).size).toBe(rules.length)
  })

  it.each(rules)('%s is carried by a test', (rule) => {
    expect(
      [proofs, ...atTheEnds].some((text) => text.includes(`[${rule}]`)),
      `no test carries [${rule}]`,
    ).toBe(true)
  })

  it('has a rule for every number a test carries', () => {
    const carried = new Set([...proofs.matchAll(/\[([A-Z]\d+)\]/g)].map((match) => match[1] ?? ''))
    expect([...carried].filter((rule) => !rules.includes(rule))).toEqual([])
  })
})
