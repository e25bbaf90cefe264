import { expect, it } from 'vitest'
import { COUNTRIES } from '../../appliance/recognition/countries.ts'
import { BUCHAREST_SHARE, ROMANIA } from '../../appliance/recognition/districts.ts'
import { shapeOf } from '../../appliance/recognition/syntax.ts'
import { seededRandom } from '../../appliance/simulator/random.ts'
import { platesOf } from './plates-inside.ts'

const drawn = (code: string, count: number): readonly string[] => {
  const [draw, random] = [platesOf(COUNTRIES.filter((country) => country.code === code)), seededRandom(7)]
  return Array.from({ length: count }, () => draw(random))
}

it('draws Romanian plates with the codes of its counties, as many of Bucharest as are registered there', () => {
  const plates = drawn('RO', 4_000)
  expect(plates.filter((plate) => !ROMANIA.codes.includes(plate.replace(/[0-9].*/, '')))).toEqual([])
  expect(plates.filter((plate) => /^B[0-9]/.test(plate)).length / plates.length).toBeCloseTo(BUCHAREST_SHARE, 1)
  expect(plates.filter((plate) => /[0-9][IO]/.test(plate)).length / plates.length).toBeLessThan(0.01)
})

it('draws what each country issues: patterns of its own, letters it leaves out hardly ever', () => {
  for (const { code, patterns, leftOut } of COUNTRIES) {
    const plates = drawn(code, 200)
    expect(plates.filter((plate) => !patterns.includes(shapeOf(plate)))).toEqual([])
    const odd = plates.filter((plate) =>
      leftOut.some(({ letters, places }) => places.get(shapeOf(plate))?.some((i) => letters.includes(plate[i] as string))),
    )
    expect(odd.length).toBeLessThan(code === 'US' ? 60 : 30)
  }
})
