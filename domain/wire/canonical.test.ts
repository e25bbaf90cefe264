import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical.ts'

const plain = fc.jsonValue({ noUnicodeString: false }).filter((value) => noUnsafeNumbers(value))

describe('canonicalJson', () => {
  it('[W1] sorts keys at every depth and writes no white space', () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }], a: 'x', B: true })).toBe('{"B":true,"a":"x","b":[{"a":null,"z":1}]}')
  })

  it('[W1] spells the example of RFC 8785 §3.2.3: keys by UTF-16 code unit', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect([...canonicalJson(value).matchAll(/:"([^":]+|Emoji: Grinning Face)"/g)].map((match) => match[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it.each([
    [0, '0'],
    [-0, '0'],
    [-1, '-1'],
    [0.85, '0.85'],
    [1e-7, '1e-7'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [true, 'true'],
    [null, 'null'],
    ['\u0000"\\\n€', '"\\u0000\\"\\\\\\n€"'],
    [[], '[]'],
    [{}, '{}'],
  ])('[W1] %j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it('[W1] reads back as the same value, and spells it the same again', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const text = canonicalJson(value)
        const back: unknown = JSON.parse(text)
        expect(back).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(back)).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('[W1] does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(reversed)).toBe(canonicalJson(value))
      }),
    )
  })

  it('[W1] two values have one text only when they are the same value', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b)
        expect(same).toBe(deepEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))))
      }),
    )
  })

  it.each([
    ['undefined', undefined, '$'],
    ['undefined in an object', { a: { b: undefined } }, '$.a.b'],
    ['a hole in an array', [1, undefined], '$[1]'],
    ['a sparse array', Object.assign(new Array(2), { 0: 1 }), '$[1]'],
    ['NaN', { p: Number.NaN }, '$.p'],
    ['Infinity', [Number.POSITIVE_INFINITY], '$[0]'],
    ['an inexact integer', { cents: 2 ** 53 }, '$.cents'],
    ['a bigint', { n: 1n }, '$.n'],
    ['a date', { at: new Date(0) }, '$.at'],
    ['a map', new Map(), '$'],
    ['bytes', { b: new Uint8Array(2) }, '$.b'],
    ['a function', { f: () => 1 }, '$.f'],
    ['a symbol', { s: Symbol('s') }, '$.s'],
  ])('[W2] refuses %s and says where', (_, value, path) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
    expect(() => canonicalJson(value)).toThrow(path)
  })

  it('[W1] takes objects without a prototype, as parsers make them', () => {
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}')
  })
})

function noUnsafeNumbers(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(noUnsafeNumbers)
}

function deepEqual(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b)
    return true
  } catch {
    return false
  }
}
