import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { confusable, searchPlates } from './plate.ts'

const cars = (...plates: string[]) => plates.map((plate, i) => ({ sessionId: `s${i}`, plate }))
const inside = cars('MAB1234', 'OB123', 'KXY987', '0B12E', 'HHZ2345')
const parks = fc.array(fc.stringMatching(/^[A-Z0-9]{3,8}$/), { maxLength: 30 }).map((plates) => cars(...plates))
const queries = fc.stringMatching(/^[A-Z0-9]{0,6}$/)

describe('searchPlates', () => {
  it.each(['', 'O', 'OB'])('[P5] %j is too short to find anybody', (query) => {
    expect(searchPlates(query, inside)).toMatchObject({ results: [], tooMany: false })
  })

  it('[P5] finds three characters in any position', () => {
    expect(searchPlates('234', inside).results).toEqual(['s0', 's4'])
    expect(searchPlates('Y98', inside).results).toEqual(['s2'])
  })

  it('[P5] tolerates look-alikes, after the exact ones', () => {
    expect(searchPlates('0B12', inside).results).toEqual(['s3', 's1'])
    expect(searchPlates('OB12', inside).results).toEqual(['s1', 's3'])
  })

  it('[P5] puts the plate that is the query first', () => {
    expect(searchPlates('B123', cars('AB1234', 'B123')).results).toEqual(['s1', 's0'])
  })

  it('[P5] tolerates two look-alikes, not three', () => {
    expect(searchPlates('0B8', cars('O8B')).results).toEqual([])
    expect(searchPlates('0BX', cars('O8X')).results).toEqual(['s0'])
  })

  it('[P5] understands what a person types', () => {
    expect(searchPlates(' kx-y9 ', inside).results).toEqual(['s2'])
  })

  it('[P6] shows nobody when more than four fit, and says so', () => {
    const many = cars('ABC1', 'ABC2', 'ABC3', 'ABC4', 'ABC5')
    expect(searchPlates('ABC', many)).toMatchObject({ results: [], tooMany: true })
    expect(searchPlates('ABC3', many)).toMatchObject({ results: ['s2'], tooMany: false })
  })

  it('[P6] still shows the plate that is the query, among many that contain it', () => {
    const many = cars('ABC1', 'ABC', 'ABC3', 'ABC4', 'ABC5')
    expect(searchPlates('ABC', many)).toMatchObject({ results: ['s1'], tooMany: true })
  })

  it('[P6] fills up with look-alikes to four at most', () => {
    const many = cars('AB0X', 'ABOX', 'ABDX', 'ABQX', 'AB0Y', 'ABOY')
    const { results, tooMany } = searchPlates('AB0', many)
    expect(results.slice(0, 2)).toEqual(['s0', 's4'])
    expect(results).toHaveLength(4)
    expect(tooMany).toBe(true)
  })

  it('[P7] greys the keys that lead nowhere', () => {
    expect(searchPlates('KXY', inside).nextKeys).toBe('9')
    expect(searchPlates('MAB1', inside).nextKeys).toBe('2Z') // the reader may have taken a Z for a 2
    expect(searchPlates('KXY987', inside).nextKeys).toBe('')
    expect(searchPlates('WWW', inside)).toEqual({ results: [], nextKeys: '', tooMany: false })
  })

  it('[P7] offers every character of every plate before anything is typed', () => {
    expect(searchPlates('', cars('AX7')).nextKeys).toBe('7AX')
  })

  it('[P7] a key is offered exactly when typing it still fits some car', () => {
    fc.assert(
      fc.property(parks, queries, fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), (park, query, key) => {
        const offered = searchPlates(query, park).nextKeys.includes(key)
        // a third look-alike is one too many, so a key may be offered that then finds nothing, but never the other way round
        if (fits(query + key, park)) expect(offered).toBe(true)
        if (offered) expect(fits(query, park)).toBe(true)
      }),
    )
  })

  it('[P5][P6] shows only cars inside that fit, at most four, none twice', () => {
    fc.assert(
      fc.property(parks, queries, (park, query) => {
        const { results } = searchPlates(query, park)
        expect(results.length).toBeLessThanOrEqual(4)
        expect(new Set(results).size).toBe(results.length)
        for (const id of results) {
          const car = park.find((each) => each.sessionId === id)
          expect(fits(query, car === undefined ? [] : [car])).toBe(true)
        }
      }),
    )
  })

  it('[P5] always finds a car by its own whole plate', () => {
    fc.assert(
      fc.property(parks, (park) => {
        const distinct = park.filter((car, i) => park.findIndex((other) => other.plate === car.plate) === i)
        for (const car of distinct) expect(searchPlates(car.plate, distinct).results[0]).toBe(car.sessionId)
      }),
      { numRuns: 50 },
    )
  })
})

/** Whether the query stands somewhere in some plate with at most two look-alikes. */
function fits(query: string, park: readonly { readonly plate: string }[]): boolean {
  return park.some(({ plate }) =>
    Array.from({ length: Math.max(0, plate.length - query.length + 1) }, (_, at) =>
      [...query].map((char, i) => [char, plate[at + i] ?? '']),
    ).some((pairs) => pairs.every(([a = '', b = '']) => confusable(a, b)) && pairs.filter(([a, b]) => a !== b).length <= 2),
  )
}
