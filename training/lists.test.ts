import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const HERE = import.meta.dirname
const PLATES = join(process.env.GATEHOUSE_SHARED ?? join(HERE, '../../shared'), 'plates')
const MEASURED = ['us', 'eu', 'br', 'in', 'ro', 'ro-boxes', 'ar-crops', 'negatives']

/** The list's own name of a file, and the name its source had: an export appends `_jpg.rf.<hash>` to the latter. */
function namesOf(path: string): string[] {
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return [file, file.replace(/_(jpg|jpeg|png)\.rf\.[0-9a-f]+\.\w+$/, '.$1')]
}

const listed = readdirSync(join(HERE, 'lists')).flatMap((list) =>
  readFileSync(join(HERE, 'lists', list), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ list, line })),
)

describe('training lists', () => {
  it('name only files of a set that may be trained on', () => {
    expect(listed.length).toBeGreaterThan(1000)
    for (const { line } of listed) expect(line).toMatch(/^(train|valid)\/images\/[^/]+\.jpg$/)
  })

  it('name no file twice', () => {
    expect(new Set(listed.map(({ line }) => line)).size).toBe(listed.length)
  })

  it('are the only way photographs enter training: no code opens a measured set except evaluation', () => {
    const sources = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter((p) => p.endsWith('.py') && !p.startsWith('runs'))
    const openers = sources.filter((p) => readFileSync(join(HERE, p), 'utf8').includes('labels.tsv'))
    expect(openers.sort()).toEqual(['evaluate.py', 'scenes/pictures.py'])
    // the latter writes the labels of its own renders
    expect(readFileSync(join(HERE, 'scenes/pictures.py'), 'utf8')).not.toMatch(/SHARED|plates\/|open\([^)]*labels\.tsv'\), encoding/)
    expect(readFileSync(join(HERE, 'scenes/real.py'), 'utf8')).toContain("'boxes-train'")
  })

  describe.skipIf(!existsSync(PLATES))('against ../shared/plates', () => {
    const trained = new Map(listed.flatMap(({ line }) => namesOf(line).map((name) => [name, line] as const)))

    it.each(MEASURED)('share no file name with %s', (set) => {
      const names = readdirSync(join(PLATES, set, 'images'))
      expect(names.length).toBeGreaterThan(0)
      expect(names.filter((name) => trained.has(name.toLowerCase()))).toEqual([])
    })
  })
})
