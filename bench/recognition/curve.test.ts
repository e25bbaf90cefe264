import { describe, expect, it } from 'vitest'
import { condensed, curveSvg, slope, sparkline } from './curve.ts'
import { soakFigures } from './soak.ts'

const flat = Array.from({ length: 1_000 }, (_, i) => 150 + (i % 7) / 10)
const leaking = Array.from({ length: 1_000 }, (_, i) => 150 + i / 20)

describe('the curve of a long run', () => {
  it('is drawn from zero, so that what is flat looks flat', () => {
    expect(sparkline(flat, 20)).toBe('█'.repeat(20))
    expect(sparkline([0, 50, 100], 3)).toBe('▁▅█')
  })

  it('is condensed to medians, so that one peak among many frames does not show as a rise', () => {
    expect(condensed([1, 9, 1, 2, 2, 9], 2)).toEqual([1, 2])
    expect(condensed([3], 60)).toEqual([3])
  })

  it('has the slope of a straight line through it', () => {
    expect(slope(leaking)).toBeCloseTo(0.05)
    expect(slope([7])).toBe(0)
  })

  it('is a picture that names its ends', () => {
    const svg = curveSvg('memory', leaking)
    expect(svg).toContain('>200<')
    expect(svg).toContain('1000 frames')
  })
})

describe('the figures of a long run', () => {
  const held = (megabytes: readonly number[], more = {}) => {
    const soaked = { megabytes, peakMb: 155, damaged: 4, refused: 4, strayRefusals: 0, deaths: 0, ...more }
    return soakFigures('own', soaked, 160).filter(({ holds }) => holds === false)
  }

  it('hold for a flat one', () => {
    expect(held(flat)).toEqual([])
  })

  it.each([
    ['memory that grows', leaking, {}, /growth/],
    ['a damaged frame that was read', flat, { refused: 3 }, /damaged frames refused/],
    ['a good frame that was refused', flat, { strayRefusals: 1 }, /good frames refused/],
    ['a process that died', flat, { deaths: 1 }, /deaths/],
    ['a peak above the target', flat, { peakMb: 170 }, /peak/],
  ])('do not hold for %s', (_, megabytes, more, name) => {
    expect(held(megabytes, more).map((figure) => figure.name)).toEqual([expect.stringMatching(name)])
  })
})
