import { describe, expect, it } from 'vitest'
import type { Engine } from './engine.ts'
import { pictureOf } from './picture.ts'
import { merged, withSecondReader } from './second-reader.ts'
import { plateSyntax } from './syntax.ts'
import { readOf } from './testing.ts'

const picture = pictureOf(1, 1, new Uint8Array(3))
const engine = (reads: ReturnType<typeof readOf>[]): Engine & { asked: number; released: boolean } => {
  const one = {
    asked: 0,
    released: false,
    colour: false,
    search: async () => {
      one.asked++
      return reads
    },
    release: async () => {
      one.released = true
    },
  }
  return one
}
const elsewhere = <T extends object>(read: T) => ({ ...read, box: [600, 400, 120, 30] as const })

describe('[R21] a second reader', () => {
  it('is asked only when the first is unsure', async () => {
    const second = engine([readOf('BAB1234', 0.99)])
    const sure = withSecondReader(engine([readOf('AB123CD', 0.999)]), second)
    expect((await sure.search(picture, plateSyntax(), () => {}))[0]?.text).toBe('AB123CD')
    expect(second.asked).toBe(0)
    for (const reads of [[], [readOf('AB123CD', 0.9)]]) {
      const unsure = withSecondReader(engine(reads), second)
      expect((await unsure.search(picture, plateSyntax(), () => {})).length).toBeGreaterThan(0)
    }
    expect(second.asked).toBe(2)
    await sure.release()
    expect(second.released).toBe(true)
  })

  it('makes the first surer when it says the same, and less sure when it does not', () => {
    const own = readOf('AB123CD', 0.95)
    const [agreed] = merged([own], [readOf('AB123CD', 0.95)])
    expect(agreed).toMatchObject({ text: 'AB123CD', frames: 1 })
    expect(agreed!.confidence).toBeGreaterThan(own.confidence)
    expect(merged([own], [readOf('AB123CO', 0.95)])[0]!.confidence).toBeLessThan(own.confidence)
  })

  it('keeps plates apart that lie apart, surest first', () => {
    const both = merged([readOf('AB123CD', 0.9)], [elsewhere(readOf('XK881ZZ', 0.98))])
    expect(both.map(({ text }) => text)).toEqual(['XK881ZZ', 'AB123CD'])
  })
})
