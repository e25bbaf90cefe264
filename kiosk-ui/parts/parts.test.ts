import fc from 'fast-check'
import jsQR from 'jsqr'
import { describe, expect, it } from 'vitest'
import { fixtures } from '../fixtures.ts'
import { KEYS, searchHint, typed, untyped } from '../screens/search-typing.ts'
import { armAngle } from './arm.tsx'
import { qrPath } from './qr-path.ts'
import { toneOf } from './tone.ts'

/** Paints the path's runs into pixels, `scale` per module. */
function raster({ side, path }: { side: number; path: string }, scale: number) {
  const size = side * scale
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255)
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let dy = 0; dy < scale; dy++) {
      for (let dx = 0; dx < Number(run) * scale; dx++) {
        const at = ((Number(y) * scale + dy) * size + Number(x) * scale + dx) * 4
        pixels.fill(0, at, at + 3)
      }
    }
  }
  return { pixels, size }
}
// The package's types describe its default export one level too deep for this module system.
const readQr = jsQR as unknown as typeof jsQR.default
const decode = (text: string) => {
  const { pixels, size } = raster(qrPath(text), 2)
  return readQr(pixels, size, size)?.data
}

describe('QR', () => {
  it('[K5] a quote’s address stays in the alphanumeric mode: version 4, 33 modules and the quiet zone', () => {
    const url = `HTTPS://PAY.GATEHOUSE.EXAMPLE/Q/${'A2'.repeat(29)}`
    expect(url).toHaveLength(90)
    expect(qrPath(url).side).toBe(33 + 8)
    expect(decode(url)).toBe(url)
  })
  it('[K5] decodes to exactly what was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abzAZ059/:.-_?=&%'), minLength: 1, maxLength: 80 }), (path) => {
        expect(decode(`https://pay.example/${path}`)).toBe(`https://pay.example/${path}`)
      }),
      { numRuns: 12 },
    )
  })
})

describe('typing a plate', () => {
  it('[K10] keeps to the lane’s limits', () => {
    expect(typed('ABCDEFGHIJKL', 'M')).toBe('ABCDEFGHIJKL')
    expect([typed('A', 'B'), untyped('AB'), untyped('')]).toEqual(['AB', 'A', ''])
    expect(new Set(KEYS).size).toBe(36)
  })
  it('says what to do next', () => {
    const base = fixtures.searchStart.screen
    expect(searchHint(base)).toBe('rule')
    expect(searchHint({ ...base, query: 'B1' })).toBe('rule')
    expect(searchHint({ ...base, query: 'B12', tooMany: true })).toBe('tooMany')
    expect(searchHint({ ...base, query: 'X', nextKeys: '' })).toBe('none')
    expect(searchHint({ ...base, query: 'XQ9', nextKeys: '1' })).toBe('none')
  })
})

describe('signs', () => {
  it('[K11] the ground turns from go to caution when the arm fails', () => {
    expect(toneOf(fixtures.thankYouOpen)).toBe('go')
    expect(toneOf(fixtures.thankYouStuck)).toBe('amber')
    expect(toneOf(fixtures.deniedFull)).toBe('stop')
  })
  it('[K11] the drawn arm follows the feedback', () => {
    expect(armAngle.closed).toBe(0)
    expect(armAngle.open).toBeGreaterThan(armAngle.opening)
  })
})
