/** For tests: a sentence, and the parts that are set into it. */
export interface Leaf {
  readonly text: string
  /** the places filled, sorted */
  readonly parts: readonly string[]
}

/** For tests: every sentence by its key. A function of words is called with marks of which one can see where they went. */
export function leaves(words: unknown, key = ''): ReadonlyMap<string, Leaf> {
  if (typeof words === 'function') {
    const text = String(words(...Array.from({ length: words.length }, (_, i) => mark(FIRST + i))))
    return new Map([[key, { text, parts: [...new Set(text.match(/\b[5-9]\d\d\b/g) ?? [])].sort() }]])
  }
  if (typeof words === 'object' && words !== null)
    return new Map(Object.entries(words).flatMap(([name, value]) => [...leaves(value, key === '' ? name : `${key}.${name}`)]))
  return new Map([[key, { text: String(words), parts: [] }]])
}

/** three digits: written alike in every language, a count in its many-form, and no number of our sentences is one */
const FIRST = 511

/** Stands for a text, a number, or an object of named texts and numbers, each with a number of its own. */
function mark(number: number): unknown {
  return new Proxy(Object(number), {
    get(target, name) {
      if (name === Symbol.toPrimitive) return () => number
      if (typeof name === 'symbol' || name in Number.prototype) return Reflect.get(target, name)
      return 600 + ([...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 397, 7) % 397)
    },
  })
}
