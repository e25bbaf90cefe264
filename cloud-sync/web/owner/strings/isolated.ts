/**
 * The same words, but what is set into a sentence (a name, a plate, an address) keeps its own direction: between FIRST STRONG ISOLATE
 * and POP DIRECTIONAL ISOLATE (Unicode UAX 9) a Latin name does not drag the full stop after it to the wrong side.
 */
export function isolated<T>(words: T): T {
  if (typeof words === 'function') return new Proxy(words, { apply: (say, self, parts) => Reflect.apply(say, self, parts.map(apart)) }) as T
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, isolated(value)])) as T
}

function apart(part: unknown): unknown {
  if (typeof part === 'string') return part === '' ? part : `\u2068${part}\u2069`
  const plain = typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype
  return plain ? Object.fromEntries(Object.entries(part).map(([key, value]) => [key, apart(value)])) : part
}
